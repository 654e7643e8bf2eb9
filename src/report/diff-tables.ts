import type { Change, Comparable, Diff, LockChange, ShareChange, SideLock } from '../model/diff.js';
import { printable } from '../model/printable.js';
import {
  countText,
  durationText,
  percentText,
  pointsText,
  pValueText,
  ratioText,
  UNKNOWN,
} from './numbers.js';
import { type Column, left, right, type Table } from './table.js';

const CORRECTED = 'p is corrected for the number of rows (Holm), the intervals are each row by itself.';

const OK_TEXT = { true: 'alike', false: 'DIFFERS', null: 'unknown' } as const;

/** What should be alike on both sides; why a row is not, or need not be, stands below. */
export function comparableTable(diff: Diff): Table {
  return {
    title: 'Like with like?',
    notes: diff.comparable.flatMap(({ what, why }) => (why === null ? [] : [printable(`${what}: ${why}.`)])),
    columns: [left('what'), left(''), left('before'), left('after')],
    rows: diff.comparable.map(comparableRow),
  };
}

function comparableRow({ what, before, after, ok }: Comparable): string[] {
  return [what, OK_TEXT[`${ok}`], printable(before ?? UNKNOWN), printable(after ?? UNKNOWN)];
}

/** All label get/put and every call site of it, in shares of busy time. */
export function siteChangesTable(diff: Diff): Table {
  return {
    title: 'Label get/put, of the busy time of the selected commands, before -> after',
    notes: [CORRECTED],
    columns: [...changeColumns('samples'), left('op'), left('hook')],
    rows: [
      [...shareCells(diff.label), '', 'all label get/put'],
      ...diff.sites.map((site) => [...shareCells(site), site.operation, printable(site.function)]),
    ],
  };
}

function shareCells(row: ShareChange): string[] {
  return [
    row.state,
    percentText(row.before.sharePct),
    percentText(row.after.sharePct),
    ...changeCells(row),
    fromTo(countText(row.before.samples), countText(row.after.samples)),
  ];
}

/** AppArmor's locks of lock_stat, in contentions per acquisition. */
export function lockChangesTable(diff: Diff): Table {
  return {
    title: "AppArmor's locks in lock_stat, acquisitions that had to wait, before -> after",
    notes: [
      CORRECTED,
      'Acquisitions are counted as independent, which bursts of contention are not: the intervals are too narrow.',
      'Times waited and held are sums without a spread: shown, not tested.',
    ],
    columns: [...changeColumns('acquisitions'), left('waited'), left('held'), left('lock')],
    rows: diff.locks.map(lockRow),
  };
}

function lockRow(lock: LockChange): string[] {
  const both = (text: (side: SideLock | null) => string): string =>
    fromTo(text(lock.before), text(lock.after));
  return [
    lock.state,
    percentText(lock.before?.contendedPct ?? null),
    percentText(lock.after?.contendedPct ?? null),
    ...changeCells(lock),
    both((side) => countText(side?.acquisitions ?? null)),
    both((side) => durationText(side?.waitTotalNs ?? null)),
    both((side) => durationText(side?.holdTotalNs ?? null)),
    `${printable(lock.class)} (${lock.mode}, ${lock.role})`,
  ];
}

function changeColumns(counts: string): Column[] {
  return [
    left('change'),
    right('before'),
    right('after'),
    right('points'),
    right('95 % of them'),
    right('p'),
    right(counts),
  ];
}

function changeCells(change: Change): string[] {
  const interval = change.low === null ? UNKNOWN : `${pointsText(change.low)} to ${pointsText(change.high)}`;
  return [pointsText(change.deltaPoints), interval, pValueText(change.pAdjusted)];
}

function fromTo(before: string, after: string): string {
  return `${before} -> ${after}`;
}

const PHASES = { true: ' during the recordings', false: ' without recording', null: '' } as const;

/** Requests per second of both sides in a sentence. */
export function throughputText({ throughput }: Diff): string {
  if (throughput === null) return 'no run on both sides of the same tool under the same conditions';
  const { tool, duringRecording, before, after, ratio, why } = throughput;
  return (
    `${printable(tool)}${PHASES[`${duringRecording}`]}: ${countText(before)} requests/s before, ` +
    `${countText(after)} after, ${ratioText(ratio)}x (${why})`
  );
}
