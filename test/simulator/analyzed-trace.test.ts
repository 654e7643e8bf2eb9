import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Analysis } from '../../src/model/analysis.js';
import type { Projection } from '../../src/model/projection.js';
import { DEFAULT_OPTIONS } from '../recordings/recordings.js';
import { type LabelLoad, labelProgram, SCHEMES_IN_PLACE } from './label-program.js';
import { flatMachine } from './machine.js';
import { type Recorded, record } from './perf-script.js';
import { simulate } from './simulate.js';
import type { Spread, Workload } from './workload.js';

/**
 * The whole way: a simulated server is recorded as perf would, `analyze` reads that text and projects, and the
 * projections are held against the simulation run again with the scheme in place. The simulated sites hold nothing but
 * their atomics, which the analysis cannot know: it calls the share an upper bound, and the low end of a gain 1.
 */

const directory = mkdtempSync(join(tmpdir(), 'refscope-simulated-'));
afterAll(() => rmSync(directory, { recursive: true }));

const TRANSFER_NS = 60;
const OPERATIONS = 12_000;
/**
 * Stated error of the model's own figure (`plainGain`), from the shares of 10 to 20 thousand samples, fixed service too.
 * The largest seen is 1.9 % (crit-section, 64 CPUs, fixed service at the knee), the median 0.6 %.
 */
const MODEL_ERROR = 0.025;

interface Server extends LabelLoad {
  readonly cpus: number;
  readonly service: Spread;
}

function workload({ cpus, service, ...load }: Server, scheme: string | null): Workload {
  const inPlace = scheme === null ? {} : SCHEMES_IN_PLACE[scheme];
  const program = labelProgram(load, inPlace);
  return { machine: flatMachine(TRANSFER_NS), cpus, program, think: 'exponential', service, seed: 11 };
}

async function analyzed(
  server: Server,
  at: readonly number[] = [],
): Promise<{ recorded: Recorded; analysis: Analysis }> {
  // About one sample an operation, whose length is the think time and what waiting adds to it.
  const recorded = record(workload(server, null), OPERATIONS, Math.round(1.3 * server.thinkNs));
  const path = join(directory, `${Object.values(server).join('-')}.txt`);
  writeFileSync(path, recorded.text);
  return { recorded, analysis: await analyze([path], { ...DEFAULT_OPTIONS, at }) };
}

function projection({ projections }: Analysis, scheme: string, cpus: number): Projection {
  const found = projections.find((row) => row.scheme === scheme && row.cpus === cpus);
  if (found === undefined) throw new Error(`no projection of ${scheme} at ${cpus}`);
  return found;
}

/** Operations per ns with the scheme over those without, both simulated. */
function simulatedGain(
  server: Server,
  scheme: string,
  before = simulate(workload(server, null), OPERATIONS),
): number {
  return simulate(workload(server, scheme), OPERATIONS).throughput / before.throughput;
}

function labelShare({ simulated }: Recorded, server: Server): number {
  const { program } = workload(server, null);
  return simulated.shares.reduce((sum, share, at) => sum + (program[at]?.kind === 'add' ? share : 0), 0);
}

const SERVERS: readonly (readonly [string, Server])[] = [
  ['few CPUs', { cpus: 16, service: 'exponential', thinkNs: 4000, localNs: 5, poolHoldNs: 0 }],
  ['few CPUs, local cost', { cpus: 8, service: 'fixed', thinkNs: 2000, localNs: 20, poolHoldNs: 0 }],
  ['at the knee', { cpus: 64, service: 'exponential', thinkNs: 12_000, localNs: 5, poolHoldNs: 0 }],
  ['at the knee, fixed', { cpus: 64, service: 'fixed', thinkNs: 12_000, localNs: 5, poolHoldNs: 0 }],
  ['saturated', { cpus: 128, service: 'fixed', thinkNs: 16_000, localNs: 5, poolHoldNs: 0 }],
  ['pairs part', { cpus: 64, service: 'fixed', thinkNs: 16_000, localNs: 5, poolHoldNs: 0, pairsPart: true }],
  ['two stations', { cpus: 64, service: 'exponential', thinkNs: 16_000, localNs: 5, poolHoldNs: 150 }],
  ['a lock next', { cpus: 64, service: 'exponential', thinkNs: 16_000, localNs: 5, poolHoldNs: 230 }],
];

describe.each(SERVERS)('%s', (_, server) => {
  let recorded: Recorded;
  let analysis: Analysis;
  beforeAll(async () => {
    ({ recorded, analysis } = await analyzed(server));
  });

  it('finds the busy CPUs and the share at the line', () => {
    expect(analysis.machine.busyCpus).toBeCloseTo(server.cpus, 6);
    const { labelSharePct, labelShareLowPct, labelShareHighPct } = analysis.attribution ?? {};
    // Leaf lines of the text itself: what follows a header line.
    const leaves = [...recorded.text.matchAll(/cpu-clock: \n\t *\S+ (\w+)/g)].map(([, name]) => name ?? '');
    const hooks = leaves.filter((name) => name.startsWith('apparmor_')).length;
    expect(labelSharePct).toBeCloseTo((100 * hooks) / leaves.length, 9);
    const truth = 100 * labelShare(recorded, server);
    expect(labelShareLowPct).toBeLessThan(truth);
    expect(labelShareHighPct).toBeGreaterThan(truth);
  });

  it.each(Object.keys(SCHEMES_IN_PLACE))('%s gains what the simulation gains with it', (scheme) => {
    const { gain, plainGain } = projection(analysis, scheme, server.cpus);
    const simulated = simulatedGain(server, scheme, recorded.simulated);
    expect(Math.abs((plainGain ?? Number.NaN) / simulated - 1)).toBeLessThan(MODEL_ERROR);
    expect(gain?.low).toBeLessThan(simulated);
    expect(gain?.high).toBeGreaterThan(simulated);
  });
});

function server(name: string): Server {
  const found = SERVERS.find(([known]) => known === name)?.[1];
  if (found === undefined) throw new Error(`no server "${name}"`);
  return found;
}

it('a partial removal from a saturated line: the naive figure misses what the model finds', async () => {
  const saturated = server('saturated');
  const { analysis, recorded } = await analyzed(saturated);
  const { naiveGain, plainGain } = projection(analysis, 'crit-section', 128);
  // One of four transfers goes from a line that is always busy: 4 / 3, whatever else.
  expect(simulatedGain(saturated, 'crit-section', recorded.simulated)).toBeCloseTo(4 / 3, 2);
  expect(plainGain).toBeCloseTo(4 / 3, 1);
  expect(naiveGain).toBeLessThan(1.16);
});

it('names the lock that limits once the line is gone', async () => {
  const next = server('a lock next');
  const { analysis } = await analyzed(next);
  expect(projection(analysis, 'percpu-ref', 64).bottleneckAfter?.station).toBe(
    'AppArmor buffer pool (aa_buffers_lock)',
  );
  const after = simulate(workload(next, 'percpu-ref'), OPERATIONS).stations.get('aa_buffers_lock');
  expect(after?.utilisation).toBeGreaterThan(0.9);
});

it('on other numbers of CPUs: a figure up to twice as many, bounds beyond', async () => {
  const { thinkNs, ...rest } = server('few CPUs');
  const recorded = { ...rest, thinkNs: 4 * thinkNs, cpus: 48 };
  const { analysis } = await analyzed(recorded, [24, 96, 144]);
  for (const scheme of ['crit-section', 'hazard-pointer']) {
    for (const cpus of [24, 96]) {
      const simulated = simulatedGain({ ...recorded, cpus }, scheme);
      const { gain, plainGain } = projection(analysis, scheme, cpus);
      // At twice the CPUs the sampling error of a share of 2 % is a large part of what saturates there.
      expect(Math.abs((plainGain ?? Number.NaN) / simulated - 1), `${scheme} at ${cpus}`).toBeLessThan(0.05);
      expect(gain?.low).toBeLessThan(simulated);
      expect(gain?.high).toBeGreaterThan(simulated);
    }
    const { gain, plainGain } = projection(analysis, scheme, 144);
    const beyond = simulatedGain({ ...recorded, cpus: 144 }, scheme);
    expect({ mid: gain?.mid, plainGain }).toEqual({ mid: null, plainGain: null });
    expect(gain?.high).toBeGreaterThan(beyond);
  }
});
