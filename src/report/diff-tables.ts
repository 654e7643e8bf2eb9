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

const CORRECTED = 'p is corrected for the number of %s (Holm); intervals are of each row by itself.';

const OK_TEXT = { true: 'alike', false: 'DIFFERS', null: 'unknown' } as const;

/** What should be alike on both sides and is known of one; why a row is not, or need not be, stands below. */
export function comparableTable(diff: Diff): Table {
  const known = diff.comparable.filter(isKnown);
  return {
    title: 'Like with like?',
    notes: known.flatMap(({ what, ok, why }) =>
      ok === null || why === null ? [] : [printable(`${what}: ${why}.`)],
    ),
    columns: [left('what'), left(''), left('before'), left('after')],
    rows: known.map(comparableRow),
  };
}

/** What neither side tells; `null` where every condition is known of one. */
export function unknownConditions(diff: Diff): string | null {
  const unknown = diff.comparable.filter((row) => !isKnown(row)).map(({ what }) => what);
  return unknown.length === 0 ? null : `Neither side tells: ${unknown.join(', ')}.`;
}

function isKnown({ before, after }: Comparable): boolean {
  return before !== null || after !== null;
}

function comparableRow({ what, before, after, ok }: Comparable): string[] {
  return [what, OK_TEXT[`${ok}`], printable(before ?? UNKNOWN), printable(after ?? UNKNOWN)];
}

/** All label get/put and every call site of it, in shares of busy time. */
export function siteChangesTable(diff: Diff): Table {
  return {
    title: 'Label get/put, of the busy time of the selected commands, before -> after',
    notes: [CORRECTED.replace('%s', 'call sites')],
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
      CORRECTED.replace('%s', 'locks'),
      'Acquisitions are counted as independent, which bursts of contention are not: the intervals are too narrow.',
    ],
    columns: [...changeColumns('acquisitions'), left('lock')],
    rows: diff.locks.map((lock) => [
      lock.state,
      percentText(lock.before?.contendedPct ?? null),
      percentText(lock.after?.contendedPct ?? null),
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
    columns: [right('contentions'), right('waited'), right('held'), left('lock')],
    rows: diff.locks.map((lock) => [
      bothSides(lock, (side) => countText(side?.contentions ?? null)),
      bothSides(lock, (side) => durationText(side?.waitTotalNs ?? null)),
      bothSides(lock, (side) => durationText(side?.holdTotalNs ?? null)),
      lockName(lock),
    ]),
  };
}

function bothSides(lock: LockChange, text: (side: SideLock | null) => string): string {
  return fromTo(text(lock.before), text(lock.after));
}

function lockName(lock: LockChange): string {
  return `${printable(lock.class)} (${lock.mode})`;
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
