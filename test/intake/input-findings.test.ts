import { expect, it } from 'vitest';
import { commandConflicts, inputFindings, kernelConflicts } from '../../src/intake/input-findings.js';
import type { AnalysisInput } from '../../src/model/analysis.js';
import { Recording } from '../../src/model/recording.js';
import { CPU_CLOCK } from '../attribute/stacks.js';

const input = (format: string, notUsed: string | null = null): AnalysisInput => ({
  path: `run/${format}`,
  format,
  samples: 0,
  notUsed,
});
const texts = (...inputs: AnalysisInput[]): string[] => inputFindings(inputs).map(({ text }) => text);

const recorded = (...comms: string[]): Recording => {
  const recording = new Recording();
  const { profile } = recording;
  const event = profile.addEvent(CPU_CLOCK);
  for (const comm of comms)
    profile.addSample(event, profile.internTask(comm, comm === 'swapper'), 0, 1e9, 1, -1);
  return recording;
};

it('recordings without a command in common disagree; idle is no command', () => {
  const texts = (...recordings: Recording[]): string[] =>
    commandConflicts(recordings).map(({ text }) => text);
  expect(texts(recorded('swapper', 'nginx', 'wrk'), recorded('swapper', 'openclose'))).toEqual([
    'the inputs disagree on commands: nginx, wrk and openclose',
  ]);
  expect(texts(recorded('swapper', 'nginx'), recorded('nginx', 'wrk'))).toEqual([]);
  expect(texts(recorded('nginx'), new Recording())).toEqual([]);
});

it('kernels of one release and different builds disagree', () => {
  const built = (id: string): Recording => {
    const recording = recorded('openclose');
    recording.buildIds.set('[kernel.kallsyms]', id);
    return recording;
  };
  const [a, b] = [built('0123456789abcdef'), built('fedcba9876543210')];
  expect(kernelConflicts([a, a, new Recording()])).toEqual([]);
  expect(kernelConflicts([b, a]).map(({ text }) => text)).toEqual([
    'the inputs disagree on the kernel: build ids 0123456789ab and fedcba987654',
  ]);
});

it('an input that proves nothing about label references is said to prove nothing', () => {
  expect(texts(input('wrk'), input('lscpu'))).toEqual([
    'no samples, so nothing about label references is proven: wrk gives requests, errors, latency; lscpu gives CPUs, sockets, cache domains',
  ]);
});

it('lock statistics are not taken for "no contention"', () => {
  expect(texts(input('lock_stat'))[0]).toContain('do not see reference counts');
});

it('one recording with its companions is fine', () => {
  expect(texts(input('perf.data'), input('kallsyms'), input('lock_stat'), input('wrk'))).toEqual([]);
});

it('two recordings are said to be added up, another reading of one is not', () => {
  expect(texts(input('perf.data'), input('perf.data'))[0]).toContain('2 recordings are added up');
  expect(texts(input('perf.data'), input('perf-script', 'another reading'))).toEqual([]);
});
