import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeightedSample } from '../../src/stats/weighted-sample.js';

function sampleOf(atoms: readonly (readonly [value: number, weight: number])[]): WeightedSample {
  const sample = new WeightedSample();
  for (const [value, weight] of atoms) sample.add(value, weight);
  return sample;
}

describe('weighted sample', () => {
  it('has quantiles that are values of it', () => {
    const sample = sampleOf([
      [3, 0.1],
      [1, 0.5],
      [2, 0.4],
    ]);
    expect([0.1, 0.5, 0.6, 0.95].map((at) => sample.quantile(at))).toEqual([1, 1, 2, 3]);
    expect([0, 1].map((at) => sample.quantile(at))).toEqual([1, 3]);
    expect(new WeightedSample().quantile(0.5)).toBeNaN();
  });

  it('takes the value below a gap, whatever the sums of weights are rounded to', () => {
    // Half of the weight lies below the gap, exactly; in floating point thirds and tenths add up to more or less.
    for (const count of [3, 7, 10, 49, 1000, 30_000]) {
      const low = Array.from({ length: count }, () => [1, 0.5 / count] as const);
      const high = Array.from({ length: count }, () => [9, 0.5 / count] as const);
      expect(sampleOf([...low, ...high]).quantile(0.5)).toBe(1);
      expect(sampleOf([...high, ...low]).quantile(0.5)).toBe(1);
    }
  });

  it('finds what sorting finds, however often it is asked', () => {
    // Whole weights add up exactly, in whatever order.
    const atoms = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 3000,
      size: 'max',
    });
    fc.assert(
      fc.property(atoms, fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1 }), (values, eighths) => {
        const sample = sampleOf(values);
        const total = values.reduce((sum, [, weight]) => sum + weight, 0);
        const sorted = [...values].sort(([a], [b]) => a - b);
        for (const eighth of eighths) {
          let below = 0;
          const at = sorted.find(([, weight]) => {
            below += weight;
            return below >= (eighth * total) / 8;
          });
          expect(sample.quantile(eighth / 8)).toBe(at?.[0]);
        }
      }),
    );
  });
});
