import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { fixture } from '../conformance.js';
import { childrenRows, isKernelDso } from './perf-report.js';
import { analyzeRecording, DEFAULT_OPTIONS, fixturePath, RECORDINGS } from './recordings.js';

// perf prints children only in per cent, with two decimals; every sample of these recordings has the same
// period, so shares of samples and of period are the same. In a recording of less than 10,000 samples no two
// counts print alike.
it.each(RECORDINGS)('has perf’s children of every kernel function in $name', async ({ name, samples }) => {
  const { functions } = await analyzeRecording(name);
  const ours = functions
    .filter(({ dso }) => isKernelDso(dso))
    .map(({ dso, symbol, childrenSamples }) => [
      `${dso} ${symbol}`,
      ((100 * (childrenSamples ?? Number.NaN)) / samples).toFixed(2),
    ]);
  const perf = childrenRows(name)
    .filter(({ dso }) => isKernelDso(dso))
    .map(({ dso, symbol, pct }) => [`${dso} ${symbol}`, pct.toFixed(2)]);
  expect(perf.length).toBeGreaterThan(100);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(perf));
});

// 39 of the 78 callchains are some 210 frames deep (kernel.perf_event_max_stack was raised): perf report follows 127
// from the outside in, and prints 50 % for the functions that all samples lie below.
it('follows callchains to their end, as perf report --max-stack 1000 does, and says where perf report does not', async () => {
  const { functions, diagnostics } = await analyze(
    ['deep.data.gz', 'deep.gz'].map((name) => fixturePath(`perf-data/${name}`)),
    DEFAULT_OPTIONS,
  );
  const ours = functions
    .filter(({ dso }) => dso === 'deep')
    .map(({ symbol, childrenSamples }) => `${((100 * (childrenSamples ?? 0)) / 78).toFixed(2)}%|${symbol}`);
  expect(ours.sort()).toEqual(printed('deep.children-1000.txt'));
  expect(ours.sort()).not.toEqual(printed('deep.children-127.txt'));
  expect(diagnostics.filter(({ kind }) => kind === 'deep-callchains')).toMatchObject([
    { text: expect.stringMatching(/^39 callchains are deeper than 127 frames/) },
  ]);
});

/** "100.00%|main" of perf report's rows of the program. */
function printed(file: string): string[] {
  return new TextDecoder()
    .decode(fixture(`perf-data/${file}`))
    .split('\n')
    .filter((line) => line.includes('|deep|'))
    .map((line) => line.replace('deep|[.] ', ''))
    .sort();
}
