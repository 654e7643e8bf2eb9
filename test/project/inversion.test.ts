import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandRatioForShare, stationShare } from '../../src/project/inversion.js';

describe('demandRatioForShare', () => {
  it('N = 1: p = D / (D + Z) exactly, and so below one CPU', () => {
    expect(demandRatioForShare(0.2, 1)).toBe(0.2 / 0.8);
    expect(demandRatioForShare(0.2, 0.3)).toBeCloseTo(0.25, 14);
  });

  it('inverts the hand-worked case Z = 9, D = 1, N = 3: p = Q / N = 12.3 / 103.2', () => {
    expect(demandRatioForShare(12.3 / 103.2, 3)).toBeCloseTo(1 / 9, 13);
  });

  it('p -> 0: D / Z -> p, nobody queues', () => {
    expect(demandRatioForShare(0, 64)).toBe(0);
    expect(demandRatioForShare(1e-9, 64) / 1e-9).toBeCloseTo(1, 6);
  });

  it('saturated: D / Z -> 1 / (N (1 - p))', () => {
    expect(demandRatioForShare(0.95, 64) * 64 * 0.05).toBeCloseTo(1, 9);
    expect(demandRatioForShare(1 - 1e-9, 64)).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it.each([1, 1.5, -0.1, Number.NaN])('refuses a share of %d', (share) => {
    expect(() => demandRatioForShare(share, 8)).toThrow(RangeError);
  });

  it.each([0, -1, Number.NaN, 8193])('refuses %d CPUs', (cpus) => {
    expect(() => demandRatioForShare(0.5, cpus)).toThrow(RangeError);
  });

  it('round-trips and is monotone', () => {
    const share = fc.double({ min: 1e-6, max: 0.999, noNaN: true });
    const cpus = fc.double({ min: 0.1, max: 300, noNaN: true });
    fc.assert(
      fc.property(share, share, cpus, (a, b, n) => {
        const ratio = demandRatioForShare(a, n);
        expect(stationShare(ratio, n) / a).toBeCloseTo(1, 9);
        if (a < b) expect(ratio).toBeLessThanOrEqual(demandRatioForShare(b, n) * (1 + 1e-12));
      }),
    );
  });
});
