import { expect, it } from 'vitest';
import { holmAdjust } from '../../src/stats/holm.js';

it('gives what R gives: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
  const adjusted = holmAdjust([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, index) => {
    expect(adjusted[index]).toBeCloseTo(p, 12);
  });
});

it('never exceeds 1, and leaves a single p value alone', () => {
  expect(holmAdjust([0.6, 0.7])).toEqual([1, 1]);
  expect(holmAdjust([0.04])).toEqual([0.04]);
  expect(holmAdjust([])).toEqual([]);
});
