import { describe, expect, it } from 'vitest';
import { lineState, VISIT_COSTS } from '../../src/project/line-network.js';
import { TOPOLOGIES } from '../../src/project/topology/presets.js';
import { meanTransfer } from '../../src/project/topology/transfer-time.js';
import type { Machine } from './machine.js';
import { casGain, casLoops, type Deviation, knownDemands, type Load, projectedGain } from './model-grid.js';
import { simulate } from './simulate.js';
import type { Spread } from './workload.js';

/**
 * The model against a simulation that shares no code with it. Errors that are stated here are the largest of the grid;
 * `npm run bench` prints every cell of a finer one with more operations.
 */

const CPUS = [2, 8, 32, 96, 192];
const RATIOS = [0.001, 0.01, 0.03, 0.1, 1];

function load(cpus: number, think: number, service: Spread, operations: number): Load {
  return { cpus, think, service, seed: 3, operations };
}

/** Beyond what chance explains: 4 standard errors are taken off. */
function beyondChance({ relative, standardError }: Deviation): number {
  return Math.max(0, Math.abs(relative) - 4 * standardError);
}

function grid(measure: (cpus: number, ratio: number) => Deviation): Map<string, Deviation> {
  return new Map(
    CPUS.flatMap((cpus) => RATIOS.map((ratio) => [`${cpus} CPUs, D/Z ${ratio}`, measure(cpus, ratio)])),
  );
}

function worst(cells: ReadonlyMap<string, Deviation>): number {
  return Math.max(...[...cells.values()].map(beyondChance));
}

describe('throughput, demands known', () => {
  const THINK = 1000;
  const known = (service: Spread, stations: readonly number[]) =>
    grid((cpus, ratio) =>
      knownDemands(
        load(cpus, THINK, service, 10_000),
        stations.map((part) => part * ratio * THINK),
      ),
    );

  it.each([
    ['one station', [1]],
    ['two stations', [1, 0.7]],
  ])('exponential service, %s: nothing beyond chance', (_, stations) => {
    const cells = known('exponential', stations);
    expect([...cells].filter(([, cell]) => beyondChance(cell) > 0)).toEqual([]);
    const squares = [...cells.values()].map(({ relative, standardError }) => (relative / standardError) ** 2);
    // Chance itself: squared deviations of one standard error on average, were the errors known exactly.
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    expect(mean).toBeGreaterThan(0.3);
    expect(mean).toBeLessThan(3);
  });

  // MVA assumes exponential service. Where service is fixed it expects queues that are too long, most where the station
  // is about to saturate and the CPUs are few; past that, throughput is 1 / D whatever the spread.
  it.each([
    ['one station', [1], 0.07],
    ['two stations', [1, 0.7], 0.13],
  ] as const)('fixed service, %s: the model is low, by at most %f', (_, stations, most) => {
    const cells = known('fixed', stations);
    expect(worst(cells)).toBeLessThan(most);
    expect(worst(cells)).toBeGreaterThan(0.02);
    for (const { relative, standardError } of cells.values())
      expect(relative).toBeLessThan(4 * standardError);
    const saturated = cells.get('192 CPUs, D/Z 1') as Deviation;
    if (stations.length === 1) expect(Math.abs(saturated.relative)).toBeLessThan(0.001);
  });
});

describe('gains, fitted to the share alone', () => {
  it.each([
    ['exponential', 0, 0.01],
    ['exponential', 5, 0.01],
    // Fitting to the share takes most of the error of fixed service out again.
    ['fixed', 5, 0.03],
  ] as const)('%s service, %i ns local: within %f beyond chance', (service, localNs, most) => {
    for (const cpus of [8, 32, 192]) {
      for (const think of [600, 2000, 6000]) {
        for (const kept of [3, 1]) {
          const costs = localNs > 0 ? VISIT_COSTS : undefined;
          const cell = projectedGain(load(cpus, think, service, 4000), localNs, kept, costs);
          expect(beyondChance(cell), `${cpus} CPUs, Z ${think}, ${kept} of 4 kept`).toBeLessThan(most);
        }
      }
    }
  });
});

describe('compare-and-swap loops', () => {
  // First come first served, each success makes all who wait fail once: service grows by one transfer a waiter.
  it('past saturation a station with slope 1 has their throughput within 5 %, an add is off by a factor', () => {
    for (const cpus of [16, 32, 64]) {
      const few = load(cpus, 200, 'exponential', 3000);
      expect(Math.abs(casLoops(few, 1).relative)).toBeLessThan(0.05);
      expect(casLoops(few, 0).relative).toBeGreaterThan(3);
    }
  });

  // Fitted to the share alone, as `analyze` does where the projected line is such a loop.
  it('a gain at the knee is met within 8 %, closer than an add says, which is too low; past it both meet', () => {
    for (const [cpus, think] of [
      [16, 1200],
      [32, 4000],
    ] as const) {
      const knee = load(cpus, think, 'exponential', 3000);
      const [loop, add] = [casGain(knee, 2, 1), casGain(knee, 2, 0)];
      expect(beyondChance(loop)).toBeLessThan(0.08);
      expect(Math.abs(loop.relative)).toBeLessThan(Math.abs(add.relative));
      expect(add.relative).toBeLessThan(-4 * add.standardError);
    }
    const saturated = load(32, 400, 'exponential', 3000);
    for (const slope of [0, 1]) expect(beyondChance(casGain(saturated, 2, slope))).toBeLessThan(0.01);
  });

  it('far from saturation any slope has it', () => {
    expect(beyondChance(casLoops(load(16, 20_000, 'exponential', 10_000), 1))).toBe(0);
  });
});

describe('topology', () => {
  const zen4 = TOPOLOGIES.find(({ id }) => id === 'zen4-server');
  const machine: Machine = {
    complexesPerSocket: 12,
    coresPerComplex: 8,
    threadsPerCore: 2,
    transferNs: {
      siblings: zen4?.transferNs.sameCore?.mid ?? Number.NaN,
      complex: zen4?.transferNs.sameComplex?.mid ?? Number.NaN,
      socket: zen4?.transferNs.sameSocket?.mid ?? Number.NaN,
      across: zen4?.transferNs.otherSocket?.mid ?? Number.NaN,
    },
  };
  const LOCAL_NS = 5;

  it.each([8, 16, 32, 48, 96, 192, 384])('%i CPUs: mean transfer and throughput', (cpus) => {
    if (zen4 === undefined) throw new Error('no zen4-server preset');
    const transferNs = meanTransfer(zen4, cpus).ns?.mid ?? Number.NaN;
    for (const think of [2000, 8000, 40_000]) {
      const program = [
        { kind: 'work', ns: think, chain: [] },
        { kind: 'add', line: 'line', localNs: LOCAL_NS, chain: [] },
      ] as const;
      const result = simulate(
        { machine, cpus, program, think: 'exponential', service: 'fixed', seed: 4 },
        10_000,
      );
      const line = result.stations.get('line');
      const meanNs = ((line?.utilisation ?? 0) * result.elapsedNs) / (line?.transfers ?? 1);
      expect(meanNs / transferNs, `transfer, Z ${think}`).toBeCloseTo(1, 1);
      const model = lineState({ costs: { localNs: LOCAL_NS, transferNs }, visits: [1 / think] }, cpus);
      // The line's times are a mix of 12 and 90 ns: neither exponential nor fixed.
      const deviation = model.throughput / think / result.throughput - 1;
      const standardError = result.standardError / result.throughput;
      expect(beyondChance({ relative: deviation, standardError }), `Z ${think}`).toBeLessThan(0.03);
    }
  });
});
