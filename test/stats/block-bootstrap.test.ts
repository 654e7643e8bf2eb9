import { describe, expect, it } from 'vitest';
import { bootstrapShares, percentileInterval } from '../../src/stats/block-bootstrap.js';
import { wilsonInterval } from '../../src/stats/proportion.js';
import { seededRandom } from '../../src/stats/random.js';

/** The interval of hits over whole by blocks. */
function interval(whole: readonly number[], hits: readonly number[]) {
  const [draws] = bootstrapShares({ whole, parts: [hits] }) ?? [];
  const mid = sum(hits) / sum(whole);
  return percentileInterval(draws as Float64Array, mid, whole.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('bootstrapShares', () => {
  it('has nothing to resample with fewer than two blocks', () => {
    expect(bootstrapShares({ whole: [], parts: [[]] })).toBeNull();
    expect(bootstrapShares({ whole: [10], parts: [[1]] })).toBeNull();
  });

  it('sees no spread where every block has the same share', () => {
    const { low, mid, high } = interval([100, 100, 100], [5, 5, 5]);
    expect(low).toBeCloseTo(0.05, 12);
    expect(mid).toBeCloseTo(0.05, 12);
    expect(high).toBeCloseTo(0.05, 12);
  });

  it('agrees with Wilson where hits fall independently', () => {
    const random = seededRandom(3);
    const whole = new Array<number>(50).fill(100);
    const hits = whole.map((trials) => {
      let count = 0;
      for (let trial = 0; trial < trials; trial++) if (random() < 0.1) count++;
      return count;
    });
    const blocks = interval(whole, hits);
    const samples = wilsonInterval(sum(hits), 5000);
    const ratio = (blocks.high - blocks.low) / (samples.high - samples.low);
    expect(ratio).toBeGreaterThan(0.75);
    expect(ratio).toBeLessThan(1.25);
  });

  it('is wider where hits come in bursts', () => {
    const whole = new Array<number>(50).fill(100);
    const bursts = whole.map((_, block) => (block % 10 === 0 ? 100 : 0));
    const blocks = interval(whole, bursts);
    const samples = wilsonInterval(sum(bursts), 5000);
    expect(blocks.high - blocks.low).toBeGreaterThan(5 * (samples.high - samples.low));
  });

  it('gives the same draws for the same seed, others for another', () => {
    const weights = { whole: [10, 20, 30], parts: [[1, 0, 5]] };
    expect(bootstrapShares(weights, 7)).toEqual(bootstrapShares(weights, 7));
    expect(bootstrapShares(weights, 7)).not.toEqual(bootstrapShares(weights, 8));
  });

  it('keeps the draws of parts together: parts that make up the whole always sum to 1', () => {
    const [a, b] =
      bootstrapShares({
        whole: [10, 20, 30],
        parts: [
          [1, 5, 9],
          [9, 15, 21],
        ],
      }) ?? [];
    a?.forEach((value, draw) => {
      expect(value + (b?.[draw] ?? 0)).toBeCloseTo(1, 12);
    });
  });
});

it('percentileInterval holds the estimate even where no draw does', () => {
  expect(percentileInterval(Float64Array.of(2, 3, 4), 1, 50).low).toBe(1);
  expect(percentileInterval(Float64Array.of(2, 3, 4), 9, 50).high).toBe(9);
});
