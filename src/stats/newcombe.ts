import type { Range } from '../model/units.js';
import { wilsonInterval } from './proportion.js';

/** `hits` of `trials`; both may be fractional where they are effective counts (design-effect.ts). */
export interface Proportion {
  readonly hits: number;
  readonly trials: number;
}

/**
 * 95 % interval for the difference a - b of two independent proportions: Newcombe's hybrid score interval, which
 * keeps its coverage for shares near 0 and is never of width 0. Swapping a and b mirrors it exactly.
 *
 * Newcombe (1998), Statistics in Medicine 17:873-890, method 10.
 */
export function newcombeInterval(a: Proportion, b: Proportion): Range {
  const one = wilsonInterval(a.hits, a.trials);
  const two = wilsonInterval(b.hits, b.trials);
  const mid = one.mid - two.mid;
  return {
    low: mid - Math.hypot(one.mid - one.low, two.high - two.mid),
    mid,
    high: mid + Math.hypot(one.high - one.mid, two.mid - two.low),
  };
}
