import { groupBy } from '../model/group-by.js';
import type { Table } from './table.js';
import { wrapText } from './text-table.js';

/**
 * The schemes' table without its last column, the notes, and these as lines of their own: reasons are to be read whole.
 * Schemes of which the same is to be said stand together.
 */
export function notesBelow(
  table: Table,
  width: number,
): { readonly table: Table; readonly lines: readonly string[] } {
  const last = table.columns.length - 1;
  const noted = table.rows.filter((row) => (row[last] ?? '') !== '');
  return {
    table: {
      ...table,
      columns: table.columns.slice(0, last),
      rows: table.rows.map((row) => row.slice(0, last)),
    },
    lines: [...groupBy(noted, (row) => row[last])].flatMap(([note, rows]) =>
      wrapText(`${rows.map(([scheme]) => scheme).join(', ')}: ${note}.`, width, 2),
    ),
  };
}
