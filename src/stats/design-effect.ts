import type { Range } from '../model/units.js';
import type { Proportion } from './newcombe.js';
import { wilsonInterval } from './proportion.js';

/**
 * The share as a binomial count that is as uncertain as the share really is. `share` is an estimate with a 95 %
 * interval that knows how the hits cluster in time (block bootstrap); where that interval is wider than the one
 * `trials` independent samples would have, hits and trials are both divided by the design effect, the ratio of
 * the variances, so that intervals and tests made for independent samples hold. It is never below 1: clustered
 * samples do not know more than independent ones. Rao & Scott (1992), Biometrics 48:577-585.
 *
 * The variances are taken as the squared widths of the interval and of Wilson's, like with like: a share without
 * blocks has Wilson's and so a design effect of 1.
 */
export function effectiveProportion(share: Range, trials: number): Proportion {
  const independent = wilsonInterval(share.mid * trials, trials);
  const widths = (share.high - share.low) / (independent.high - independent.low);
  const effect = share.mid > 0 && trials > 0 ? Math.max(1, widths * widths) : 1;
  return { hits: (share.mid * trials) / effect, trials: trials / effect };
}
