import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandRatioForShare } from '../../src/project/inversion.js';
import { fitLines, lineState, NO_LOCAL_COST, VISIT_COSTS } from '../../src/project/line-network.js';
import { casService, loadDependentThroughput } from '../../src/project/load-dependent.js';
import { solveNetwork } from '../../src/project/mva.js';
import { capacityRatio } from './capacity-ratio.js';

const shares = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 })
  .map((values) => {
    const sum = values.reduce((total, value) => total + value, 0);
    return sum > 0.98 ? values.map((value) => (value * 0.98) / sum) : values;
  });
const cpus = fc.double({ min: 0.1, max: 200, noNaN: true });
const kept = fc.double({ min: 0, max: 1, noNaN: true });

describe('lines fitted to shares', () => {
  it('show exactly those shares again, several lines at once', () => {
    fc.assert(
      fc.property(shares, cpus, (asked, n) => {
        lineState(fitLines(asked, n), n).shares.forEach((share, k) => {
          expect(share).toBeCloseTo(asked[k] ?? 0, 8);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('one line without local cost is the plain model, which is inverted by bisection elsewhere', () => {
    for (const [share, n] of [
      [0.2556, 192],
      [0.57, 104],
      [0.8283, 24],
    ] as const) {
      const network = fitLines([share], n, NO_LOCAL_COST);
      const gain =
        lineState(network, n, [{ kept: 0.6, residualNs: 0 }]).throughput / lineState(network, n).throughput;
      expect(gain).toBeCloseTo(capacityRatio(demandRatioForShare(share, n), 0.4, n), 6);
    }
  });

  it('one CPU never waits and never fetches: all local, and removing it is naive', () => {
    const network = fitLines([0.3], 1);
    expect(lineState(network, 1).utilisations).toEqual([0]);
    // p = v c / (1 + v c) = .3 with c = 5 ns: v = .3 / .7 / 5.
    expect(network.visits[0]).toBeCloseTo(0.3 / 0.7 / 5, 9);
    const half =
      lineState(network, 1, [{ kept: 0.5, residualNs: 0 }]).throughput / lineState(network, 1).throughput;
    expect(half).toBeCloseTo(1 / (1 - 0.15), 9);
  });

  it('two CPUs by hand: half of the visits are remote', () => {
    // Z = 1, v = .01: local .01 x 5 = .05, D = .01 x .5 x 60 = .3; Q(1) = .3 / 1.35, R(2) = .3 (1 + .2222) = .366667,
    // X(2) = 2 / (1.05 + .366667) = 1.411765; share = (Q + X .05) / 2 = (.517647 + .070588) / 2 = .294118.
    const state = lineState({ costs: VISIT_COSTS, visits: [0.01] }, 2);
    expect(state.throughput).toBeCloseTo(1.411765, 6);
    expect(state.shares[0]).toBeCloseTo(0.294118, 6);
    expect(state.utilisations[0]).toBeCloseTo(1.411765 * 0.3, 6);
  });

  it('a residual cost takes its part of the gain, and no gain falls with what is removed', () => {
    fc.assert(
      fc.property(shares, cpus, kept, kept, (asked, n, a, b) => {
        const network = fitLines(asked, n);
        const at = (part: number, residualNs = 0) =>
          lineState(network, n, [{ kept: part, residualNs }]).throughput;
        const [least, most] = [Math.min(a, b), Math.max(a, b)];
        expect(at(least) * (1 + 1e-9)).toBeGreaterThanOrEqual(at(most));
        expect(at(least, 2)).toBeLessThanOrEqual(at(least) * (1 + 1e-12));
        expect(at(1, 2)).toBe(at(1));
      }),
      { numRuns: 200 },
    );
  });

  it.each([[[1]], [[0.6, 0.5]], [[-0.1]], [[Number.NaN]]])('shares %j are refused', (asked) => {
    expect(() => fitLines(asked, 8)).toThrow(RangeError);
  });
});

describe('load-dependent service', () => {
  it('is the exact network where the service does not change', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 60 }),
        (demands, n) => {
          const exact = solveNetwork({ thinkTime: 1, demands }, n).throughput;
          const stations = demands.map((demand) => casService(demand, 0));
          expect(loadDependentThroughput({ thinkTime: 1, stations }, n) / exact).toBeCloseTo(1, 8);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('two customers by hand: s(1) = 1, s(2) = 2, Z = 1', () => {
    // States 0, 1, 2 at the station: weights 1, (2/1) 1 = 2, 2 x (1/1) 2 = 4; thinking = (2 + 2) / 7, X = 4 / 7.
    expect(loadDependentThroughput({ thinkTime: 1, stations: [casService(1, 1)] }, 2)).toBeCloseTo(4 / 7, 12);
  });

  it('an add plateaus, a CAS loop loses with every waiter', () => {
    const at = (slope: number, n: number) =>
      loadDependentThroughput({ thinkTime: 10, stations: [casService(1, slope)] }, n);
    expect(at(0, 96)).toBeCloseTo(at(0, 48), 3);
    expect(at(0.1, 96)).toBeLessThan(at(0.1, 48));
  });

  it('removing one line can lose when the next is a CAS loop, as access2 did: 2378041 to 2005501', () => {
    const before = loadDependentThroughput(
      { thinkTime: 2, stations: [casService(1, 0), casService(0.5, 0.15)] },
      24,
    );
    const after = loadDependentThroughput({ thinkTime: 2, stations: [casService(0.5, 0.15)] }, 24);
    expect(after).toBeLessThan(before);
    const add = loadDependentThroughput({ thinkTime: 2, stations: [casService(0.5, 0)] }, 24);
    expect(add).toBeGreaterThan(before);
  });
});
