import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { loadFindings } from '../../src/intake/load-findings.js';
import { Recording } from '../../src/model/recording.js';
import type { Throughput } from '../../src/model/throughput.js';
import { CPU_CLOCK } from '../attribute/stacks.js';
import { DEFAULT_OPTIONS, fixturePath } from '../recordings/recordings.js';

const SECOND = 1e9;

/** Samples of `comm` from 100 s to 110 s. */
function sampled(comm: string): Recording {
  const recording = new Recording();
  const { profile } = recording;
  const event = profile.addEvent(CPU_CLOCK);
  const task = profile.addTask(comm, false);
  for (const seconds of [100, 110]) profile.addSample(event, task, 0, seconds * SECOND, 1, -1, 1);
  return recording;
}

function loaded(...runs: Partial<Throughput>[]): Recording {
  const recording = new Recording();
  for (const run of runs) {
    recording.throughput.push({
      tool: 'wrk',
      requestsPerSec: 100,
      requests: null,
      errors: null,
      durationS: null,
      latencyAvgNs: null,
      tasks: null,
      duringRecording: null,
      file: 'run/load.txt',
      ...run,
    });
  }
  return recording;
}

const kinds = (...group: Recording[]): string[] => loadFindings([group]).map(({ kind }) => kind);

describe('a load and a recording', () => {
  it('that is shorter than the recording was not the load of all of it', () => {
    const short = loadFindings([[sampled('nginx'), loaded({ durationS: 2.03 })]]);
    expect(short).toMatchObject([
      {
        kind: 'load-shorter-than-recording',
        text: 'wrk ran for 2.0 s, the recording lasts 10.0 s: not the load of all of it, or not of it',
        file: 'run/load.txt',
      },
    ]);
    expect(kinds(sampled('nginx'), loaded({ durationS: 12 }))).toEqual([]);
    // Runs one after another.
    expect(kinds(sampled('nginx'), loaded({ durationS: 5 }, { durationS: 5 }))).toEqual([]);
    // Not known, or run without recording.
    expect(kinds(sampled('nginx'), loaded({ durationS: 2 }, { durationS: null }))).toEqual([]);
    expect(kinds(sampled('nginx'), loaded({ durationS: 2, duringRecording: false }))).toEqual([]);
    expect(kinds(loaded({ durationS: 2 }))).toEqual([]);
  });

  it('that works where it runs must be sampled', () => {
    expect(kinds(sampled('nginx'), loaded({ tool: 'openclose' }))).toEqual(['inputs-disagree']);
    expect(kinds(sampled('openclose'), loaded({ tool: 'openclose' }))).toEqual([]);
    // Names are not known, or the load generator runs elsewhere.
    expect(kinds(sampled(''), loaded({ tool: 'openclose' }))).toEqual([]);
    expect(kinds(sampled('nginx'), loaded({ tool: 'wrk' }))).toEqual([]);
  });

  it('of real recordings: mixed ones disagree, those of one run do not', async () => {
    const disagreements = async (...paths: string[]) => {
      const { diagnostics } = await analyze(paths.map(fixturePath), DEFAULT_OPTIONS);
      return diagnostics.filter(({ kind }) => kind === 'inputs-disagree').map(({ text }) => text);
    };
    expect(await disagreements('nginx-confined-8cpu')).toEqual([]);
    // openclose-own.txt ends in "cpus=8", as nginx's recording has; nothing called openclose is in it.
    const mixed = 'recordings/nginx-unconfined-8cpu/perf.data.gz';
    expect(await disagreements('nginx-confined-8cpu', 'wrk/openclose-own.txt')).toEqual([
      'the inputs disagree on the load: openclose-own.txt is of openclose, and no sample is of a command of that name',
    ]);
    expect(await disagreements(mixed, 'repeats-2cpu/kref-r1.txt')).toEqual([
      'the inputs disagree on onlineCpus: 8 and 2',
      'the inputs disagree on the load: kref-r1.txt is of openclose, and no sample is of a command of that name',
    ]);
    expect(await disagreements('machine/lscpu.txt', 'perf-stat/percpu.csv')).toEqual([
      'the inputs disagree on onlineCpus: 2, and perf stat counted on 8',
    ]);
  });
});
