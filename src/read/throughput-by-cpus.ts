import type { ThroughputRow } from '../model/scaling.js';
import { fault, type Limits, numberIn } from './backtest-cases/cell-values.js';
import { type CsvRow, readCsvTable } from './backtest-cases/csv-table.js';

const REQUIRED = ['cpus', 'throughput'];
const CPUS: Limits = { min: 1, max: 8192 };
const THROUGHPUT: Limits = { min: 1e-9, max: 1e15 };
const MAX_ROWS = 500;

/**
 * A table of throughput by busy CPUs: columns `cpus` and `throughput`, and `off` where the load was also measured
 * without AppArmor. Any unit will do, totals or relative to one CPU, as long as it is throughput and not efficiency.
 * @throws InputError with file and line.
 */
export function readThroughputByCpus(file: string, text: string): ThroughputRow[] {
  const rows = readCsvTable(file, text, REQUIRED, [...REQUIRED, 'off']);
  if (rows.length > MAX_ROWS) throw fault(rows[MAX_ROWS] as CsvRow, `expected at most ${MAX_ROWS} rows`);
  const seen = new Set<number>();
  return rows.map((row) => {
    const cpus = numberIn(row, 'cpus', CPUS);
    const throughput = numberIn(row, 'throughput', THROUGHPUT);
    if (cpus === null || throughput === null)
      throw fault(row, 'expected cpus and throughput, found an empty cell');
    if (seen.has(cpus)) throw fault(row, `expected one row for ${cpus} CPUs, found another`);
    seen.add(cpus);
    return { cpus, throughput, off: numberIn(row, 'off', THROUGHPUT) };
  });
}
