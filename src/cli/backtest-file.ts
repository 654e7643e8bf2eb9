import { BACKTEST_COLUMNS, type BacktestCells, backtestRows } from '../compare/backtest-row.js';
import { readAppendable, writeWhole } from '../io/write-file.js';
import type { Analysis } from '../model/analysis.js';
import { OPTIONAL_CASE_COLUMNS, REQUIRED_CASE_COLUMNS } from '../model/backtest-columns.js';
import type { Diff } from '../model/diff.js';
import { InputError, UsageError } from '../model/errors.js';
import { printable } from '../model/printable.js';
import { readCsv } from '../read/backtest-cases/csv-table.js';
import { renderCsv } from '../report/csv/csv-table.js';

/** The pair of projection and measurement as lines of a back-test file, the header first. @throws UsageError */
export function backtestLines(before: Analysis, diff: Diff): { header: string; rows: string[] } {
  const [header = '', ...rows] = linesOf(BACKTEST_COLUMNS, pairRows(before, diff));
  return { header, rows };
}

/**
 * Adds them to a file, in the columns that its header has; a new file gets all columns.
 * @throws InputError, UsageError when it is no back-test file, or has a case of that name: its sites would count twice.
 */
export async function appendBacktestRows(file: string, before: Analysis, diff: Diff): Promise<void> {
  const pair = pairRows(before, diff);
  const text = await readAppendable(file);
  if (text.trim() === '') return writeWhole(file, joined(linesOf(BACKTEST_COLUMNS, pair)));
  const { columns, delimiter, rows } = readCsv(file, text, REQUIRED_CASE_COLUMNS, OPTIONAL_CASE_COLUMNS);
  if (delimiter !== ',')
    throw new InputError(
      { file, line: 1 },
      'expected a table with commas to add to, found another separator',
    );
  const name = printable(`${pair[0]?.case ?? ''}`).trim();
  const known = rows.find(({ cells }) => cells.get('case') === name);
  if (known !== undefined)
    throw new UsageError(
      `expected a file without the case "${name}" for --backtest-row, found it in ${file}:${known.line}: its sites would count twice`,
    );
  const [, ...added] = linesOf(columns, pair);
  await writeWhole(file, `${text.endsWith('\n') ? text : `${text}\n`}${joined(added)}`);
}

function pairRows(before: Analysis, diff: Diff): readonly BacktestCells[] {
  const rows = backtestRows(before, diff);
  if (typeof rows === 'string') throw new UsageError(`expected a pair for --backtest-row: ${rows}`);
  return rows;
}

/** Header and rows; columns of other names are empty. A line feed within a name is escaped: every line is a row. */
function linesOf(columns: readonly string[], rows: readonly BacktestCells[]): string[] {
  const cells = rows.map((row) =>
    columns.map((column) => (Object.hasOwn(row, column) ? row[column as keyof BacktestCells] : null)),
  );
  return renderCsv(columns, cells).trimEnd().split('\r\n');
}

function joined(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
