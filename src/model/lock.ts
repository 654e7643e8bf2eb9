import type { Nanoseconds } from './units.js';

/**
 * One place in the code that waited for a lock (lock_stat's first block of a class) or that others waited for
 * (second block). The kernel keeps at most four of each, first come first served, so `count` sums to less than
 * the class's contentions. Source: kernel/locking/lockdep_proc.c seq_stats().
 */
export interface ContentionPoint {
  readonly symbol: string;
  readonly offset: number | null;
  readonly module: string | null;
  readonly count: number;
}

/**
 * One row of /proc/lock_stat: a lock *class*, not an instance. Times are converted once from the file's
 * microseconds; `null` where the file's version does not print the column.
 */
export interface LockClass {
  /** Name as the kernel prints it, without the `-W`/`-R` suffix: `&ls->lock`. */
  readonly name: string;
  /** `write` and `read` for `-W`/`-R` rows, `exclusive` where the row has no suffix. */
  readonly mode: 'read' | 'write' | 'exclusive';
  readonly conBounces: number;
  readonly contentions: number;
  readonly waitMinNs: Nanoseconds | null;
  readonly waitMaxNs: Nanoseconds | null;
  readonly waitTotalNs: Nanoseconds;
  readonly waitAvgNs: Nanoseconds | null;
  readonly acqBounces: number;
  readonly acquisitions: number;
  readonly holdMinNs: Nanoseconds | null;
  readonly holdMaxNs: Nanoseconds | null;
  readonly holdTotalNs: Nanoseconds;
  readonly holdAvgNs: Nanoseconds | null;
  /** Who waited. */
  readonly waiters: readonly ContentionPoint[];
  /** Who held it meanwhile. */
  readonly holders: readonly ContentionPoint[];
  readonly file: string;
  readonly line: number;
}
