import { expect, it } from 'vitest';
import { wilsonInterval } from '../../src/stats/proportion.js';

// Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3 (Wilson's score, no correction).
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d: %d to %d', (hits, trials, low, high) => {
  const interval = wilsonInterval(hits, trials);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
  expect(interval.mid).toBe(hits / trials);
});

it('knows nothing without trials', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, mid: 0, high: 1 });
});

it('is mirrored by counting the misses', () => {
  const hits = wilsonInterval(3, 40);
  const misses = wilsonInterval(37, 40);
  expect(misses.low).toBeCloseTo(1 - hits.high, 12);
  expect(misses.high).toBeCloseTo(1 - hits.low, 12);
});
