import type { Percent } from '../../model/units.js';

/** What of a row is read, by the names a column has had; other columns are passed over. */
export type Fields<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** The cells of a row by field; a field whose column the table lacks is missing. */
export type Row<Field extends string> = Partial<Record<Field, string>>;

/** `cells` and `names` go in step. Of columns with the same meaning the first counts. */
export function rowOf<Field extends string>(
  fields: Fields<Field>,
  names: readonly string[],
  cells: readonly string[],
): Row<Field> {
  const row: Row<Field> = {};
  for (const field of Object.keys(fields) as Field[]) {
    const at = names.findIndex((name) => fields[field].includes(name));
    const cell = at < 0 ? undefined : cells[at];
    if (cell !== undefined) row[field] = cell;
  }
  return row;
}

/** `null` without the column; NaN when the cell holds no whole number. */
export function countOf(cell: string | undefined): number | null {
  if (cell === undefined) return null;
  return /^\d+$/.test(cell) ? Number(cell) : Number.NaN;
}

/** `12.30%` */
export function percentOf(cell: string | undefined): Percent | null {
  if (cell === undefined) return null;
  return /^\d+\.\d\d%$/.test(cell) ? Number(cell.slice(0, -1)) : Number.NaN;
}

export const isHex = (cell: string | undefined): cell is string => /^0x[0-9a-f]+$/.test(cell ?? '');
