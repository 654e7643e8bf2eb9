import { fisherExactP } from './fisher-exact.js';
import type { Proportion } from './newcombe.js';
import { twoSidedNormalP } from './normal.js';

/** Below this expected count in a cell the normal approximation is not trusted: Cochran (1954), Biometrics 10:417. */
const LEAST_EXPECTED = 5;

/**
 * Two-sided p value that two proportions are the same: the pooled z test, Fisher's exact test where a cell of the
 * 2 x 2 table expects fewer than 5. Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions,
 * 3rd ed., ch. 3 (without continuity correction). Swapping a and b changes nothing.
 *
 * @returns `null` when a side has no trials: there is nothing to compare.
 */
export function twoProportionP(a: Proportion, b: Proportion): number | null {
  if (!(a.trials > 0 && b.trials > 0)) return null;
  const pooled = (a.hits + b.hits) / (a.trials + b.trials);
  const rarer = Math.min(pooled, 1 - pooled);
  if (Math.min(a.trials, b.trials) * rarer < LEAST_EXPECTED) return fisherExactP(a, b);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  return twoSidedNormalP((a.hits / a.trials - b.hits / b.trials) / error);
}
