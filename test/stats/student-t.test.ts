import { expect, it } from 'vitest';
import { twoSidedStudentP, twoSidedStudentQuantile } from '../../src/stats/student-t.js';

// Table of Student's t, 97.5 % points: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
it.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [10, 2.228],
  [30, 2.042],
  [100, 1.984],
])('97.5 %% point of %d degrees of freedom is %d', (df, point) => {
  expect(twoSidedStudentQuantile(0.05, df)).toBeCloseTo(point, 3);
  expect(twoSidedStudentP(point, df)).toBeCloseTo(0.05, 4);
  expect(twoSidedStudentP(-point, df)).toBe(twoSidedStudentP(point, df));
});

// Closed forms: Cauchy for 1, 1 - t / sqrt(2 + t^2) for 2 degrees of freedom.
it.each([0.01, 0.5, 1, 3, 50])('agrees with the closed forms at %d', (t) => {
  expect(twoSidedStudentP(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 10);
  expect(twoSidedStudentP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 10);
});

it('knows its ends', () => {
  expect(twoSidedStudentP(0, 3)).toBe(1);
  expect(twoSidedStudentP(Number.POSITIVE_INFINITY, 3)).toBe(0);
});
