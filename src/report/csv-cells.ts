import { printable } from '../model/printable.js';

/** What spreadsheets take for a formula at the start of a cell: OWASP, "CSV Injection". */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of CSV (RFC 4180), without its end. Numbers are not rounded; `null` is an empty cell. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(csvCell).join(',');
}

/** Text that would be a formula gets an apostrophe before it, which spreadsheets hide; numbers stay numbers. */
function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = printable(cell);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
