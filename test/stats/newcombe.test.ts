import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newcombeInterval } from '../../src/stats/newcombe.js';

// Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
it.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
])('%d/%d - %d/%d: %d to %d', (a, m, b, n, low, high) => {
  const interval = newcombeInterval({ hits: a, trials: m }, { hits: b, trials: n });
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
  expect(interval.mid).toBeCloseTo(a / m - b / n, 12);
});

it('mirrors exactly when the sides are swapped', () => {
  const proportion = fc
    .tuple(fc.nat(5000), fc.nat(5000))
    .map(([hits, misses]) => ({ hits, trials: hits + misses }));
  fc.assert(
    fc.property(proportion, proportion, (a, b) => {
      const there = newcombeInterval(a, b);
      const back = newcombeInterval(b, a);
      // Adding 0 makes -0 a 0.
      expect([-back.high + 0, -back.mid + 0, -back.low + 0]).toEqual([there.low, there.mid, there.high]);
      expect(there.low).toBeLessThanOrEqual(there.mid);
      expect(there.mid).toBeLessThanOrEqual(there.high);
    }),
  );
});
