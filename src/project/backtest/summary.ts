import type { BacktestRow, BacktestSummary, MedianInterval, PairedComparison } from '../../model/backtest.js';
import { medianInterval, signTestP } from '../../stats/median-interval.js';

/** Rows that repeat one change on one machine, averaged. */
interface Judged {
  readonly kind: BacktestRow['kind'];
  readonly error: number;
  readonly plain: number | null;
  readonly naive: number | null;
  readonly covered: number;
  readonly width: number;
  readonly naiveWithinNoise: boolean;
}

/** Medians over independent cases that were both projected and measured. */
export function summarize(rows: readonly BacktestRow[]): BacktestSummary {
  const scored = rows.filter(({ logError }) => logError !== null);
  const ids = [...new Set(scored.map(({ replicateOf }) => replicateOf))];
  const judged = ids.map((id) => judge(scored.filter(({ replicateOf }) => replicateOf === id)));
  const errors = judged.map(({ error }) => error);
  const naive = present(judged.map((each) => each.naive));
  const plain = present(judged.map((each) => each.plain));
  return {
    cases: scored.length,
    independentCases: judged.length,
    machines: new Set(scored.map(({ machine }) => machine)).size,
    medianAbsLogError: interval(errors)?.median ?? null,
    naiveMedianAbsLogError: interval(naive)?.median ?? null,
    plainMedianAbsLogError: interval(plain)?.median ?? null,
    medianAbsLogErrorInterval: interval(errors),
    naiveMedianAbsLogErrorInterval: interval(naive),
    plainMedianAbsLogErrorInterval: interval(plain),
    coveragePct: judged.length === 0 ? null : 100 * mean(judged.map(({ covered }) => covered)),
    medianWidthRatio: interval(judged.map(({ width }) => width))?.median ?? null,
    comparisons: [
      compare(
        'naive, partial removal',
        judged.filter(({ kind }) => kind === 'partial'),
        ({ naive: other }) => other,
        ({ naiveWithinNoise }) => naiveWithinNoise,
      ),
      compare(
        'plain, all cases',
        judged,
        ({ plain: other }) => other,
        () => false,
      ),
    ],
    sharesAfter: sharesAfter(rows),
  };
}

function judge(rows: readonly BacktestRow[]): Judged {
  const absolute = (values: readonly (number | null)[]): number | null => {
    const known = present(values).map(Math.abs);
    return known.length === 0 ? null : mean(known);
  };
  return {
    kind: rows[0]?.kind ?? 'partial',
    error: absolute(rows.map(({ logError }) => logError)) ?? 0,
    plain: absolute(rows.map(({ plainLogError }) => plainLogError)),
    naive: absolute(rows.map(({ naiveLogError }) => naiveLogError)),
    covered: mean(rows.map(({ covered }) => (covered === true ? 1 : 0))),
    width: mean(rows.map(({ low, high }) => (high ?? 1) / (low ?? 1))),
    naiveWithinNoise: rows.every((row) => row.naiveWithinNoise === true),
  };
}

function compare(
  against: PairedComparison['against'],
  judged: readonly Judged[],
  other: (each: Judged) => number | null,
  isWithinNoise: (each: Judged) => boolean,
): PairedComparison {
  const pairs = judged.filter((each) => other(each) !== null);
  const differences = pairs.map((each) => (other(each) ?? 0) - each.error);
  const decided = pairs
    .filter((each) => !isWithinNoise(each))
    .map((each) => (other(each) ?? 0) - each.error)
    .filter((difference) => difference !== 0);
  const wins = decided.filter((difference) => difference > 0).length;
  const losses = decided.length - wins;
  return {
    against,
    cases: pairs.length,
    wins,
    losses,
    withinNoise: pairs.filter(isWithinNoise).length,
    medianGain: interval(differences),
    signTestP: signTestP(wins, losses),
  };
}

/** Shares of sites that the change left on the line; what a removed site still shows is its own work. */
function sharesAfter(rows: readonly BacktestRow[]): BacktestSummary['sharesAfter'] {
  const known = rows
    .flatMap((row) => row.sharesAfter)
    .filter((share) => share.plainPct > 0 && share.projectedPct > 0 && share.measuredPct > 0);
  if (known.length === 0) return null;
  const error = (of: (share: (typeof known)[number]) => number): number =>
    medianInterval(known.map((share) => Math.abs(Math.log(of(share) / share.measuredPct)))).median;
  return {
    count: known.length,
    plain: error(({ plainPct }) => plainPct),
    projected: error(({ projectedPct }) => projectedPct),
  };
}

function interval(values: readonly number[]): MedianInterval | null {
  return values.length === 0 ? null : medianInterval(values);
}

function present(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
