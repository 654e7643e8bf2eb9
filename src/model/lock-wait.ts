import type { Nanoseconds } from './units.js';

/** One row of perf lock contention or perf lock report. `null`: the column was not printed. */
export interface LockWait {
  readonly tool: 'perf lock contention' | 'perf lock report';
  /** Lock class or address as printed; perf lock report cuts names to 16 characters. */
  readonly name: string | null;
  readonly nameIsCut: boolean;
  /** Caller as printed, "aa_path_perm+0x77": perf skips three entries of the stack to find it. */
  readonly caller: string | null;
  /** "spinlock", "rwlock:W", "mutex"... */
  readonly type: string | null;
  /** Per-thread tables (-t): the thread's name. */
  readonly comm: string | null;
  readonly acquired: number | null;
  readonly contended: number;
  readonly waitTotalNs: Nanoseconds;
  readonly waitMaxNs: Nanoseconds | null;
  readonly waitMinNs: Nanoseconds | null;
  readonly waitAvgNs: Nanoseconds | null;
  /** Stack lines of -v, innermost first. */
  readonly stack: readonly string[];
  readonly file: string;
}
