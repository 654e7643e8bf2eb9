import type { Analysis } from '../model/analysis.js';
import { lockWaitsTable } from './companion-tables.js';
import { linesTable } from './contention-tables.js';
import { asciiTable, MAIL_TEXT_WIDTH } from './mail-line.js';
import type { Table } from './table.js';
import { locksTable, sitesTable } from './tables.js';
import { naturalWidth } from './text-table.js';

/** Rows of what only accompanies the label. */
const COMPANION_ROWS = 4;

/** The tables of what was seen that a cover letter needs, in ASCII, with the columns that fit a mail uncut. */
export function mailTables(analysis: Analysis, top: number): Table[] {
  return [
    narrowed(sitesTable(analysis, top), ['busy time', 'hook', 'op', '95 % of it', 'samples', 'evidence']),
    narrowed(linesTable(analysis, COMPANION_ROWS), [
      'busy time',
      'line or lock',
      '95 % of it',
      'samples',
      'one?',
      'most of it in',
    ]),
    narrowed(locksTable(analysis), [
      'lock',
      'contentions',
      'waited',
      'acquisitions',
      'held',
      'protects',
      'file',
    ]),
    narrowed(lockWaitsTable(analysis, COMPANION_ROWS), [
      'lock or caller',
      'protects',
      'contended',
      'waited',
      'longest',
      'type',
    ]),
  ];
}

/** The columns named in `wanted`, without the last of them where they are too many for a line. */
function narrowed(table: Table, wanted: readonly string[]): Table {
  const ascii = asciiTable(table);
  for (let count = wanted.length; count > FEWEST; count--) {
    const narrow = withColumns(ascii, wanted.slice(0, count));
    if (naturalWidth(narrow) <= MAIL_TEXT_WIDTH) return narrow;
  }
  return withColumns(ascii, wanted.slice(0, FEWEST));
}

/** With these a table says something: where they do not fit, names are cut. */
const FEWEST = 2;

function withColumns(table: Table, names: readonly string[]): Table {
  const kept = [...table.columns.keys()].filter((index) => names.includes(table.columns[index]?.name ?? ''));
  return {
    ...table,
    columns: kept.flatMap((index) => table.columns[index] ?? []),
    rows: table.rows.map((row) => kept.map((index) => row[index] ?? '')),
  };
}
