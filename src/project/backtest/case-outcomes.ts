import type { BacktestCase } from '../../model/backtest.js';
import type { Fraction } from '../../model/units.js';
import type { Atom } from '../../stats/quadrature.js';
import { withHidden } from '../discrepancy.js';
import { fitLines, type LineChange, lineState, NO_LOCAL_COST, VISIT_COSTS } from '../line-network.js';
import { type CaseLine, caseLines } from './case-lines.js';

/** What the queueing model says of a case with one set of its unknowns. */
export interface CaseOutcome {
  readonly weight: number;
  readonly logGain: number;
  /** Per site of the case, `null` where its line is not modelled; as perf would print them, hidden part left out. */
  readonly sharesAfter: readonly (Fraction | null)[];
}

/** Unknown CPU counts are integrated over these ends (model.md, "Back-test"). */
const UNKNOWN_CPUS = { low: 32, high: 192 };
const CPU_ATOMS = 5;
/**
 * How far a filled share may be from the truth: single-RMW hooks showed .91 (VM) and .48 (Skylake) of the share of a
 * get and put pair, so a factor with a log spread of .25; three Gauss-Hermite points.
 */
const FILL_LOG_SD = 0.25;
const GAUSS_HERMITE: readonly Atom[] = [
  { value: -Math.sqrt(3), weight: 1 / 6 },
  { value: 0, weight: 2 / 3 },
  { value: Math.sqrt(3), weight: 1 / 6 },
];

/** CPU counts to integrate over, evenly in their logarithm. */
export function cpuAtoms({ cpus }: BacktestCase): Atom[] {
  const { low, high } = cpus ?? UNKNOWN_CPUS;
  if (low === high) return [{ value: low, weight: 1 }];
  return Array.from({ length: CPU_ATOMS }, (_, i) => ({
    value: low * (high / low) ** (i / (CPU_ATOMS - 1)),
    weight: 1 / CPU_ATOMS,
  }));
}

/** All combinations of CPU count and fill, with a hidden share of `hidden`. */
export function caseOutcomes(subject: BacktestCase, hidden: number): CaseOutcome[] {
  const isFilled = subject.sites.some(({ busySharePct }) => busySharePct === null);
  const fills = isFilled ? GAUSS_HERMITE : [{ value: 0, weight: 1 }];
  return fills.flatMap((fill) => {
    const { lines } = caseLines(subject, Math.exp(FILL_LOG_SD * fill.value));
    return cpuAtoms(subject).map(({ value, weight }) => ({
      weight: weight * fill.weight,
      ...outcome(subject, lines, hidden, value),
    }));
  });
}

/** The plain model: shares as published or filled, no local cost, nothing hidden; unknown CPUs integrated. */
export function plainOutcome(subject: BacktestCase): CaseOutcome {
  const { lines } = caseLines(subject);
  const outcomes = cpuAtoms(subject).map(({ value, weight }) => ({
    weight,
    ...outcome(subject, lines, 0, value, NO_LOCAL_COST),
  }));
  return {
    weight: 1,
    logGain: mean(outcomes, ({ logGain }) => logGain),
    sharesAfter: subject.sites.map((_, i) =>
      outcomes[0]?.sharesAfter[i] === null ? null : mean(outcomes, (each) => each.sharesAfter[i] ?? 0),
    ),
  };
}

function mean(outcomes: readonly CaseOutcome[], of: (outcome: CaseOutcome) => number): number {
  return outcomes.reduce((sum, each) => sum + each.weight * of(each), 0);
}

function outcome(
  subject: BacktestCase,
  lines: readonly CaseLine[],
  hidden: number,
  cpus: number,
  costs = VISIT_COSTS,
): Omit<CaseOutcome, 'weight'> {
  const observed = lines.map(({ share }) => share);
  const actual = withHidden(observed, hidden);
  const network = fitLines(actual, cpus, costs);
  // The plain model knows of no local cost, so of none that is left behind either.
  const changes: LineChange[] = lines.map(({ change }) =>
    costs.localNs === 0 ? { ...change, residualNs: 0 } : change,
  );
  const before = lineState(network, cpus);
  const after = lineState(network, cpus, changes);
  const unchanged = changes.every(({ kept }) => kept === 1);
  return {
    logGain: unchanged ? 0 : Math.log(after.throughput / before.throughput),
    sharesAfter: subject.sites.map((site) => {
      const k = lines.findIndex((line) => line.sites.some((part) => part.site === site));
      const line = lines[k];
      if (line === undefined) return null;
      const visible = (observed[k] ?? 0) / (actual[k] || 1);
      const part = line.sites.find((each) => each.site === site)?.share ?? 0;
      const keptShare = line.change.kept * line.share;
      return keptShare > 0 ? ((after.shares[k] ?? 0) * visible * site.kept * part) / keptShare : 0;
    }),
  };
}
