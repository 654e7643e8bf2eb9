import type { Change, Diff } from '../model/diff.js';
import { printable } from '../model/printable.js';
import { pointsText, pValueText, UNKNOWN } from './numbers.js';
import { type Column, left, right } from './table.js';

/** Note of a table whose p values are corrected for its other rows. */
export const CORRECTED = 'p is corrected for the number of %s (Holm); intervals are of each row by itself.';

/** "Label get/put". */
export function headingText({ subject }: Pick<Diff, 'subject'>): string {
  const text = printable(subject);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} get/put`;
}

/** "all label get/put". */
export function allText({ subject }: Diff): string {
  return `all ${printable(subject)} get/put`;
}

/** Columns of a change and what it rests on. */
export function changeColumns(counts: string): Column[] {
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

/** Points, their interval and p. */
export function changeCells(change: Change): string[] {
  const interval = change.low === null ? UNKNOWN : `${pointsText(change.low)} to ${pointsText(change.high)}`;
  return [pointsText(change.deltaPoints), interval, pValueText(change.pAdjusted)];
}

/** Both sides in one cell. */
export function fromTo(before: string, after: string): string {
  return `${before} -> ${after}`;
}
