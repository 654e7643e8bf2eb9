import type { BacktestCase, CaseSite, MeasuredGain } from '../../model/backtest.js';
import { OPTIONAL_CASE_COLUMNS, REQUIRED_CASE_COLUMNS } from '../../model/backtest-columns.js';
import {
  fault,
  fractionIn,
  type Limits,
  numberIn,
  ratioIn,
  requiredText,
  type Span,
  spanIn,
  textIn,
} from './cell-values.js';
import { type CsvRow, readCsvTable } from './csv-table.js';

const PERCENT: Limits = { min: 0, max: 100 };
/** Above 1: a change that moves visits to the site. 50 would be a percentage without its sign. */
const KEPT: Limits = { min: 0, max: 10 };
/** Linux sizes no build for more CPUs: src/project/mva.ts. */
const CPUS: Limits = { min: 0.01, max: 8192 };
const GAIN: Limits = { min: 1e-3, max: 1e6 };
const COUNT: Limits = { min: 0, max: 1e6 };
const NANOSECONDS: Limits = { min: 0, max: 1e6 };
const SHARE_OF = ['all', 'busy', 'comm'];
const MAX_CASES = 2000;
const MAX_SITES = 500;
/** Lines are inverted together: time grows with their number. */
const MAX_LINES = 20;

/**
 * Cases of a back-test from CSV: the required columns and, by header name, the optional ones; others are ignored. One row
 * a site; rows of one case need not stand together, and what belongs to the case may stand on any of its rows.
 * Numbers may be ranges (`32..192`) and end in % or x; `-`, `?`, `n/p` and the like are empty.
 * @throws InputError with file and line.
 */
export function readBacktestCases(file: string, text: string): BacktestCase[] {
  const rows = readCsvTable(file, text, REQUIRED_CASE_COLUMNS, [
    ...REQUIRED_CASE_COLUMNS,
    ...OPTIONAL_CASE_COLUMNS,
  ]);
  const byCase = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const id = requiredText(row, 'case');
    const own = byCase.get(id);
    if (own === undefined) byCase.set(id, [row]);
    else own.push(row);
    if (byCase.size > MAX_CASES) throw fault(row, `expected at most ${MAX_CASES} cases`);
    if ((own?.length ?? 0) > MAX_SITES) throw fault(row, `expected at most ${MAX_SITES} sites in a case`);
  }
  return [...byCase].map(([id, own]) => backtestCase(id, own));
}

function backtestCase(id: string, rows: readonly CsvRow[]): BacktestCase {
  const notes: string[] = [];
  const cpus = caseSpan(rows, 'cpus', CPUS);
  const idle = caseSpan(rows, 'idle_pct', { min: 0, max: 99.9 });
  const idlePct = idle === null ? null : (idle.low + idle.high) / 2;
  const busy = idlePct === null ? 1 : 1 - idlePct / 100;
  const machine = caseText(rows, 'machine');
  if (machine === null) notes.push('no machine named: taken as one of its own');
  if (idlePct !== null && idlePct > 10) {
    notes.push(`idle ${idlePct} %: CPU was not the limit, throughput need not follow capacity`);
  }
  const sites = rows.map((row) => caseSite(row, busy, idlePct !== null, notes));
  const first = rows[0] as CsvRow;
  if (new Set(sites.map(({ line }) => line)).size > MAX_LINES) {
    throw fault(first, `expected at most ${MAX_LINES} lines in a case`);
  }
  const names = sites.map(({ line, site }) => `${line}\n${site}`);
  const twice = sites.filter((_, i) => names.indexOf(names[i] ?? '') < i);
  for (const { site } of twice) notes.push(`${site} stands more than once: its rows are added up`);
  return {
    id,
    source: caseText(rows, 'source') ?? '',
    machine: machine ?? `(of ${id})`,
    kernel: caseText(rows, 'kernel'),
    cpus: cpus === null ? null : { low: cpus.low * busy, high: cpus.high * busy },
    measured: measuredGain(rows, notes),
    sites,
    notes: [...new Set(notes)],
  };
}

function caseSite(row: CsvRow, busy: number, isIdleKnown: boolean, notes: string[]): CaseSite {
  const shareOf = (textIn(row, 'share_of') ?? 'all').toLowerCase();
  if (!SHARE_OF.includes(shareOf)) {
    const found = JSON.stringify(shareOf.slice(0, 40));
    throw fault(row, `expected share_of to be ${SHARE_OF.join(', ')} or empty, found ${found}`);
  }
  const site = requiredText(row, 'site');
  const sharePct = numberIn(row, 'share_pct', PERCENT);
  const kept = fractionIn(row, 'kept', KEPT);
  if (kept !== null && kept > 1) notes.push(`${site}: kept is above 1: the change adds visits there`);
  if (kept === null) notes.push(`${site}: kept is empty, taken as 1 (left as it is)`);
  const rmws = numberIn(row, 'rmws', COUNT);
  const ofAll = shareOf === 'all';
  if (ofAll && !isIdleKnown && sharePct !== null) {
    notes.push('shares of everything, idle time not published: taken as of busy time');
  }
  const busySharePct = sharePct === null ? null : ofAll ? sharePct / busy : sharePct;
  if (busySharePct !== null && busySharePct > 100) {
    notes.push(`${site}: ${sharePct} % of everything is more than was busy: taken as all busy time`);
  }
  return {
    line: requiredText(row, 'line'),
    site,
    sharePct,
    busySharePct: busySharePct === null ? null : Math.min(100, busySharePct),
    kept: kept ?? 1,
    transfers: numberIn(row, 'transfers', COUNT) ?? (rmws === 0 ? 0 : 1),
    rmws,
    shareAfterPct: numberIn(row, 'share_after_pct', PERCENT),
    residualNs: numberIn(row, 'residual_ns', NANOSECONDS) ?? 0,
  };
}

/** A range without ends of its own is its own 95 % range around its geometric middle. */
function measuredGain(rows: readonly CsvRow[], notes: string[]): MeasuredGain | null {
  const span = caseSpan(rows, 'measured_gain', GAIN, ratioIn);
  if (span === null) {
    notes.push('no measured gain: projected only');
    return null;
  }
  const isRange = span.low < span.high;
  const mid = isRange ? Math.sqrt(span.low * span.high) : span.low;
  const low = caseSpan(rows, 'measured_low', GAIN, ratioIn)?.low ?? (isRange ? span.low : null);
  const high = caseSpan(rows, 'measured_high', GAIN, ratioIn)?.high ?? (isRange ? span.high : null);
  const row = rows[0];
  if (row !== undefined && ((low ?? mid) > mid || (high ?? mid) < mid)) {
    throw fault(
      row,
      `expected measured_low <= measured_gain <= measured_high, found ${low}, ${mid}, ${high}`,
    );
  }
  return { mid, low, high };
}

/** What all rows of a case that say anything say. @throws InputError when two differ. */
function caseSpan(
  rows: readonly CsvRow[],
  column: string,
  limits: Limits,
  read: typeof spanIn = spanIn,
): Span | null {
  let found: Span | null = null;
  for (const row of rows) {
    const span = read(row, column, limits);
    if (span === null) continue;
    if (found !== null && (found.low !== span.low || found.high !== span.high)) {
      throw fault(row, `expected one ${column} in a case, found ${spanText(found)} and ${spanText(span)}`);
    }
    found = span;
  }
  return found;
}

function spanText({ low, high }: Span): string {
  return low === high ? String(low) : `${low}..${high}`;
}

function caseText(rows: readonly CsvRow[], column: string): string | null {
  let found: string | null = null;
  for (const row of rows) {
    const text = textIn(row, column);
    if (text === null) continue;
    // A case may rest on several sources; it stands for one machine and kernel.
    if (found !== null && found !== text && column !== 'source') {
      const cut = (value: string) => JSON.stringify(value.slice(0, 40));
      throw fault(row, `expected one ${column} in a case, found ${cut(found)} and ${cut(text)}`);
    }
    found ??= text;
  }
  return found;
}
