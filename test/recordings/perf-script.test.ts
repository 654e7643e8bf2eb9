import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Analysis } from '../../src/model/analysis.js';
import { expectInvariants } from '../invariants.js';
import { isKernelDso } from './perf-report.js';
import { analyzeRecording, DEFAULT_OPTIONS, fixturePath, SMALLEST } from './recordings.js';

const text = fixturePath(`recordings/${SMALLEST}/perf-script.txt.gz`);

function kernelFunctions({ functions }: Analysis): Record<string, readonly (number | null)[]> {
  return Object.fromEntries(
    functions
      .filter(({ dso }) => isKernelDso(dso))
      .map((row) => [`${row.dso} ${row.symbol}`, [row.selfSamples, row.childrenSamples, row.selfPeriod]]),
  );
}

it('gives the same kernel functions from perf script text as from perf.data', async () => {
  const binary = await analyzeRecording(SMALLEST);
  const script = await analyze([text], DEFAULT_OPTIONS);
  expect(kernelFunctions(script)).toEqual(kernelFunctions(binary));
  expectInvariants(script);
});

it('gives the same sites, idle time and window from perf script text as from perf.data', async () => {
  const machine = { comms: ['openclose'] };
  const binary = await analyzeRecording(SMALLEST, machine);
  const script = await analyze([text], { ...DEFAULT_OPTIONS, ...machine });
  const figures = ({ attribution, window }: Analysis) => ({
    sites: attribution?.sites.map(({ function: name, samples, syscalls }) => ({ name, samples, syscalls })),
    total: attribution?.total,
    idle: attribution?.idle,
    other: attribution?.other,
    unattributed: attribution?.unattributed,
    leftOut: window?.leftOutSamples,
  });
  expect(figures(script)).toEqual(figures(binary));
});
