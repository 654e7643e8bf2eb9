import type { Range } from '../model/units.js';
import { blockWidth, joinBlocks } from './block-width.js';
import { fewBlocksFactor } from './few-blocks.js';
import { wilsonInterval } from './proportion.js';

/**
 * 95 % interval of the share part/whole of `trials` samples in blocks of time, without drawing: the variance of the
 * ratio over the blocks (Cochran 1977, Sampling Techniques, 3rd ed., 6.4 and 9A) as a design effect on Wilson's
 * interval. It costs one pass, where a bootstrap of thousands of shares would take minutes. Blocks are joined where
 * the share wanders (block-width.ts).
 */
export function blockInterval(whole: readonly number[], part: readonly number[], trials: number): Range {
  const width = blockWidth(whole, part);
  const [weights, own] = [joinBlocks(whole, width), joinBlocks(part, width)];
  const total = sum(weights);
  const share = total > 0 ? sum(own) / total : 0;
  const blocks = weights.length;
  const squares = weights.reduce(
    (squared, weight, block) => squared + ((own[block] ?? 0) - share * weight) ** 2,
    0,
  );
  const variance =
    blocks < 2 ? 0 : ((blocks / (blocks - 1)) * squares * fewBlocksFactor(blocks) ** 2) / (total * total);
  const independent = trials > 0 ? (share * (1 - share)) / trials : 0;
  const effect = independent > 0 ? Math.max(1, variance / independent) : 1;
  return wilsonInterval((share * trials) / effect, trials / effect);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
