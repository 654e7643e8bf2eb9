import type { Proportion } from './newcombe.js';
import { Z_80, Z_95 } from './normal.js';

/**
 * Smallest difference of two proportions that a two-sided test at 5 % finds in 80 of 100 cases:
 *
 *     (z_0.975 + z_0.80) sqrt(p (1 - p) (1/a + 1/b))
 *
 * Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., ch. 4, solved for the
 * difference with the pooled proportion p on both sides. p is the centre of Wilson's interval, so that no hits at
 * all do not promise to show every change.
 *
 * @returns `null` when a side has no trials.
 */
export function detectableChange(a: Proportion, b: Proportion): number | null {
  if (!(a.trials > 0 && b.trials > 0)) return null;
  const z2 = Z_95 * Z_95;
  const centre = (a.hits + b.hits + z2 / 2) / (a.trials + b.trials + z2);
  return (Z_95 + Z_80) * Math.sqrt(centre * (1 - centre) * (1 / a.trials + 1 / b.trials));
}
