import { describe, expect, it } from 'vitest';
import { shareIntervals, Tally } from '../../src/attribute/tally.js';
import { blockInterval } from '../../src/stats/block-interval.js';
import { blockWidth, joinBlocks } from '../../src/stats/block-width.js';
import { fewBlocksFactor } from '../../src/stats/few-blocks.js';
import { type RandomSource, seededRandom } from '../../src/stats/random.js';

/** Box & Muller (1958). */
function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** An autoregressive series of first order: what a block has of the share above its mean, of which `phi` stays. */
function wandering(random: RandomSource, count: number, phi: number): number[] {
  let state = normal(random);
  return Array.from({ length: count }, () => {
    state = phi * state + Math.sqrt(1 - phi * phi) * normal(random);
    return state;
  });
}

const whole = (count: number): number[] => new Array<number>(count).fill(1000);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

describe('blockWidth', () => {
  it('is 1 where blocks tell nothing of each other', () => {
    const random = seededRandom(11);
    const widths = Array.from({ length: 200 }, () => {
      const part = wandering(random, 100, 0).map((value) => 100 + 10 * value);
      return blockWidth(whole(100), part);
    });
    expect(widths.filter((width) => width === 1).length).toBeGreaterThan(180);
  });

  it.each([
    // By hand from R(k) = phi^k: (2 G^2 / D)^(1/3) n^(1/3) with G = 2 phi / (1 - phi)^2, D = 4/3 ((1 + phi) / (1 - phi))^2.
    [0.5, 1000, 13.9],
    [0.8, 1000, 31.1],
  ])('of a series of first order %d approaches the best one', (phi, count, best) => {
    const random = seededRandom(12);
    const widths = Array.from({ length: 60 }, () =>
      blockWidth(
        whole(count),
        wandering(random, count, phi).map((value) => 100 + 10 * value),
      ),
    );
    expect(median(widths)).toBeGreaterThan(0.7 * best);
    expect(median(widths)).toBeLessThan(1.4 * best);
  });

  it.each([[[]], [[5]], [[5, 5, 5, 5, 5, 5, 5, 5, 5, 5]], [[0, 0, 0, 0, 0, 0, 0, 0, 0, 9]]])(
    'has nothing to join in %j',
    (part) => {
      expect(blockWidth(whole(part.length), part)).toBe(1);
    },
  );

  it('keeps three blocks of a share that only drifts', () => {
    const drift = Array.from({ length: 60 }, (_, block) => block);
    expect(60 / blockWidth(whole(60), drift)).toBeGreaterThanOrEqual(3);
    expect(blockWidth(whole(60), drift)).toBeGreaterThan(10);
  });

  it('joins so many blocks that a bootstrap of them takes too long, and loses none', () => {
    const part = Array.from({ length: 5003 }, (_, block) => block % 2);
    const width = blockWidth(whole(5003), part);
    expect(5003 / width).toBeLessThanOrEqual(1000);
    expect(joinBlocks(part, width).reduce((sum, value) => sum + value, 0)).toBe(2501);
  });
});

// Table of Student's t, 97.5 % points, over 1.960: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
it.each([
  [2, 4.303 / 1.96],
  [11, 2.086 / 1.96],
  [51, 1.984 / 1.96],
])('an interval from %d blocks is stretched by %d', (blocks, factor) => {
  expect(fewBlocksFactor(blocks)).toBeCloseTo(factor, 3);
});

/** Part of `draws` recordings whose interval for the share, 20 %, holds it. */
function coverage(count: number, phi: number, scatter: number, draws: number, seed: number) {
  const random = seededRandom(seed);
  let [bootstrapped, computed] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const [total, own] = [new Tally(), new Tally()];
    const part = wandering(random, count, phi).map((value) => Math.round(200 * (1 + scatter * value)));
    part.forEach((value, block) => {
      total.add(block, 1000, 1000);
      own.add(block, value, value);
    });
    const [share] = shareIntervals(total, [own]);
    if (share != null && share.low <= 0.2 && share.high >= 0.2) bootstrapped++;
    const { low, high } = blockInterval(whole(count), part, 1000 * count);
    if (low <= 0.2 && high >= 0.2) computed++;
  }
  return [bootstrapped / draws, computed / draws];
}

it.each([
  ['many blocks', 100, 0, 0.92],
  ['few blocks', 10, 0, 0.89],
  // Without joining blocks 43 %, simulated.
  ['blocks that wander together', 300, 0.9, 0.84],
])('intervals of %s hold the share as often as they say', (_, count, phi, least) => {
  const [bootstrapped, computed] = coverage(count, phi, 0.1, 200, 4);
  expect(bootstrapped).toBeGreaterThan(least);
  expect(computed).toBeGreaterThan(least);
});
