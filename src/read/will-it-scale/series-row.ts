import { parse } from 'csv-parse/sync';

/** First line of a series. Source: runtest.py of antonblanchard/will-it-scale, unchanged since 2010. */
export const HEADER = 'tasks,processes,processes_idle,threads,threads_idle,linear';

const COLUMNS = HEADER.split(',');

/** One line of a series: operations a second of all tasks together, by what the tasks were. */
export interface SeriesRow {
  readonly tasks: number;
  /** In the order of the columns; the rate is -1 where the program failed, and 0 where it was not run. */
  readonly rates: readonly { readonly kind: string; readonly opsPerSec: number }[];
}

const KINDS = ['processes', 'threads'];

/** Whether `line` looks like a row, whole or not. */
export function isSeriesRow(line: string): boolean {
  return /^\d+,/.test(line);
}

/**
 * Reads a row; `null` when it is not whole. People append remarks to rows they mail:
 *
 *     `0,0,100,0,100,0`
 *     `2,1006964,87.47,918228,87.52,1149832`
 *     `1,729990,95.68,725437,95.66,725437 (Single process)`
 *     `256,0,0.00,25641,0.17,0`
 */
export function parseSeriesRow(line: string): SeriesRow | null {
  const cells = (parse(line, { relax_column_count: true, relax_quotes: true }) as string[][])[0] ?? [];
  const cell = (column: string): number => Number(cells[COLUMNS.indexOf(column)] || Number.NaN);
  const rates = KINDS.map((kind) => ({ kind, opsPerSec: cell(kind) }));
  // The last column is not read here: once its first digit is there, all before it is whole.
  const whole = cells.length >= COLUMNS.length && /^\d/.test(cells[COLUMNS.length - 1] ?? '');
  const numbers = [cell('tasks'), ...rates.map(({ opsPerSec }) => opsPerSec)];
  return whole && numbers.every(Number.isInteger) ? { tasks: cell('tasks'), rates } : null;
}
