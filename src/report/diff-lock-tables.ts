import type { Diff, LockChange, LockPoint, SideLock } from '../model/diff.js';
import { printable } from '../model/printable.js';
import { CORRECTED, changeCells, changeColumns, fromTo } from './diff-cells.js';
import { countText, durationText, percentText } from './numbers.js';
import { code, left, right, type Table } from './table.js';

/** AppArmor's locks of lock_stat, in contentions per acquisition. */
export function lockChangesTable(diff: Diff): Table {
  return {
    title: "AppArmor's locks in lock_stat, acquisitions that had to wait, before -> after",
    notes: [
      CORRECTED.replace('%s', 'locks'),
      ...(diff.runs.before + diff.runs.after > 2
        ? []
        : [
            'Acquisitions are counted as independent, which bursts of contention are not: the intervals are too narrow.',
          ]),
    ],
    columns: [...changeColumns('acquisitions'), code('lock')],
    rows: diff.locks.map((lock) => [
      lock.state,
      percentText(lock.before),
      percentText(lock.after),
      ...changeCells(lock),
      bothSides(lock, (side) => countText(side?.acquisitions ?? null)),
      lockName(lock),
    ]),
  };
}

/** How long those locks were waited for and held in all. */
export function lockTimesTable(diff: Diff): Table {
  return {
    title: "AppArmor's locks in lock_stat, times in all, before -> after",
    notes: ['Sums without a spread: shown, not tested.'],
    columns: [right('contentions'), right('waited'), right('held'), code('lock')],
    rows: diff.locks.map((lock) => [
      bothSides(lock, (side) => countText(side?.contentions ?? null)),
      bothSides(lock, (side) => durationText(side?.waitTotalNs ?? null)),
      bothSides(lock, (side) => durationText(side?.holdTotalNs ?? null)),
      lockName(lock),
    ]),
  };
}

const REST = 'other sites (the kernel keeps four)';

/** Who waited for those locks, and who held them meanwhile. */
export function lockSitesTable(diff: Diff): Table {
  const rows = diff.locks.flatMap((lock) => [
    ...pointRows(lock, 'waited', lock.waiters),
    ...pointRows(lock, 'held', lock.holders),
  ]);
  return {
    title: "Call sites of AppArmor's locks in lock_stat, of the lock's contentions, before -> after",
    notes: ['Joined by symbol. "?" is a site that a side does not list: it may be among its other sites.'],
    columns: [right('before'), right('after'), right('contentions'), left(''), left('lock'), code('site')],
    rows,
  };
}

function pointRows(lock: LockChange, role: string, points: readonly LockPoint[]): string[][] {
  return points.map((point) => [
    pointText(point.before, point.beforePct),
    pointText(point.after, point.afterPct),
    fromTo(countText(point.before), countText(point.after)),
    role,
    lockName(lock),
    point.symbol === null ? REST : printable(point.symbol),
  ]);
}

/** Of no contentions at all there is no percentage. */
function pointText(count: number | null, share: number | null): string {
  return count === 0 && share === null ? 'none' : percentText(share);
}

function bothSides(lock: LockChange, text: (side: SideLock | null) => string): string {
  return fromTo(text(lock.beforeCounts), text(lock.afterCounts));
}

function lockName(lock: LockChange): string {
  return `${printable(lock.class)} (${lock.mode})`;
}
