import type { Diagnostic } from '../../model/diagnostic.js';
import type { Snapshot } from './snapshot.js';

/** The kernel stops counting for good once lockdep has found a bug. */
export function debuggingDisabled(said: string, file: string, line: number): Diagnostic {
  return {
    kind: 'lock-stat-debugging-disabled',
    text: `lock_stat says "${said}": counting stopped at some time before this was read`,
    hint: 'look for a lockdep splat in dmesg; record again after a reboot',
    file,
    line,
  };
}

/** A column of lock_stat is 14 characters wide; the kernel cuts what is longer. */
export function digitsLost(printedName: string, file: string, line: number): Diagnostic {
  return {
    kind: 'lock-stat-digits-lost',
    text: `lock class ${printedName}: a time of 14 digits fills its column, the kernel may have cut off more`,
    hint: 'take it as a lower bound; clear the counters before the load: echo 0 > /proc/lock_stat',
    file,
    line,
  };
}

/** Of a copy that was broken off. */
export function rowCut(file: string, line: number): Diagnostic {
  return {
    kind: 'lock-stat-cut',
    text: 'the file ends in the middle of a row: that row is left out',
    hint: 'copy the whole of it: cat /proc/lock_stat > lock_stat.txt',
    file,
    line,
  };
}

/** Of two snapshots of one boot that were subtracted. */
export function difference(first: Snapshot, last: Snapshot, file: string): Diagnostic {
  return {
    kind: 'lock-stat-difference',
    text: `locks are what happened between two lock_stat snapshots, at lines ${first.line} and ${last.line}: shortest and longest times of that interval are unknown`,
    hint: null,
    file,
    line: last.line,
  };
}

/** Of snapshots that give no difference. */
export function severalSnapshots(count: number, used: Snapshot, file: string): Diagnostic {
  return {
    kind: 'lock-stat-several-snapshots',
    text: `${count} lock_stat snapshots in one file: the one that begins at line ${used.line} is used, the others are not`,
    hint: 'two of them give a difference when both are whole and the counters were not cleared between them',
    file,
    line: used.line,
  };
}

/** Of a lock_stat whose counting was never turned on, or was reset and not run. */
export function noRows(used: Snapshot, file: string): Diagnostic {
  return {
    kind: 'lock-stat-empty',
    text: 'lock_stat has no rows: nothing was counted',
    hint: 'echo 1 > /proc/sys/kernel/lock_stat; run the load; then copy /proc/lock_stat',
    file,
    line: used.line,
  };
}
