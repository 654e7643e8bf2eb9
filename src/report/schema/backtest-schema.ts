import {
  BACKTEST_SCHEMA_VERSION,
  type Backtest,
  type BacktestRow,
  type BacktestSummary,
  type CaseKind,
  type Discrepancy,
  type MedianInterval,
  type PairedComparison,
  type SeriesPoint,
  type SeriesScore,
  type ShareAfter,
} from '../../model/backtest.js';
import {
  constant,
  count,
  flag,
  list,
  nonNegative,
  nullable,
  number,
  percent,
  positive,
  record,
  type Schema,
  text,
  word,
} from './json-schema.js';

const discrepancy = record<Discrepancy>('How far published cases lie from the plain queueing model.', {
  hiddenMean: number(
    'h of p / (1 - p) = e^h p_observed / (1 - p_observed): line time outside the printed symbols.',
  ),
  hiddenSd: nonNegative('Its spread over machines.'),
  logResponseMean: number('ln r of gain = (gain of the model) ^ r.'),
  logResponseSd: nonNegative('Its spread over machines.'),
});

const kind = word<CaseKind>('What the change takes off the lines.', {
  partial: 'some visits stay',
  full: 'every visit of every line goes',
  unchanged: 'no visit goes',
});

const gain = (what: string): Schema<number | null> => nullable(positive(what));

const row = record<BacktestRow>('One case, projected with parameters learnt on other machines.', {
  case: text('Its id.'),
  machine: text('As given; "(of ID)" where none was named.'),
  source: text('Message-ID, commit or address.'),
  kind,
  replicateOf: text(
    'First case with the same machine, sites and change; its own id if there is none before it.',
  ),
  naive: gain('1 / (1 - published share removed); null where none of the removed sites has a share.'),
  plain: gain('Exact MVA, one station a line, nothing learnt.'),
  low: gain('2.5 % of the predictive distribution of the measured gain, published noise included.'),
  mid: gain('Median of the projected gain.'),
  high: gain('97.5 % of the predictive distribution.'),
  measured: gain('As published; null where none was given.'),
  measuredLow: gain('Published range, or the default noise.'),
  measuredHigh: gain('Published range, or the default noise.'),
  logError: nullable(number('ln(mid / measured).')),
  naiveLogError: nullable(number('ln(naive / measured).')),
  plainLogError: nullable(number('ln(plain / measured).')),
  covered: nullable(flag('Whether low .. high holds the measured gain.')),
  naiveWithinNoise: nullable(
    flag('Whether the published range holds the naive figure; null without a range.'),
  ),
  sharesAfter: list(
    'Sites whose share after the change was published.',
    record<ShareAfter>('One site.', {
      line: text('Its line.'),
      site: text('The function.'),
      plainPct: percent('By plain MVA.'),
      projectedPct: percent('Median of the projection.'),
      measuredPct: percent('As published.'),
    }),
  ),
  learnt: discrepancy,
  learntFrom: list('Machines the parameters were learnt from.', text('A machine.')),
  notes: list('What was filled, capped or assumed.', text('A sentence.')),
  why: nullable(text('Why there is no projection.')),
});

const median = record<MedianInterval>('A median and its 95 % bootstrap interval.', {
  median: number('The median.'),
  low: nullable(number('null with fewer than two values.')),
  high: nullable(number('null with fewer than two values.')),
});

const summary = record<BacktestSummary>(
  'Over cases with both figures; replicates count as one, errors averaged.',
  {
    cases: count('Cases with a projection and a measured gain.'),
    independentCases: count('After joining replicates.'),
    machines: count('Machines among them.'),
    medianAbsLogError: nullable(nonNegative('Projection: median |ln(mid / measured)|.')),
    naiveMedianAbsLogError: nullable(nonNegative('Naive estimate.')),
    plainMedianAbsLogError: nullable(nonNegative('Plain MVA.')),
    medianAbsLogErrorInterval: nullable(median),
    naiveMedianAbsLogErrorInterval: nullable(median),
    plainMedianAbsLogErrorInterval: nullable(median),
    coveragePct: nullable(percent('Cases whose predictive interval held the measured gain.')),
    medianWidthRatio: nullable(positive('Median of high / low.')),
    comparisons: list(
      'Projection against the other estimates, case by case.',
      record<PairedComparison>('One comparison.', {
        against: word<PairedComparison['against']>('With what.', {
          'naive, partial removal': '1 / (1 - s) on cases of kind partial',
          'plain, all cases': 'plain MVA on all cases',
        }),
        cases: count('Pairs.'),
        wins: count('Projection closer.'),
        losses: count('Projection farther.'),
        withinNoise: count('Neither: the published range holds the other estimate.'),
        medianGain: nullable(median),
        signTestP: nullable(nonNegative('Two-sided sign test.')),
      }),
    ),
    sharesAfter: nullable(
      record<NonNullable<BacktestSummary['sharesAfter']>>('Median |ln(share / published)| of sites left.', {
        count: count('Shares.'),
        plain: nonNegative('Plain MVA.'),
        projected: nonNegative('Projection.'),
      }),
    ),
  },
);

const series = record<SeriesScore>('A published scaling series.', {
  series: text('Its name.'),
  source: text('Message-ID or address.'),
  model: text('Which model was fitted.'),
  points: list(
    'By CPUs.',
    record<SeriesPoint>('One row.', {
      variant: text('Which column of the published table.'),
      cpus: positive('CPUs.'),
      value: positive('As published.'),
      fitted: flag('Whether the models saw this row, or it holds by construction.'),
      projected: nonNegative('By the queueing model.'),
      usl: nullable(nonNegative('By the universal scalability law, fitted to the same rows.')),
    }),
  ),
  medianAbsLogError: nullable(nonNegative('Queueing model, rows not fitted.')),
  uslMedianAbsLogError: nullable(nonNegative('Universal scalability law, rows not fitted.')),
  parameters: text('What was fitted.'),
});

/** JSON Schema (draft 2020-12) of `backtest --json`. */
export const BACKTEST_SCHEMA: Schema<Backtest> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope backtest',
  ...record<Backtest>('How projections of published cases compare with what was measured.', {
    schemaVersion: constant(BACKTEST_SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
    file: nullable(text('The file that was judged; null: the built-in cases.')),
    cases: list('One a case, in the order of the file.', row),
    summary,
    series: list('Scaling series, scored apart.', series),
  }),
};
