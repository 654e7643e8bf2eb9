import { basename } from 'node:path';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import type { LockClass } from '../model/lock.js';
import type { Recording } from '../model/recording.js';
import { lockDifference } from '../read/lock-stat/difference.js';

/**
 * The lock_stat rows of all inputs. Files that can be snapshots of one run, in the order in which their counters
 * grow, give what happened between the first and the last; others are listed side by side.
 */
export function joinLockSnapshots(recordings: readonly Recording[]): {
  readonly locks: readonly LockClass[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const snapshots = recordings.map(({ locks }) => locks).filter((locks) => locks.length > 0);
  const [first, ...others] = [...snapshots].sort((a, b) => counted(a) - counted(b));
  const last = others.at(-1);
  if (first === undefined || last === undefined) return { locks: snapshots.flat(), diagnostics: [] };
  const chain = [first, ...others];
  const grows = others.every((later, at) => lockDifference(chain[at] ?? [], later) !== null);
  const between = grows ? lockDifference(first, last) : null;
  const names = [first, last].map((locks) => basename(locks[0]?.file ?? ''));
  return between === null
    ? {
        locks: snapshots.flat(),
        diagnostics: [
          finding(
            'lock-stat-side-by-side',
            `${snapshots.length} lock_stat files are of different runs, as counters fall between them: their rows are listed side by side`,
            'analyze them one by one',
          ),
        ],
      }
    : {
        locks: between,
        diagnostics: [
          finding(
            'lock-stat-difference',
            `locks are what happened between the snapshots ${names.join(' and ')}: shortest and longest times of that interval are unknown`,
            null,
          ),
        ],
      };
}

const counted = (locks: readonly LockClass[]): number =>
  locks.reduce((sum, { acquisitions, contentions }) => sum + acquisitions + contentions, 0);
