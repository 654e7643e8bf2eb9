import { describe, expect, it } from 'vitest';
import type { FunctionSamples } from '../../src/model/analysis.js';
import { comparable, selfRows } from './perf-report.js';
import { analyzeRecording, RECORDINGS } from './recordings.js';

/** Commands analyzed one by one: those with the most samples, idle's among them. */
const COMMANDS = 3;

const ours = (functions: readonly FunctionSamples[]): Record<string, number> =>
  comparable(
    functions.map(({ dso, symbol, selfSamples }) => ({ dso, symbol, samples: selfSamples ?? Number.NaN })),
  );

function largestCommands(name: string): string[] {
  const samples = new Map<string, number>();
  for (const row of selfRows(name)) samples.set(row.comm, (samples.get(row.comm) ?? 0) + row.samples);
  return [...samples]
    .sort((a, b) => b[1] - a[1])
    .slice(0, COMMANDS)
    .map(([comm]) => comm);
}

describe.each(RECORDINGS)('$name', ({ name, samples }) => {
  const reference = selfRows(name);

  it('has perf’s self samples, symbol by symbol in the kernel and DSO by DSO in user code', async () => {
    const { functions } = await analyzeRecording(name);
    expect(ours(functions)).toEqual(comparable(reference));
    expect(functions.reduce((sum, row) => sum + (row.selfSamples ?? Number.NaN), 0)).toBe(samples);
  });

  it.each(largestCommands(name))('has perf’s self samples of %s alone', async (comm) => {
    const { functions } = await analyzeRecording(name, { comms: [comm] });
    expect(ours(functions)).toEqual(comparable(reference.filter((row) => row.comm === comm)));
  });
});
