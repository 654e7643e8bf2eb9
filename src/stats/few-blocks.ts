import { Z_95 } from './normal.js';
import { twoSidedStudentQuantile } from './student-t.js';

/**
 * How much wider than the normal distribution makes it a 95 % interval is whose variance was seen in `blocks` blocks:
 * t over z. Resampling misses this, and sqrt(n / (n - 1)) of the spread. After the "expanded percentile interval" of
 * Hesterberg (2015), The American Statistician 69:371-386.
 *
 * Hesterberg has blocks - 1 degrees of freedom; here they are 2 (blocks - 1), those of the difference of two such
 * recordings, since compare/ judges by these widths and knows no number of blocks. So a difference gets what Welch's t
 * gives it, and a share by itself too narrow an interval: it holds in 93.5 of 100 recordings of 10 blocks (a second),
 * in 94.7 of 50, and in 89 of 3, as few as are left where a share wanders.
 */
export function fewBlocksFactor(blocks: number): number {
  const known = FACTORS.get(blocks);
  if (known !== undefined) return known;
  const factor = twoSidedStudentQuantile(0.05, 2 * (blocks - 1)) / Z_95;
  FACTORS.set(blocks, factor);
  return factor;
}

/** A quantile takes a search, and every function of a profile asks for the same one. */
const FACTORS = new Map<number, number>();
