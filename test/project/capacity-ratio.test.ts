import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacityRatio } from './capacity-ratio.js';

describe('capacityRatio', () => {
  const demand = fc.double({ min: 1e-4, max: 10, noNaN: true });
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const cpus = fc.double({ min: 0.1, max: 200, noNaN: true });
  const slack = 1 + 1e-9;

  it('is 1 when nothing is removed, and when there is nothing to remove', () => {
    expect(capacityRatio(0.1, 0, 64)).toBe(1);
    expect(capacityRatio(0, 1, 64)).toBe(1);
  });

  it('saturated, it is 1 / kept', () => {
    expect(capacityRatio(1, 0.25, 200)).toBeCloseTo(4 / 3, 9);
  });

  it('grows with what is removed and with the demand, from 1 to at most 1 / kept', () => {
    fc.assert(
      fc.property(demand, demand, fraction, fraction, cpus, (d1, d2, r1, r2, n) => {
        const [small, large] = [Math.min(d1, d2), Math.max(d1, d2)];
        const [less, more] = [Math.min(r1, r2), Math.max(r1, r2)];
        const ratio = capacityRatio(small, less, n);
        expect(ratio * slack).toBeGreaterThanOrEqual(1);
        expect(ratio).toBeLessThanOrEqual(slack / (1 - less));
        expect(capacityRatio(small, more, n) * slack).toBeGreaterThanOrEqual(ratio);
        expect(capacityRatio(large, less, n) * slack).toBeGreaterThanOrEqual(ratio);
      }),
    );
  });
});
