import type { Diagnostic } from '../../model/diagnostic.js';
import type { LockClass } from '../../model/lock.js';

/** What stands below one "lock_stat version" line. */
export interface Snapshot {
  /** Line of its title. */
  readonly line: number;
  readonly locks: LockClass[];
  readonly diagnostics: Diagnostic[];
  /** Whether its last row is not whole. */
  cut: boolean;
}

/** `line`: where it begins in the file, from 1. */
export function emptySnapshot(line: number): Snapshot {
  return { line, locks: [], diagnostics: [], cut: false };
}

/**
 * Which of two snapshots of one file to use: the counters run on from boot or reset, so the later one, unless
 * it was cut or holds no rows.
 */
export function betterSnapshot(earlier: Snapshot, later: Snapshot): Snapshot {
  if (later.locks.length === 0 && earlier.locks.length > 0) return earlier;
  return later.cut && !earlier.cut && earlier.locks.length > 0 ? earlier : later;
}
