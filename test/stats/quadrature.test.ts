import { describe, expect, it } from 'vitest';
import { medianInterval, signTestP } from '../../src/stats/median-interval.js';
import { normalAtoms } from '../../src/stats/quadrature.js';

describe('normal atoms', () => {
  it('are quantiles: of 2, those at 25 and 75 %', () => {
    const [low, high] = normalAtoms(10, 2, 2);
    // The quartiles of the normal distribution lie .6745 sd from its mean (probit is good to 1e-4 or so).
    expect(low?.value).toBeCloseTo(10 - 2 * 0.6745, 3);
    expect(high?.value).toBeCloseTo(10 + 2 * 0.6745, 3);
  });

  it('without a spread are one', () => {
    expect(normalAtoms(3, 0, 9)).toEqual([{ value: 3, weight: 1 }]);
  });
});

describe('medians', () => {
  it('with an interval that lies among the values', () => {
    const interval = medianInterval([5, 1, 2, 4, 3]);
    expect(interval.median).toBe(3);
    expect(interval.low).toBeGreaterThanOrEqual(1);
    expect(interval.high).toBeLessThanOrEqual(5);
    expect(medianInterval([7])).toEqual({ median: 7, low: null, high: null });
    expect(() => medianInterval([])).toThrow(RangeError);
  });

  it.each([
    // Binomial tables: 2 (1/2)^5, 2 (1 + 6) / 64, at most 1.
    [5, 0, 0.0625],
    [1, 5, 0.21875],
    [3, 3, 1],
    [1, 0, 1],
  ])('sign test of %d to %d: p = %f', (wins, losses, p) => {
    expect(signTestP(wins, losses)).toBeCloseTo(p, 12);
  });

  it('sign test of nothing says nothing', () => {
    expect(signTestP(0, 0)).toBeNull();
  });
});
