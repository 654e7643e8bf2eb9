import { BACKTEST_COLUMNS, backtestRows } from '../compare/backtest-row.js';
import { appendWithHeader } from '../io/write-file.js';
import type { Analysis } from '../model/analysis.js';
import type { Diff } from '../model/diff.js';
import { UsageError } from '../model/errors.js';
import { renderCsv } from '../report/csv/csv-table.js';

/** The pair of projection and measurement as lines of a back-test file, the header first. @throws UsageError */
export function backtestLines(before: Analysis, diff: Diff): { header: string; rows: string[] } {
  const rows = backtestRows(before, diff);
  if (typeof rows === 'string') throw new UsageError(`expected a pair for --backtest-row: ${rows}`);
  const cells = rows.map((row) => BACKTEST_COLUMNS.map((column) => row[column]));
  // A line feed within a name is escaped: every line is a row.
  const [header = '', ...lines] = renderCsv(BACKTEST_COLUMNS, cells).trimEnd().split('\r\n');
  return { header, rows: lines };
}

/** Adds them to a file, whose header must be the same. @throws InputError, UsageError */
export async function appendBacktestRows(file: string, before: Analysis, diff: Diff): Promise<void> {
  const { header, rows } = backtestLines(before, diff);
  await appendWithHeader(file, header, rows);
}
