import { describe, expect, it } from 'vitest';
import { detectableShift } from '../../src/stats/detectable-shift.js';
import { rankSumLimit, rankSumP } from '../../src/stats/rank-sum.js';

describe('detectableShift', () => {
  // scipy 1.17: 4,000 pairs of normal sides, ttest_ind(equal_var=False) and, from four runs a side, mannwhitneyu
  // (method='exact') both below 5 % in 80 % of them, by bisection; in standard deviations of a run.
  it.each([
    [2, 2, 10.27],
    [3, 3, 3.51],
    [3, 4, 3.02],
    [3, 6, 2.97],
    [4, 4, 2.97],
    [4, 8, 2.22],
    [1, 5, 4.15],
    [6, 6, 1.96],
    [10, 10, 1.41],
  ])('of %d and %d runs is what simulated tests find', (before, after, deviations) => {
    const seen = { error: Math.sqrt(1 / before + 1 / after), df: before + after - 2 };
    const shift = detectableShift(before, after, seen);
    expect(shift).toBeGreaterThan(0.95 * deviations);
    expect(shift).toBeLessThan(1.05 * deviations);
    expect(detectableShift(after, before, seen)).toBe(shift);
  });

  it('goes over into the formula where runs are many', () => {
    const seen = { error: 1, df: 58 };
    expect(detectableShift(20, 20, seen)).toBeCloseTo(detectableShift(21, 20, seen), 0);
    // (2.0017 + 0.8483) sqrt(pi / 3), t of 58 degrees of freedom.
    expect(detectableShift(30, 30, seen)).toBeCloseTo(2.917, 2);
  });

  it('grows with the number of tests, and with the scatter', () => {
    const seen = { error: 1, df: 4 };
    expect(detectableShift(3, 3, seen, 10)).toBeGreaterThan(1.5 * detectableShift(3, 3, seen));
    expect(detectableShift(3, 3, { error: 2, df: 4 })).toBe(2 * detectableShift(3, 3, seen));
    expect(detectableShift(3, 3, { error: 0, df: Number.NaN })).toBe(0);
  });

  it('is never below the interval that is shown: one side scatters, the other does not', () => {
    // Student's t of 2 degrees of freedom: 4.303 + 1.061.
    expect(detectableShift(3, 3, { error: 1, df: 2 })).toBeCloseTo(5.364, 2);
  });
});

describe('rankSumLimit', () => {
  // Critical values of U, two-sided 5 %: Lehmann (1975), and any table of the Mann-Whitney test.
  it.each([
    [3, 3, null],
    [4, 4, 0],
    [5, 5, 2],
    [6, 6, 5],
    [3, 5, 0],
    [8, 8, 13],
    [10, 10, 23],
  ])('of %d and %d values is %j', (a, b, limit) => {
    expect(rankSumLimit(a, b, 0.05)).toBe(limit);
    expect(rankSumLimit(b, a, 0.05)).toBe(limit);
  });

  it('is where the p value crosses', () => {
    expect(rankSumP([1, 2, 3, 4], [5, 6, 7, 8])).toBeLessThan(0.05);
    expect(rankSumP([1, 2, 3, 5], [4, 6, 7, 8])).toBeGreaterThan(0.05);
  });
});
