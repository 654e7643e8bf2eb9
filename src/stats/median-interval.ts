import { median, quantileSorted } from 'simple-statistics';
import { seededRandom } from './random.js';

const DRAWS = 2000;
const SEED = 20240906;

/**
 * The median of `values` and its 95 % percentile bootstrap interval, `null` ends with fewer than two values
 * (Efron & Tibshirani 1993, ch. 13). @throws RangeError without values.
 */
export function medianInterval(values: readonly number[]): {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
} {
  if (values.length === 0) throw new RangeError('the median of no values');
  const middle = median([...values]);
  if (values.length < 2) return { median: middle, low: null, high: null };
  const random = seededRandom(SEED);
  const draws = Array.from({ length: DRAWS }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)] ?? middle)),
  ).sort((a, b) => a - b);
  return { median: middle, low: quantileSorted(draws, 0.025), high: quantileSorted(draws, 0.975) };
}

/** Two-sided sign test: how surprising `wins` to `losses` is if both are as likely; `null` without either. */
export function signTestP(wins: number, losses: number): number | null {
  const count = wins + losses;
  if (count === 0) return null;
  let term = 0.5 ** count;
  let tail = 0;
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += term;
    term *= (count - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}
