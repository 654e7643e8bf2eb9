import { twoSidedStudentP, twoSidedStudentQuantile } from './student-t.js';

/** A value measured in several runs; `noise` is the variance that one run's own sampling gives it, 0 if unknown. */
export interface Runs {
  readonly values: readonly number[];
  readonly noise: number;
}

export interface RunsDifference {
  /** mean(after) - mean(before), with its 95 % interval. */
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly p: number;
  /** Standard error of `mid`, and Welch's degrees of freedom of its variance. */
  readonly error: number;
  readonly df: number;
}

const ALPHA = 0.05;

/**
 * The difference of two sets of runs by Welch's t (Welch 1947, Biometrika 34:28-35): its interval is as wide as the
 * runs scatter. A side's variance is never taken below what the sampling of one run explains: a few runs may agree
 * by chance. A side of one run has no scatter of its own and is taken to scatter like the other.
 *
 * Sums go over sorted values, so that the order of the runs changes nothing; swapping the sides mirrors the result.
 *
 * @returns `null` unless a side has two runs and the other one.
 */
export function runsDifference(before: Runs, after: Runs): RunsDifference | null {
  const difference = differenceError(before, after);
  if (difference === null) return null;
  const { mid, error, df } = difference;
  if (error === 0) return { low: mid, mid, high: mid, p: mid === 0 ? 1 : 0, error, df };
  const t = twoSidedStudentQuantile(ALPHA, df);
  return {
    low: mid - t * error,
    mid,
    high: mid + t * error,
    p: twoSidedStudentP(mid / error, df),
    error,
    df,
  };
}

/** The difference with its standard error and Welch's degrees of freedom; `null` as `runsDifference`. */
export function differenceError(
  before: Runs,
  after: Runs,
): Pick<RunsDifference, 'mid' | 'error' | 'df'> | null {
  const [old, now] = [momentsOf(before), momentsOf(after)];
  const borrowed = old.variance ?? now.variance;
  if (borrowed === null || old.count === 0 || now.count === 0) return null;
  const oldError = (old.variance ?? now.variance ?? borrowed) / old.count;
  const nowError = (now.variance ?? old.variance ?? borrowed) / now.count;
  const df =
    old.variance === null || now.variance === null
      ? old.count + now.count - 2
      : (oldError + nowError) ** 2 / (oldError ** 2 / (old.count - 1) + nowError ** 2 / (now.count - 1));
  return { mid: now.mean - old.mean, error: Math.sqrt(oldError + nowError), df };
}

/** Mean of a set of runs with its 95 % interval from their scatter; `null` for fewer than two. */
export function runsMean(runs: Runs): { low: number; mid: number; high: number } | null {
  const { count, mean, variance } = momentsOf(runs);
  if (variance === null) return null;
  const half = twoSidedStudentQuantile(ALPHA, count - 1) * Math.sqrt(variance / count);
  return { low: mean - half, mid: mean, high: mean + half };
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** `null` of fewer than two runs. */
  readonly variance: number | null;
}

function momentsOf({ values, noise }: Runs): Moments {
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  const mean = count === 0 ? 0 : sorted.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { count, mean, variance: null };
  const scatter = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance: Math.max(scatter, noise) };
}
