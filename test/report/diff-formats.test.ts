import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import type { Analysis } from '../../src/model/analysis.js';
import type { Diff } from '../../src/model/diff.js';
import { renderDiffCsv } from '../../src/report/diff-csv.js';
import { DIFF_FORMATS } from '../../src/report/diff-formats.js';
import { renderDiffMail } from '../../src/report/diff-mail.js';
import { renderDiffMarkdown } from '../../src/report/diff-markdown.js';
import { DIFF_SCHEMA } from '../../src/report/schema/diff-schema.js';
import { analysisOf, CONDREF, compare, KREF, lockOf, runOf } from '../compare/analyses.js';
import { analyzeRecording } from '../recordings/recordings.js';

const full = (analysis: Analysis, contentions: number, rate: number): Analysis => ({
  ...analysis,
  locks: [
    lockOf(contentions, 10_000, {
      waiters: [{ symbol: 'aa_get_buffer', offset: 1, module: null, count: contentions - 10 }],
    }),
  ],
  throughput: [runOf(rate)],
});
const DIFF = compare(full(KREF, 400, 200), full(CONDREF, 800, 250));

/** Both sides, the function and every text of a recording by one hostile name. */
const named = (name: string): Diff =>
  compare(analysisOf({ [name]: 50 }, 3000), analysisOf({ [name]: 90 }, 3000, { comms: [name] }), {
    before: name,
    after: `${name}2`,
  });
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
  fc.constantFrom(
    '=HYPERLINK("http://x","y")',
    '@SUM(1)',
    '+1',
    '-2',
    'a\u001b[31mred',
    'a\nFrom me',
    '> quoted',
    'From me',
    '| a | b |',
    '`code`',
    '<script>alert(1)</script>',
    'left\u202eright',
    'x'.repeat(300),
    'é',
  ),
);

const MADE = { version: '0.0.0', command: 'refscope diff a b' };

describe('every format', () => {
  it.each(Object.keys(DIFF_FORMATS))('%s names both sides, and of what each percentage is', (format) => {
    const text = (
      DIFF_FORMATS[format]?.(DIFF, {
        width: 110,
        version: '0.0.0',
        command: 'refscope diff a b',
        stacks: null,
      }) ?? ''
    ).replace(/\s+/g, ' ');
    expect(text).toContain('runs/kref');
    expect(text).toContain('runs/condref');
    expect(text).toContain('of busy time');
    expect(text).toContain('acquisitions contended');
    expect(text).toContain('apparmor_current_getsecid_subj');
  });

  it.each(Object.keys(DIFF_FORMATS))('%s keeps control characters of names out', (format) => {
    fc.assert(
      fc.property(hostile, (name) => {
        const text =
          DIFF_FORMATS[format]?.(named(name), {
            width: 110,
            version: '0.0.0',
            command: 'refscope diff a b',
            stacks: null,
          }) ?? '';
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(text).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});

describe('mail', () => {
  it('is ASCII of at most 72 columns, without lines that mailers read', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        for (const line of renderDiffMail(named(name), MADE).split('\n')) {
          expect(line).toMatch(/^[\x20-\x7e]{0,72}$/);
          expect(line).not.toMatch(/^(>|From |-- $)/);
        }
      }),
    );
  });

  it('reads as a table', () => {
    expect(renderDiffMail(DIFF, MADE)).toMatchInlineSnapshot(`
      "label get/put: 7.00 % of busy time before (runs/kref), 6.18 % of busy
      time after (runs/condref): no significant change (noise), -0.82 points
      (95 %: -1.98 to +0.28); these recordings could have shown a change of
      1.58 points (at 80 % power). Call sites that changed significantly:
      apparmor_current_getsecid_subj (get+put) rose from 0.98 % to 1.91 % of
      busy time (+0.39 to +1.42 points); apparmor_file_open (get+put) fell
      from 1.71 % to 0.67 % of busy time (-1.62 to -0.56 points). Locks that
      changed by more than independent acquisitions explain: aa_buffers_lock
      (exclusive) rose from 4.00 % to 8.00 % of acquisitions contended (+3.35
      to +4.66 points). One recording a side cannot tell this from run-to-run
      variation.

      before: runs/kref
      after:  runs/condref
      throughput: wrk during the recordings: 200 requests/s before, 250
      after, 1.250x (one run a side: no interval, so no claim)

      Label get/put, % of busy time:
         before  after  points          95 %
           7.00   6.18   -0.82  -1.98..+0.28  all label get/put
           2.17   1.83   -0.33  -1.01..+0.28  apparmor_file_alloc_security
           2.13   1.76   -0.37  -1.04..+0.23  apparmor_file_free_security
      *    0.98   1.91   +0.93  +0.39..+1.42  apparmor_current_getsecid_subj
      *    1.71   0.67   -1.04  -1.62..-0.56  apparmor_file_open

      AppArmor's locks in lock_stat, % of acquisitions contended:
         before  after  points          95 %
      *    4.00   8.00   +4.00  +3.35..+4.66  aa_buffers_lock (exclusive)

      * more than noise (p below 5 %, corrected for the rows of its table); !
      undecidable

      Neither side tells: CPU model, CPUs online.

      Made by refscope 0.0.0 with

        $ refscope diff a b"
    `);
  });
});

describe('csv', () => {
  const rows = (diff: Diff) =>
    parse(`${renderDiffCsv(diff)}\n`, { columns: true }) as Record<string, string>[];

  it('has every figure unrounded', () => {
    const found = rows(DIFF);
    const site = DIFF.sites.find((row) => row.function === 'apparmor_file_open');
    const row = found.find(({ table, name }) => table === 'site' && name === 'apparmor_file_open');
    expect(Number(row?.before)).toBe(site?.before);
    expect(Number(row?.after)).toBe(site?.after);
    expect(Number(row?.delta)).toBe(site?.deltaPoints);
    expect(Number(row?.p_adjusted)).toBe(site?.pAdjusted);
    expect(row).toMatchObject({
      unit: '% of busy time',
      state: 'down',
      before_samples: '49',
      after_samples: '38',
    });
    expect(found.filter(({ table }) => table === 'site')).toHaveLength(DIFF.sites.length);
    expect(found.filter(({ table }) => table === 'comparable')).toHaveLength(DIFF.comparable.length);
  });

  it('holds no formula, and as many cells in every row, whatever the names', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        for (const row of rows(named(name))) {
          for (const [column, cell] of Object.entries(row)) {
            if (['name', 'detail', 'why', 'unit', 'table'].includes(column))
              expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          }
        }
      }),
    );
  });
});

it('markdown keeps names text', () => {
  const text = renderDiffMarkdown(named('<script>|`'), '0.0.0');
  expect(text).not.toMatch(/(?<!\\)<script/);
  expect(text).toContain('# What changed');
});

describe('the schema of diff --json', () => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(DIFF_SCHEMA);
  const valid = (diff: Diff) => validate(JSON.parse(JSON.stringify(diff))) || validate.errors;

  it('takes diffs of every kind', async () => {
    const recorded = await analyzeRecording('openclose-unconfined-8cpu');
    expect(valid(DIFF)).toBe(true);
    expect(valid(compare(recorded, recorded))).toBe(true);
    expect(valid(compare(KREF, { ...KREF, attribution: null, window: null }))).toBe(true);
    const repeated = compareAnalyses(
      [full(KREF, 400, 200), full(KREF, 410, 205)],
      [full(CONDREF, 800, 250)],
      {
        names: { before: 'a', after: 'b' },
        scheme: 'cond-ref',
      },
    );
    expect(valid(repeated)).toBe(true);
    expect(repeated.throughput?.low).not.toBeNull();
  });

  it('has the fields that the issue asks for, with numbers where a number is known', () => {
    expect(DIFF).toMatchObject({ schemaVersion: 1, verdict: expect.any(String) });
    expect(DIFF.comparable[0]).toEqual({
      what: expect.any(String),
      before: 'label',
      after: 'label',
      ok: true,
      why: null,
    });
    expect(DIFF.sites[0]).toMatchObject({
      function: expect.any(String),
      line: 'label reference count',
      before: expect.any(Number),
      after: expect.any(Number),
      deltaPoints: expect.any(Number),
      low: expect.any(Number),
      high: expect.any(Number),
      pAdjusted: expect.any(Number),
      state: expect.any(String),
    });
  });

  it.each([
    ['a missing field', ({ verdict: _, ...rest }: Diff) => rest],
    ['an unknown field', (diff: Diff) => ({ ...diff, more: 1 })],
    ['an unknown state', (diff: Diff) => ({ ...diff, label: { ...diff.label, state: 'better' } })],
    ['text for a number', (diff: Diff) => ({ ...diff, label: { ...diff.label, before: '7 %' } })],
  ])('refuses %s', (_, change) => {
    expect(validate(change(DIFF))).toBe(false);
  });
});
