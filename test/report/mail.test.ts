import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMail } from '../../src/report/mail.js';
import { asciiText, mailCommand, mailLine } from '../../src/report/mail-line.js';
import { HOSTILE_NAMES, withNames } from './hostile-names.js';
import { smallAnalysis } from './small-analysis.js';

const OPTIONS = { top: 15, version: '1.2.3', command: 'refscope report run --format mail' };

/** As mbox, mail readers, git am and git commit read the lines of a body. */
function expectInert(mail: string): void {
  for (const line of mail.split('\n')) {
    expect(line.length).toBeLessThanOrEqual(72);
    expect(line).toMatch(/^[\x20-\x7e]*$/);
    expect(line).toBe(line.trimEnd());
    expect(line).not.toMatch(/^(?:>|From |-- ?$|---|diff -|Index: |Subject:|From:|Signed-off-by:|#)/);
  }
}

describe('the mail', () => {
  it('reads as reviewed', () => {
    const golden = readFileSync(new URL('small-analysis.mail.txt', import.meta.url), 'utf8');
    expect(`${renderMail(smallAnalysis(), OPTIONS)}\n`).toBe(golden);
  });

  it('keeps the naive gains where the number of busy CPUs, and with it every other, is not known', () => {
    const analysis = smallAnalysis();
    const projections = analysis.projections.map((row) => ({
      ...row,
      cpus: null,
      gain: row.scheme === 'kref' ? row.gain : null,
      plainGain: null,
    }));
    expect(renderMail({ ...analysis, projections }, OPTIONS)).toMatch(
      /^cond-ref +\? +\? +\? +\? +1\.143 +100 %/m,
    );
  });

  it.each(HOSTILE_NAMES)('keeps names with %s as text', (_, suffix) => {
    const mail = renderMail(withNames(smallAnalysis(), suffix), {
      ...OPTIONS,
      command: `refscope '${suffix}'`,
    });
    expectInert(mail);
    expect(mail).toContain('Call sites of label get/put:');
  });

  it('stays inert with any names', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'From >-#:= \n\t\\\'"aé中'), maxLength: 80 }),
    );
    fc.assert(
      fc.property(name, (suffix) =>
        expectInert(renderMail(withNames(smallAnalysis(), suffix), { ...OPTIONS, command: suffix })),
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['From the start', ' From the start'],
    ['> quoted', ' > quoted'],
    ['-- ', ' -- '],
    ['---', ' ---'],
    ['Subject: x', ' Subject: x'],
    ['Reviewed-by: x', ' Reviewed-by: x'],
    ['# note', ' # note'],
    ['Fromage', 'Fromage'],
    ['- a finding', '- a finding'],
    ['kref: the baseline.', 'kref: the baseline.'],
  ])('puts a blank before %j where it means something', (line, expected) => {
    expect(mailLine(line)).toBe(expected);
  });

  it('writes characters beyond ASCII as code points', () => {
    expect(asciiText('é 中 😀 \u202e \u001b')).toBe('\\u{e9} \\u{4e2d} \\u{1f600} \\u202e \\x1b');
  });

  it('continues long commands where a shell would', () => {
    const words = [
      'perf',
      'record',
      '-e',
      "'a b c d e f'",
      '-o',
      `/tmp/${'x'.repeat(30)}`,
      '--',
      'sleep',
      '10',
      'more',
    ];
    const lines = mailCommand(words.join(' '));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines.slice(0, -1)) expect(line.endsWith(' \\')).toBe(true);
    const joined = lines.map((line) => line.replace(/ \\$/, '').trim()).join(' ');
    expect(joined).toBe(`$ ${words.join(' ')}`);
    expect(lines.some((line) => line.includes("'a b c d e f'"))).toBe(true);
  });

  it('quotes an escaped blank where it would end a line', () => {
    expect(mailCommand('perf record -o a\\ ')).toEqual(["  $ perf record -o a' '"]);
  });
});
