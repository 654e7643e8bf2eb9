import { BACKTEST_COLUMNS, backtestRows } from '../compare/backtest-row.js';
import { appendWithHeader } from '../io/write-file.js';
import type { Analysis } from '../model/analysis.js';
import type { Diff } from '../model/diff.js';
import { UsageError } from '../model/errors.js';
import { csvLine } from '../report/csv-cells.js';

/** The pair of projection and measurement as lines of a back-test file, the header first. @throws UsageError */
export function backtestLines(before: Analysis, diff: Diff): { header: string; rows: string[] } {
  const rows = backtestRows(before, diff);
  if (typeof rows === 'string') throw new UsageError(`expected a pair for --backtest-row: ${rows}`);
  return {
    header: csvLine(BACKTEST_COLUMNS),
    rows: rows.map((row) => csvLine(BACKTEST_COLUMNS.map((column) => row[column]))),
  };
}

/** Adds them to a file, whose header must be the same. @throws InputError, UsageError */
export async function appendBacktestRows(file: string, before: Analysis, diff: Diff): Promise<void> {
  const { header, rows } = backtestLines(before, diff);
  await appendWithHeader(file, header, rows);
}
