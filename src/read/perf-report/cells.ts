import { parse } from 'csv-parse/sync';
import type { Column, Layout } from './columns.js';

/** Cuts a row into its cells, one a column, without their padding; `null` when it has not as many. */
export function splitRow(line: string, layout: Layout): readonly string[] | null {
  const { columns, separator } = layout;
  const cells =
    separator === null ? (alignedCells(line, columns) ?? looseCells(line)) : csvCells(line, separator);
  return cells.length === columns.length ? cells : null;
}

/**
 *     `     3.72%           939  nginx            [kernel.kallsyms]       [k] _raw_spin_unlock_irqrestore`
 *
 * `null` when something stands where two blanks should: a figure too wide for its column, a comm that is not ASCII
 * (perf pads bytes), a line a mail client has changed.
 */
function alignedCells(line: string, columns: readonly Column[]): string[] | null {
  const cells: string[] = [];
  for (const [index, { span }] of columns.entries()) {
    if (span === null || line.slice(span.from - 2, span.from).trim() !== '') return null;
    const last = index === columns.length - 1;
    cells.push(line.slice(span.from, last ? line.length : span.to).trim());
  }
  return cells;
}

/** Two blanks always stand between columns; names that hold two themselves make the row one of too many cells. */
function looseCells(line: string): string[] {
  return line.trim().split(/ {2,}/);
}

/**
 *     ` 3.72%  , 939        ,nginx          ,[kernel.kallsyms]     ,[k] _raw_spin_unlock_irqrestore`
 *
 * Not RFC 4180: cells are padded and never quoted, a separator inside a name was printed as "." (repsep_snprintf()
 * of util/sort.c).
 */
function csvCells(line: string, separator: string): string[] {
  const [record] = parse(line, { delimiter: separator, quote: null, trim: true, relax_column_count: true });
  return record ?? [];
}
