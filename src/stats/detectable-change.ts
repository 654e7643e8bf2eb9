import type { Proportion } from './newcombe.js';
import { twoSidedNormalQuantile, Z_80, Z_95 } from './normal.js';

/**
 * Smallest difference of two proportions that a two-sided test at 5 % finds in 80 of 100 cases:
 *
 *     (z_0.975 + z_0.80) sqrt(p (1 - p) (1/a + 1/b))
 *
 * Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., ch. 4, solved for the
 * difference with the pooled proportion p on both sides. p is the centre of Wilson's interval, so that no hits at
 * all do not promise to show every change.
 *
 * @param tests how many the p value is corrected for: the test is then one at 5 % / tests (the first step of Holm)
 * @returns `null` when a side has no trials.
 */
export function detectableChange(a: Proportion, b: Proportion, tests = 1): number | null {
  if (!(a.trials > 0 && b.trials > 0)) return null;
  const z2 = Z_95 * Z_95;
  const centre = (a.hits + b.hits + z2 / 2) / (a.trials + b.trials + z2);
  const z = tests > 1 ? twoSidedNormalQuantile(0.05 / tests) : Z_95;
  return (z + Z_80) * Math.sqrt(centre * (1 - centre) * (1 / a.trials + 1 / b.trials));
}
