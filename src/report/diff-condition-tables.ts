import type { Comparable, Diff, Normalisation } from '../model/diff.js';
import { printable } from '../model/printable.js';
import { UNKNOWN } from './numbers.js';
import { left, right, type Table } from './table.js';

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

/** How the counter's cost was made comparable. */
export function normalisationTable(diff: Diff): Table {
  return {
    title: 'Made comparable, before -> after',
    notes: diff.normalisation.filter(isMeasured).map(({ per, why }) => `per ${per}: ${why}.`),
    columns: [left('used'), right('before'), right('after'), left('unit')],
    rows: diff.normalisation
      .filter(isMeasured)
      .map(({ used, before, after, unit }) => [
        used ? 'yes' : 'no',
        figureText(before),
        figureText(after),
        printable(unit),
      ]),
  };
}

function isMeasured({ before, after }: Normalisation): boolean {
  return before !== null || after !== null;
}

function figureText(value: number | null): string {
  return value === null ? UNKNOWN : String(Number(value.toPrecision(4)));
}
