import { expect, it } from 'vitest';
import { seededRandom } from '../../src/stats/random.js';

it('repeats itself for a seed and differs between seeds', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(42)).toEqual(draw(42));
  expect(draw(42)).not.toEqual(draw(43));
});

it('is uniform in [0, 1): mean 1/2, variance 1/12, every tenth holds a tenth', () => {
  const values = Array.from({ length: 20_000 }, seededRandom(1));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0.5, 2);
  expect(variance).toBeCloseTo(1 / 12, 2);
  const tenths = new Array<number>(10).fill(0);
  for (const value of values) tenths[Math.floor(10 * value)] = (tenths[Math.floor(10 * value)] ?? 0) + 1;
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(1800));
});
