import { expect, it } from 'vitest';
import { twoSidedNormalP, twoSidedNormalQuantile, Z_80, Z_95 } from '../../src/stats/normal.js';

// R: 2 * pnorm(-z)
it.each([
  [0, 1],
  [1, 0.3173105078629141],
  [Z_95, 0.05],
  [2.5758293035489004, 0.01],
  [3, 0.002699796063260189],
  [5, 5.733031437583878e-7],
  [10, 1.523970604832094e-23],
])('P(|Z| >= %d) is %d', (z, p) => {
  expect(twoSidedNormalP(z) / p).toBeCloseTo(1, 11);
  expect(twoSidedNormalP(-z)).toBe(twoSidedNormalP(z));
});

// R: qnorm(1 - p / 2)
it.each([
  [1, 0],
  [0.05, Z_95],
  [0.01, 2.5758293035489004],
  [0.005, 2.8070337683438042],
  [5.733031437583878e-7, 5],
])('|Z| exceeds with chance %d the value %d', (p, z) => {
  expect(twoSidedNormalQuantile(p)).toBeCloseTo(z, 9);
});

it('knows the 80 % point', () => {
  expect(1 - twoSidedNormalP(Z_80) / 2).toBeCloseTo(0.8, 12);
});

it('does not jump where the series hands over to the fraction', () => {
  expect(twoSidedNormalP(3 - 1e-9) / twoSidedNormalP(3)).toBeCloseTo(1, 7);
});
