import type { Range } from '../model/units.js';
import { wilsonInterval } from './proportion.js';

/**
 * 95 % interval of the share part/whole of `trials` samples in blocks of time, without drawing: the variance of the
 * ratio over the blocks (Cochran 1977, Sampling Techniques, 3rd ed., 6.4 and 9A) as a design effect on Wilson's
 * interval. It costs one pass, where a bootstrap of thousands of shares would take minutes.
 */
export function blockInterval(whole: readonly number[], part: readonly number[], trials: number): Range {
  const total = whole.reduce((sum, weight) => sum + weight, 0);
  const own = part.reduce((sum, weight) => sum + weight, 0);
  const share = total > 0 ? own / total : 0;
  const blocks = whole.length;
  const squares = whole.reduce((sum, weight, block) => sum + ((part[block] ?? 0) - share * weight) ** 2, 0);
  const variance = blocks < 2 ? 0 : ((blocks / (blocks - 1)) * squares) / (total * total);
  const independent = trials > 0 ? (share * (1 - share)) / trials : 0;
  const effect = independent > 0 ? Math.max(1, variance / independent) : 1;
  return wilsonInterval((share * trials) / effect, trials / effect);
}
