import { expect, it } from 'vitest';
import { childrenRows, isKernelDso } from './perf-report.js';
import { analyzeRecording, RECORDINGS } from './recordings.js';

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
