import { stringify } from 'csv-stringify/sync';
import type { Analysis } from '../../model/analysis.js';
import { printable } from '../../model/printable.js';

/** What a cell holds: numbers as computed, `null` for what is not known. */
export type CsvValue = string | number | boolean | null;

/** Head of the column, its unit in brackets ("waited [ns]"), and what a row has there. */
export type CsvColumn<Row> = readonly [head: string, value: (row: Row) => CsvValue];

/** One table for a spreadsheet. */
export interface CsvTable {
  /** What `--table` takes, and the name of its file. */
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: (analysis: Analysis) => readonly (readonly CsvValue[])[];
}

/** `rows` of an analysis with a head and a value a column; heads carry the units, as JSON keys do. */
export function csvTable<Row>(
  name: string,
  rows: (analysis: Analysis) => readonly Row[],
  columns: readonly CsvColumn<Row>[],
): CsvTable {
  return {
    name,
    heads: columns.map(([head]) => head),
    rows: (analysis) => rows(analysis).map((row) => columns.map(([, value]) => value(row))),
  };
}

/**
 * Rows in RFC 4180: quotes where they are needed, lines that end in CR LF, but for the line feed of the last. Numbers
 * are not rounded, nothing is an empty cell. A text that begins with one of = + - @ would be run by a spreadsheet as a
 * formula: an apostrophe is put before it (OWASP, CSV injection).
 */
export function renderCsv(heads: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  const cells = [heads, ...rows].map((row) =>
    row.map((value) => {
      if (typeof value === 'string') return printable(value);
      return typeof value === 'boolean' ? String(value) : value;
    }),
  );
  return stringify(cells, { record_delimiter: '\r\n', escape_formulas: true }).replace(/\n$/, '');
}
