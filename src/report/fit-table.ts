import { cutEnd, cutMiddle, displayWidth } from './display-width.js';
import type { Column, Table } from './table.js';

/** Blanks between columns. */
export const GAP = '  ';

/**
 * What a left column may be cut to: before a column with a `drop` is left out, and before others are. Most names of
 * the kernel are shorter than the first; with less than the second they say little of themselves.
 */
const SHORTEST = {
  name: { wanted: 32, needed: 16 },
  text: { wanted: 20, needed: 12 },
} as const;

/** A table cut to a width: every cell fits its column, the columns and gaps fit the line. */
export interface FittedTable {
  readonly columns: readonly (Column & { readonly width: number })[];
  readonly rows: readonly (readonly string[])[];
  /** Names of the columns there was no room for; plots say nothing of their own. */
  readonly leftOut: readonly string[];
}

/**
 * `table` in lines of at most `width` columns. Texts are cut at the end and names in the middle, the widest first;
 * where that is not enough, columns are left out: those with the highest `drop` first, then from the right.
 * Numbers are never cut while there is another column to leave out.
 */
export function fitTable(table: Table, width: number): FittedTable {
  const shown = table.columns.map((column, index) => ({
    index,
    column,
    natural: Math.min(width, columnWidth(table, index)),
  }));
  const leftOut: number[] = [];
  const gaps = () => GAP.length * (shown.length - 1);
  const shortestOf = (column: Column): number =>
    shortest(column, shown.some((each) => each.column.drop !== undefined) ? 'wanted' : 'needed');
  const least = () =>
    shown.reduce((sum, { natural, column }) => sum + Math.min(natural, shortestOf(column)), gaps());
  while (shown.length > 1 && least() > width) {
    const [gone] = shown.splice(leastWanted(shown.map(({ column }) => column)), 1);
    if (gone !== undefined) leftOut.push(gone.index);
  }
  const widths = shrink(
    shown.map(({ natural }) => natural),
    shown.map(({ column }) => shortestOf(column)),
    width - gaps(),
  );
  return {
    columns: shown.map(({ column }, at) => ({
      ...column,
      width: widths[at] ?? 0,
      name: cutEnd(column.name, widths[at] ?? 0),
    })),
    rows: table.rows.map((row) =>
      shown.map(({ index, column }, at) => {
        const cut = column.code === true && column.list !== true ? cutMiddle : cutEnd;
        return cut(row[index] ?? '', widths[at] ?? 0);
      }),
    ),
    leftOut: leftOut
      .sort((a, b) => a - b)
      .flatMap((index) => table.columns[index] ?? [])
      .filter(({ plot }) => plot !== true)
      .map(({ name }) => name),
  };
}

function columnWidth(table: Table, index: number): number {
  return table.rows.reduce(
    (widest, row) => Math.max(widest, displayWidth(row[index] ?? '')),
    displayWidth(table.columns[index]?.name ?? ''),
  );
}

function shortest({ align, code, plot }: Column, how: 'wanted' | 'needed'): number {
  if (align === 'right' || plot === true) return Number.POSITIVE_INFINITY;
  return SHORTEST[code === true ? 'name' : 'text'][how];
}

/** Index of the column to leave out first. */
function leastWanted(columns: readonly Column[]): number {
  const rank = ({ drop, code }: Column): number => drop ?? (code === true ? -1 : 0);
  return columns.reduce(
    (best, column, index) => (rank(column) >= rank(columns[best] as Column) ? index : best),
    0,
  );
}

/** Takes columns off the widest that may lose some until the sum is `room`. */
function shrink(widths: readonly number[], least: readonly number[], room: number): number[] {
  const result = [...widths];
  let excess = result.reduce((sum, each) => sum + each, 0) - room;
  while (excess > 0) {
    const free = result.map((each, index) => (each > (least[index] ?? 0) ? each : 0));
    const widest = Math.max(...free);
    // A lone column of numbers is cut like any other.
    const at = widest === 0 ? result.indexOf(Math.max(...result)) : free.indexOf(widest);
    result[at] = (result[at] ?? 0) - 1;
    excess--;
  }
  return result;
}
