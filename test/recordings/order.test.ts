import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Analysis } from '../../src/model/analysis.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { contentOf, fixture, readBytes } from '../conformance.js';
import { DEFAULT_OPTIONS, fixturePath, kallsymsOf, perfDataOf, RECORDINGS, SMALLEST } from './recordings.js';

it.each(RECORDINGS)('reads the same from $name in chunks of any size', ({ name, samples }) => {
  const bytes = fixture(perfDataOf(name));
  const whole = readBytes(perfDataFormat, bytes, bytes.length);
  expect(whole.profile.samples).toBe(samples);
  const content = contentOf(whole);
  for (const size of [4096, 65_537, 1013]) {
    expect(contentOf(readBytes(perfDataFormat, bytes, size))).toEqual(content);
  }
});

it('says the same whatever the order of its inputs', async () => {
  const paths = [
    fixturePath(perfDataOf(SMALLEST)),
    fixturePath(perfDataOf('openclose-confined-8cpu')),
    fixturePath(kallsymsOf(SMALLEST)),
    fixturePath('lock_stat/nginx.txt.gz'),
    fixturePath('wrk/wrk-noperf.txt'),
  ];
  const whole = { fromNs: Number.NEGATIVE_INFINITY, toNs: Number.POSITIVE_INFINITY };
  for (const time of [null, whole]) {
    const [first, ...others] = await Promise.all(
      [paths, paths.toReversed(), [...paths.slice(2), ...paths.slice(0, 2)]].map((order) =>
        analyze(order, { ...DEFAULT_OPTIONS, time }),
      ),
    );
    for (const other of others) expect(unordered(other)).toEqual(unordered(first as Analysis));
  }
});

/** Inputs and diagnostics are listed as the inputs were given. */
function unordered(analysis: Analysis): unknown {
  const key = (value: unknown): string => JSON.stringify(value);
  const compare = (a: unknown, b: unknown): number => (key(a) < key(b) ? -1 : 1);
  return {
    ...analysis,
    inputs: analysis.inputs.toSorted(compare),
    diagnostics: analysis.diagnostics.toSorted(compare),
  };
}

it('takes the machine from the recording with the samples where an lscpu disagrees', async () => {
  const paths = ['machine/lscpu.txt', perfDataOf(SMALLEST)].map(fixturePath);
  const { machine, diagnostics } = await analyze(paths, DEFAULT_OPTIONS);
  expect(machine).toMatchObject({ onlineCpus: 8, cpuModel: 'Intel Core i7 9xx (Nehalem Class Core i7)' });
  expect(diagnostics.map(({ text }) => text)).toContain('the inputs disagree on onlineCpus: 8 and 2');
});
