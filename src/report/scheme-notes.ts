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
  const schemes = new Map<string, string[]>();
  for (const row of table.rows) {
    const note = row[last] ?? '';
    if (note !== '') schemes.set(note, [...(schemes.get(note) ?? []), row[0] ?? '']);
  }
  return {
    table: {
      ...table,
      columns: table.columns.slice(0, last),
      rows: table.rows.map((row) => row.slice(0, last)),
    },
    lines: [...schemes].flatMap(([note, names]) => wrapText(`${names.join(', ')}: ${note}.`, width, 2)),
  };
}
