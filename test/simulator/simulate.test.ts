import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairmanThroughput, twoCustomersFixedService, twoCustomersTwoServers } from './closed-forms.js';
import { EventQueue } from './event-queue.js';
import { flatMachine, type Machine, transferBetween } from './machine.js';
import { type Simulated, simulate } from './simulate.js';
import type { Add, CasLoop, Critical, Step, Work, Workload } from './workload.js';

/** The simulator is what the model is judged by, so it is judged first, by results that need neither. */

const work = (ns: number): Work => ({ kind: 'work', ns, chain: ['work'] });
const add = (localNs = 0): Add => ({ kind: 'add', line: 'line', localNs, chain: ['add'] });
const cas = (gapNs: number): CasLoop => ({ kind: 'cas', line: 'line', gapNs, localNs: 0, chain: ['cas'] });
/** With transfers of 0 ns: a server whose every service takes `holdNs`, whoever came before. */
const server = (holdNs: number, lock = 'lock'): Critical => ({
  kind: 'lock',
  lock,
  holdNs,
  waitChain: ['spin'],
  chain: ['hold'],
});

function workload(program: readonly Step[], given: Partial<Workload> = {}): Workload {
  return {
    machine: flatMachine(0),
    cpus: 1,
    program,
    think: 'exponential',
    service: 'exponential',
    seed: 1,
    ...given,
  };
}

/** Four standard errors: one seed in 16,000 would fail by chance, and the seeds are fixed. */
function expectThroughput({ throughput, standardError }: Simulated, expected: number): void {
  expect(standardError / expected).toBeLessThan(0.01);
  expect(Math.abs(throughput - expected)).toBeLessThan(4 * standardError);
}

const OPERATIONS = 60_000;

describe('against closed forms', () => {
  it.each([
    [1, 100, 10],
    [2, 100, 10],
    [2, 10, 10],
    [8, 100, 10],
    [16, 100, 10],
    [64, 1000, 10],
    [192, 1000, 10],
    [192, 3000, 10],
  ])('machine repairman: %i CPUs, Z %i, D %i', (cpus, think, service) => {
    const result = simulate(workload([work(think), server(service)], { cpus }), OPERATIONS);
    const expected = repairmanThroughput(cpus, think, service);
    expectThroughput(result, expected);
    expect(result.stations.get('lock')?.utilisation).toBeCloseTo(expected * service, 1);
  });

  it.each([
    [10, 10],
    [10, 30],
    [100, 10],
  ])('two CPUs at a server of fixed service: Z %i, D %i', (think, service) => {
    const given = { cpus: 2, service: 'fixed' as const };
    expectThroughput(
      simulate(workload([work(think), server(service)], given), OPERATIONS),
      twoCustomersFixedService(think, service),
    );
  });

  it.each([
    [100, 10, 30],
    [10, 20, 20],
  ])('two CPUs, two exponential servers: Z %i, D %i and %i', (think, first, second) => {
    const program = [work(think), server(first, 'a'), server(second, 'b')];
    expectThroughput(
      simulate(workload(program, { cpus: 2 }), OPERATIONS),
      twoCustomersTwoServers(think, first, second),
    );
  });

  it('Little: time in the steps adds up to the CPUs', () => {
    const program = [work(200), server(10), work(50)];
    const { throughput, shares } = simulate(workload(program, { cpus: 12 }), OPERATIONS);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    // The operation takes N / X; 250 of it are work.
    expect((shares[0] ?? 0) + (shares[2] ?? 0)).toBeCloseTo((250 * throughput) / 12, 2);
  });
});

describe('fixed times: by hand', () => {
  const fixed = { think: 'fixed', service: 'fixed' } as const;

  it.each([
    [1, 1 / 110],
    [5, 5 / 110],
    [11, 1 / 10],
    [40, 1 / 10],
  ])('%i CPUs, Z 100, D 10: min(N / (Z + D), 1 / D)', (cpus, expected) => {
    const { throughput } = simulate(workload([work(100), server(10)], { ...fixed, cpus }), 22_000);
    expect(throughput).toBeCloseTo(expected, 4);
  });

  it('one CPU keeps its line: local cost only', () => {
    const given = { ...fixed, machine: flatMachine(60) };
    const { throughput, stations } = simulate(workload([work(95), add(5)], given), 1000);
    expect(throughput).toBeCloseTo(1 / 100, 12);
    expect(stations.get('line')).toMatchObject({ transfers: 0, visits: 1000 });
  });

  it('two CPUs in turn move the line every time: Z + transfer + local', () => {
    const given = { ...fixed, machine: flatMachine(60), cpus: 2 };
    const { throughput } = simulate(workload([work(95), add(5)], given), 1000);
    expect(throughput).toBeCloseTo(2 / 160, 12);
  });

  it('local cost is paid beside the line: a saturated line moves at its transfer time', () => {
    const given = { ...fixed, machine: flatMachine(60), cpus: 20 };
    expect(simulate(workload([work(95), add(50)], given), 2000).throughput).toBeCloseTo(1 / 60, 6);
  });

  it('a lock comes over and is held before the next one has it', () => {
    const given = { ...fixed, machine: flatMachine(60), cpus: 20 };
    expect(simulate(workload([work(95), server(40)], given), 2000).throughput).toBeCloseTo(1 / 100, 6);
  });

  it('two compare-and-swap loops without pause: a success every 30 ns, one retry each', () => {
    // A reads 0-10, B 10-20; A swaps 20-30; B, who read before that, fails 30-40; A reads 40-50; B swaps 50-60; A fails
    // 60-70; B reads 70-80; A swaps 80-90; and so on. 5 ns between reading and asking for the line are hidden by it.
    const given = { ...fixed, machine: flatMachine(10), cpus: 2 };
    const { throughput, retries, operations } = simulate(workload([cas(5)], given), 2000);
    expect(throughput).toBeCloseTo(1 / 30, 12);
    expect(Math.abs(retries - operations)).toBeLessThanOrEqual(1);
  });

  it('retries per success grow with the CPUs, and the throughput of the line falls', () => {
    const machine = flatMachine(20);
    const runs = [2, 4, 8, 16, 32].map((cpus) =>
      simulate(workload([work(20), cas(5)], { cpus, machine }), 10_000),
    );
    const retries = runs.map((run) => run.retries / run.operations);
    expect(retries).toEqual([...retries].sort((a, b) => a - b));
    expect(retries[4]).toBeGreaterThan(2 * (retries[1] ?? 0));
    expect(runs[4]?.throughput).toBeLessThan(runs[1]?.throughput ?? 0);
    // An add on the same line plateaus instead.
    const adds = simulate(workload([work(20), add()], { cpus: 32, machine }), 10_000);
    expect(adds.throughput).toBeCloseTo(1 / 20, 2);
  });
});

describe('topology', () => {
  /** 2 sockets x 2 complexes x 2 cores x 2 threads: 16 CPUs. */
  const machine: Machine = {
    complexesPerSocket: 2,
    coresPerComplex: 2,
    threadsPerCore: 2,
    transferNs: { siblings: 5, complex: 12, socket: 90, across: 200 },
  };

  it.each([
    [0, 1, 12],
    [0, 2, 5],
    [1, 3, 5],
    [3, 4, 90],
    [0, 7, 90],
    [7, 8, 200],
    [15, 0, 200],
    [8, 12, 90],
  ])('from CPU %i to %i: %i ns', (from, to, ns) => {
    expect(transferBetween(machine, from, to)).toBe(ns);
    expect(transferBetween(machine, to, from)).toBe(ns);
  });

  it('a line that is rarely wanted comes from anywhere: the mean over all pairs', () => {
    const result = simulate(workload([work(100_000), add()], { machine, cpus: 16, seed: 5 }), OPERATIONS);
    const line = result.stations.get('line');
    // From CPU 0: 1 sibling, 2 in its complex, 4 in its socket, 8 across.
    const mean = (5 + 2 * 12 + 4 * 90 + 8 * 200) / 15;
    expect(((line?.utilisation ?? 0) * result.elapsedNs) / (line?.transfers ?? 1) / mean).toBeCloseTo(1, 1);
    expect((line?.transfers ?? 0) / (line?.visits ?? 1)).toBeCloseTo(15 / 16, 2);
  });
});

it('the same seed runs the same, another one does not', () => {
  const run = (seed: number) =>
    simulate(workload([work(100), server(10)], { cpus: 8, seed }), 2000).throughput;
  expect(run(7)).toBe(run(7));
  expect(run(7)).not.toBe(run(8));
});

it('the event queue gives the earliest, and of equals the first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), (times) => {
      const queue = new EventQueue();
      for (const [cpu, time] of times.entries()) queue.push(time, cpu);
      const popped = times.map(() => queue.pop());
      const sorted = times.map((time, cpu) => ({ time, cpu })).sort((a, b) => a.time - b.time);
      expect(popped.map(({ time, cpu }) => ({ time, cpu }))).toEqual(sorted);
      expect(() => queue.pop()).toThrow('no events');
    }),
  );
});
