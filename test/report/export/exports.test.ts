import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { Profile as Pprof } from 'pprof-format';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalyzedTrace, analyze, analyzeTrace } from '../../../src/analyze.js';
import { sampledStacks } from '../../../src/attribute/sampled-stacks.js';
import type { EventAttribution } from '../../../src/model/analysis.js';
import { LABEL_CLASSES, SAMPLE_CLASSES } from '../../../src/model/sample-class.js';
import type { SampledStacks } from '../../../src/model/sampled-stacks.js';
import { isJudgement } from '../../../src/read/folded/frame.js';
import { classFrame } from '../../../src/report/export/class-frame.js';
import { renderFirefox } from '../../../src/report/export/firefox.js';
import { renderFolded } from '../../../src/report/export/folded.js';
import { renderPprof } from '../../../src/report/export/pprof.js';
import { renderSpeedscope } from '../../../src/report/export/speedscope.js';
import { DEFAULT_OPTIONS, fixturePath, perfDataOf } from '../../recordings/recordings.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'refscope-export-'));
const LABEL_FRAME = /^\[label (get|put|get\+put)\]$/;

let trace: AnalyzedTrace;
let all: SampledStacks;
let label: SampledStacks;
let attribution: EventAttribution;

/** Of one property of the sites, summed over all of them. */
const sites = (pick: 'samples' | 'period'): number =>
  attribution.sites.reduce((sum, site) => sum + (site[pick] ?? Number.NaN), 0);

beforeAll(async () => {
  trace = await analyzeTrace(
    [fixturePath(perfDataOf('openclose-confined-8cpu'))],
    { ...DEFAULT_OPTIONS, kallsyms: fixturePath('nginx-confined-8cpu/kallsyms.gz') },
    {},
  );
  if (trace.samples === null || trace.analysis.attribution === null) throw new Error('no samples');
  attribution = trace.analysis.attribution;
  all = sampledStacks(trace.samples, null);
  label = sampledStacks(trace.samples, LABEL_CLASSES);
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

const validSpeedscope = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('speedscope-schema.json', import.meta.url), 'utf8')),
);

interface Speedscope {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly {
    readonly unit: string;
    readonly endValue: number;
    readonly samples: readonly (readonly number[])[];
    readonly weights: readonly number[];
  }[];
}

describe('openclose-confined-8cpu', () => {
  it('has label samples to export', () => {
    // INDEX.md: 218 + 89 + 70 + 54 in the four hooks of the whole recording.
    expect(sites('samples')).toBeGreaterThan(300);
    expect(label.rows.reduce((sum, row) => sum + row.samples, 0)).toBe(sites('samples'));
    expect(all.rows.reduce((sum, row) => sum + row.samples, 0)).toBe(attribution.total.samples);
  });

  it('as speedscope satisfies the published schema and adds up to the analysis', () => {
    const file = JSON.parse(renderSpeedscope(all, 'openclose', '1.0')) as Speedscope;
    validSpeedscope(file);
    expect(validSpeedscope.errors).toBeNull();
    let total = 0;
    let labelled = 0;
    for (const { samples, weights, unit, endValue } of file.profiles) {
      expect(unit).toBe('nanoseconds');
      expect(samples.length).toBe(weights.length);
      expect(endValue).toBe(weights.reduce((sum, weight) => sum + weight, 0));
      for (const [index, path] of samples.entries()) {
        const leaf = file.shared.frames[path.at(-1) ?? -1]?.name ?? '';
        total += weights[index] ?? Number.NaN;
        if (LABEL_FRAME.test(leaf)) labelled += weights[index] ?? Number.NaN;
      }
    }
    expect(total).toBe(attribution.total.period);
    expect(labelled).toBe(sites('period'));
  });

  it('as folded stacks is read again with the same samples, and judged the same, the added frames left out', async () => {
    const text = renderFolded(all);
    const lines = text.trimEnd().split('\n');
    const count = (line: string): number => Number(line.slice(line.lastIndexOf(' ') + 1));
    const innermost = (line: string): string => line.slice(line.lastIndexOf(';') + 1, line.lastIndexOf(' '));
    const labelled = lines.filter((line) => LABEL_FRAME.test(innermost(line)));
    expect(labelled.reduce((sum, line) => sum + count(line), 0)).toBe(sites('samples'));
    const file = join(FOLDER, 'openclose.folded');
    writeFileSync(file, text);
    const again = await analyze([file], DEFAULT_OPTIONS);
    expect(again.attribution?.total.samples).toBe(attribution.total.samples);
    expect(siteCounts(again.attribution)).toEqual(siteCounts(attribution));
    expect(again.diagnostics.map(({ kind }) => kind)).toContain('folded-judged');
  });

  it('adds no frame to folded stacks that is read as a function', () => {
    const added = SAMPLE_CLASSES.map((each) => classFrame(each, { ...all, subject: 'shared count' }));
    expect(added.filter((frame) => frame !== null).every(isJudgement)).toBe(true);
    expect(
      ['[unknown]', '[libc.so.6]', '[lock.so]', 'label get', '[Missed User Stack]'].some(isJudgement),
    ).toBe(false);
  });

  it('as pprof is decoded by pprof’s own proto and judged the same when read again', async () => {
    const bytes = renderPprof(all);
    const decoded = Pprof.decode(bytes);
    const strings = decoded.stringTable.strings;
    const value = (sample: (typeof decoded.sample)[number], at: number): number => Number(sample.value[at]);
    expect(decoded.sample.reduce((sum, sample) => sum + value(sample, 0), 0)).toBe(attribution.total.samples);
    expect(decoded.sample.reduce((sum, sample) => sum + value(sample, 1), 0)).toBe(attribution.total.period);
    const judged = decoded.sample.filter((sample) =>
      sample.label.some(
        ({ key, str }) =>
          strings[Number(key)] === 'attribution' && /^label (get|put)/.test(strings[Number(str)] ?? ''),
      ),
    );
    expect(judged.reduce((sum, sample) => sum + value(sample, 0), 0)).toBe(sites('samples'));
    const file = join(FOLDER, 'openclose.pb');
    writeFileSync(file, bytes);
    const again = await analyze([file], DEFAULT_OPTIONS);
    expect(again.attribution?.total).toEqual(attribution.total);
    expect(again.attribution?.unattributed.samples).toBe(attribution.unattributed.samples);
    expect(siteCounts(again.attribution)).toEqual(siteCounts(attribution));
  });

  it('as a Firefox profile keeps every table whole and adds up to the analysis', () => {
    const file = checkFirefox(renderFirefox(all, '1.0'));
    expect(file.samples).toBe(attribution.total.samples);
    expect(
      file.byCategory('label get') + file.byCategory('label put') + file.byCategory('label get+put'),
    ).toBe(sites('samples'));
  });

  it('writes label samples only where asked to', () => {
    const lines = renderFolded(label).trimEnd().split('\n');
    expect(lines.every((line) => /;\[label (get|put|get\+put)\] \d+$/.test(line))).toBe(true);
    expect(lines.reduce((sum, line) => sum + Number(/\d+$/.exec(line)?.[0]), 0)).toBe(sites('samples'));
  });
});

function siteCounts(of: EventAttribution | null): unknown {
  return of?.sites.map(({ function: name, operation, samples }) => [name, operation, samples]);
}

type Column = readonly (number | null)[];
interface FirefoxTable {
  readonly length: number;
  readonly [column: string]: unknown;
}

/** The invariants of firefox-devtools/profiler, src/types/profile.js at version 48: columns as long as their table. */
function checkFirefox(text: string): { samples: number; byCategory: (name: string) => number } {
  const profile = JSON.parse(text);
  const categories: { name: string; color: string; subcategories: string[] }[] = profile.meta.categories;
  expect(profile.meta.preprocessedProfileVersion).toBe(48);
  expect(categories.filter(({ color }) => color === 'grey')).toHaveLength(1);
  expect(categories.every(({ subcategories }) => subcategories[0] === 'Other')).toBe(true);
  const counts = new Map<string, number>();
  let samples = 0;
  for (const thread of profile.threads) {
    for (const name of [
      'samples',
      'markers',
      'stackTable',
      'frameTable',
      'funcTable',
      'resourceTable',
      'nativeSymbols',
    ]) {
      const table: FirefoxTable = thread[name];
      for (const column of Object.values(table)) {
        if (Array.isArray(column)) expect(column).toHaveLength(table.length);
      }
    }
    const below = (column: Column, limit: number): void => {
      expect(column.every((value) => value === null || (value >= 0 && value < limit))).toBe(true);
    };
    below(thread.samples.stack, thread.stackTable.length);
    below(thread.stackTable.frame, thread.frameTable.length);
    below(thread.stackTable.category, categories.length);
    below(thread.frameTable.func, thread.funcTable.length);
    below(thread.funcTable.name, thread.stringArray.length);
    below(
      thread.funcTable.resource.filter((value: number) => value !== -1),
      thread.resourceTable.length,
    );
    below(thread.resourceTable.name, thread.stringArray.length);
    expect(
      thread.stackTable.prefix.every((prefix: number | null, at: number) => prefix === null || prefix < at),
    ).toBe(true);
    const times: number[] = thread.samples.time;
    expect(times.every((time, at) => time >= (times[at - 1] ?? 0))).toBe(true);
    expect(typeof thread.pid).toBe('string');
    for (const [at, stack] of (thread.samples.stack as Column).entries()) {
      const category = stack === null ? 'rest' : categories[thread.stackTable.category[stack]]?.name;
      counts.set(category ?? '', (counts.get(category ?? '') ?? 0) + thread.samples.weight[at]);
      samples += thread.samples.weight[at];
    }
  }
  return { samples, byCategory: (name) => counts.get(name) ?? 0 };
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('</script>', 'a;b c', '\u001b[31m', '\u202egnp', '', '__proto__', 'x 12'),
);
const drawn: fc.Arbitrary<SampledStacks> = fc
  .record({
    frames: fc.array(
      fc.record({
        name: fc.option(hostile),
        dso: fc.option(hostile),
        kernel: fc.boolean(),
        inlined: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    parents: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 20 }),
    rows: fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom(...SAMPLE_CLASSES),
        hostile,
        fc.option(fc.nat(1e9)),
        fc.integer({ min: 1, max: 99 }),
      ),
      { maxLength: 40 },
    ),
  })
  .map(({ frames, parents, rows }) => ({
    event: 'cpu-clock',
    unit: 'nanoseconds' as const,
    counted: true,
    subject: 'label',
    frames,
    nodes: parents.map(([parent, frame], index) => ({
      parent: (parent % (index + 1)) - 1,
      frame: frame % frames.length,
    })),
    rows: rows.map(([node, sampleClass, comm, timeNs, samples]) => ({
      node: (node % (parents.length + 1)) - 1,
      class: sampleClass,
      comm,
      timeNs,
      samples,
      period: samples * 1000,
    })),
  }));

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not be there
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

it('keeps every sample of any stacks, and no control character of any name', () => {
  fc.assert(
    fc.property(drawn, (stacks) => {
      const samples = stacks.rows.reduce((sum, row) => sum + row.samples, 0);
      const folded = renderFolded(stacks);
      const lines = folded === '' ? [] : folded.trimEnd().split('\n');
      expect(lines.reduce((sum, line) => sum + Number(/ (\d+)$/.exec(line)?.[1]), 0)).toBe(samples);
      const speedscope = renderSpeedscope(stacks, 'x', '1');
      validSpeedscope(JSON.parse(speedscope));
      // The schema asks for nothing of an empty list of profiles.
      expect(validSpeedscope.errors).toBeNull();
      const weights = (JSON.parse(speedscope) as Speedscope).profiles.flatMap((profile) => profile.weights);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(samples * 1000);
      const firefox = renderFirefox(stacks, '1');
      expect(checkFirefox(firefox).samples).toBe(samples);
      const pprof = Pprof.decode(renderPprof(stacks));
      expect(pprof.sample.reduce((sum, sample) => sum + Number(sample.value[0]), 0)).toBe(samples);
      for (const text of [folded, speedscope, firefox, ...pprof.stringTable.strings]) {
        expect(text).not.toMatch(UNSAFE);
      }
    }),
  );
});
