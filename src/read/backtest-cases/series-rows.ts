import type { ScalingSeries, SeriesModel, SeriesRow } from '../../model/backtest.js';
import { fault, type Limits, numberIn, requiredText, textIn } from './cell-values.js';
import { type CsvRow, readCsvTable } from './csv-table.js';

const REQUIRED = ['series', 'source', 'model', 'variant', 'cpus', 'value', 'fit'];
const OPTIONAL = ['kept', 'complexes', 'off_value'];
const MODELS: readonly SeriesModel[] = ['add', 'cas', 'complexes'];
const CPUS: Limits = { min: 1, max: 8192 };
const VALUE: Limits = { min: 1e-9, max: 1e15 };
/** A fit takes time with the CPUs of its rows: so many, over all series, are half a minute. */
const MAX_FITTED_CPUS = 100_000;
/** The load-dependent network takes time with the CPUs. */
const MAX_LOAD_DEPENDENT_CPUS = 1024;
const MAX_SERIES = 200;
const MAX_ROWS = 200;

/**
 * Scaling series from CSV, one row a published figure: `fit` is yes for rows the models may see; `kept`, `complexes`
 * and `off_value` belong to the model `complexes` (see SeriesModel).
 * @throws InputError with file and line.
 */
export function readScalingSeries(file: string, text: string): ScalingSeries[] {
  const rows = readCsvTable(file, text, REQUIRED, [...REQUIRED, ...OPTIONAL]);
  const bySeries = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const name = requiredText(row, 'series');
    const own = bySeries.get(name) ?? [];
    own.push(row);
    bySeries.set(name, own);
    if (bySeries.size > MAX_SERIES || own.length > MAX_ROWS) {
      throw fault(row, `expected at most ${MAX_SERIES} series of ${MAX_ROWS} rows`);
    }
  }
  const found = [...bySeries].map(([series, own]) => scalingSeries(series, own));
  const fitted = found.flatMap((series) => series.rows).filter(({ fit }) => fit);
  const cpus = fitted.reduce((sum, row) => sum + row.cpus, 0);
  if (cpus > MAX_FITTED_CPUS) {
    const most = `at most ${MAX_FITTED_CPUS} cpus over all rows that are fitted`;
    throw fault(rows[0] as CsvRow, `expected ${most}, found ${cpus}`);
  }
  return found;
}

function scalingSeries(series: string, rows: readonly CsvRow[]): ScalingSeries {
  const first = rows[0] as CsvRow;
  const models = new Set(rows.map((row) => requiredText(row, 'model').toLowerCase()));
  const model = MODELS.find((known) => models.has(known));
  if (model === undefined || models.size > 1) {
    throw fault(
      first,
      `expected one model of ${MODELS.join(', ')} in a series, found ${[...models].join(', ').slice(0, 60)}`,
    );
  }
  const read = rows.map((row) => seriesRow(row, model));
  if (!read.some(({ fit }) => fit))
    throw fault(first, `expected a row of ${series} to be fitted, found none`);
  return { series, source: textIn(first, 'source') ?? '', model, rows: read };
}

function seriesRow(row: CsvRow, model: SeriesModel): SeriesRow {
  const cpus = numberIn(row, 'cpus', CPUS);
  const value = numberIn(row, 'value', VALUE);
  if (cpus === null || value === null) throw fault(row, 'expected cpus and value, found an empty cell');
  const complexes = numberIn(row, 'complexes', CPUS);
  const offValue = numberIn(row, 'off_value', VALUE);
  if (model === 'complexes' && (complexes === null || offValue === null)) {
    throw fault(row, 'expected complexes and off_value for the model complexes, found an empty cell');
  }
  if (model !== 'complexes' && (cpus > MAX_LOAD_DEPENDENT_CPUS || !Number.isInteger(cpus))) {
    throw fault(row, `expected whole cpus up to ${MAX_LOAD_DEPENDENT_CPUS}, found ${cpus}`);
  }
  const fit = (textIn(row, 'fit') ?? 'no').toLowerCase();
  if (!['yes', 'no', '1', '0'].includes(fit))
    throw fault(row, `expected fit to be yes or no, found ${fit.slice(0, 40)}`);
  return {
    variant: textIn(row, 'variant') ?? '',
    cpus,
    value,
    fit: fit === 'yes' || fit === '1',
    kept: numberIn(row, 'kept', { min: 0, max: 1 }) ?? 1,
    complexes,
    offValue,
  };
}
