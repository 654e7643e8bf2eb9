import { Z_95 } from './normal.js';
import { twoSidedStudentQuantile } from './student-t.js';

/**
 * How much wider than the normal distribution makes it a 95 % interval is whose variance was seen in `blocks` blocks:
 * t over z, with the degrees of freedom of two such recordings together, 2 (blocks - 1), as intervals serve to compare
 * them. Resampling misses this, and sqrt(n / (n - 1)) of the spread. After the "expanded percentile interval" of
 * Hesterberg (2015), The American Statistician 69:371-386, who has the degrees of freedom of one.
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
