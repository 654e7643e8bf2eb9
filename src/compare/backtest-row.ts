import type { Analysis } from '../model/analysis.js';
import { OPTIONAL_CASE_COLUMNS, REQUIRED_CASE_COLUMNS } from '../model/backtest-columns.js';
import type { Diff, ProjectionCheck } from '../model/diff.js';
import type { Lifetime } from '../model/site.js';
import { joinedName } from './function-names.js';
import { SCHEME_COVERAGE, type SchemeCoverage } from './known-changes.js';

/** Columns of the rows written. */
export const BACKTEST_COLUMNS = [...REQUIRED_CASE_COLUMNS, ...OPTIONAL_CASE_COLUMNS];

/** A row, one call site; `null` is an empty cell. */
export type BacktestCells = Readonly<Record<(typeof BACKTEST_COLUMNS)[number], string | number | null>>;

/** The projected and measured pair of a comparison as rows of a back-test file, one a site; or why there is none. */
export function backtestRows(before: Analysis, diff: Diff): readonly BacktestCells[] | string {
  const [check, ...others] = diff.projections;
  if (check === undefined || others.length > 0)
    return 'a row needs the one scheme by which the sides differ: name it with --scheme';
  if (check.measured === null) return `a row needs a measured gain: ${check.why}`;
  const coverage = SCHEME_COVERAGE.find(({ scheme }) => scheme === check.scheme);
  if (coverage === undefined) {
    const known = SCHEME_COVERAGE.map(({ scheme }) => scheme).join(', ');
    return `what ${check.scheme} leaves of each site is a range, which a row cannot hold: it is known for ${known}`;
  }
  const sites = before.attribution?.sites ?? [];
  if (sites.length === 0) return 'a row needs call sites on the side before';
  return sites.map((site) => ({
    ...caseCells(before, diff, check),
    site: site.function,
    share_pct: rounded(site.sharePct),
    kept: keptOf(coverage, site.lifetime),
    transfers: site.transfers,
    rmws: site.rmws,
    share_after_pct: rounded(
      diff.sites.find(
        (row) =>
          joinedName(row.function) === joinedName(site.function) &&
          (row.operation ?? '').split(' / ').includes(site.operation),
      )?.after ?? null,
    ),
  }));
}

function caseCells(before: Analysis, { names }: Diff, check: ProjectionCheck) {
  return {
    case: `${check.scheme}: ${names.before} -> ${names.after}`,
    source: `refscope diff (${check.because})`,
    cpus: rounded(before.machine.busyCpus),
    line: before.catalogue.id,
    measured_gain: rounded(check.measured),
    machine: before.machine.cpuModel,
    kernel: before.machine.kernel,
    // Shares here are of the busy time of the selected commands already.
    share_of: before.comms.length > 0 ? 'comm' : 'busy',
    idle_pct: rounded(before.machine.idlePct),
    residual_ns: null,
    measured_low: rounded(check.measuredLow),
    measured_high: rounded(check.measuredHigh),
  };
}

function keptOf({ removes }: SchemeCoverage, lifetime: Lifetime): number {
  return removes === 'all' || removes.includes(lifetime) ? 0 : 1;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}
