import type { Diff } from '../model/diff.js';
import { UsageError } from '../model/errors.js';
import type { Range } from '../model/units.js';
import { runsMean } from '../stats/repeated-runs.js';
import { shareRuns } from './change.js';
import { labelObstacle } from './obstacle.js';
import { pairOf, type Side } from './share.js';
import { labelPair } from './site-changes.js';

type Metric = 'label.share' | 'label.delta' | 'throughput';
type Comparison = '<' | '<=' | '>' | '>=';

/** `METRIC OP NUMBER[%]`, as given to --fail-on. */
export interface Limit {
  readonly text: string;
  readonly metric: Metric;
  readonly comparison: Comparison;
  /** Percent of busy time, points, or a ratio. */
  readonly number: number;
}

/** `fired`: beyond the limit by its whole 95 % interval. */
export interface LimitOutcome {
  readonly limit: Limit;
  readonly state: 'fired' | 'passed' | 'undecidable';
  readonly why: string;
}

/** Longer operators first: `<` would match the start of `<=`. */
const GRAMMAR = /^\s*([a-z][a-z.]*)\s*(<=|>=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*(%?)\s*$/;

interface MetricRule {
  readonly unit: string;
  /** What NUMBER with `%` is divided by: shares and points are in percent with or without it. */
  readonly percentOf: number;
}

const METRICS: Readonly<Record<Metric, MetricRule>> = {
  'label.share': { unit: ' % of busy time after', percentOf: 1 },
  'label.delta': { unit: ' points of busy time', percentOf: 1 },
  throughput: { unit: ' of the throughput before', percentOf: 100 },
};

/** @throws UsageError */
export function parseLimit(text: string): Limit {
  const [, name, comparison, number, sign] = GRAMMAR.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(
      `expected --fail-on to be METRIC OP NUMBER[%] with OP one of < <= > >=, found "${text}"`,
    );
  }
  if (!Object.hasOwn(METRICS, name)) {
    throw new UsageError(
      `expected the METRIC of --fail-on to be ${Object.keys(METRICS).join(', ')}, found "${name}"`,
    );
  }
  const metric = name as Metric;
  const percent = sign === '%' ? METRICS[metric].percentOf : 1;
  return { text, metric, comparison: comparison as Comparison, number: Number(number) / percent };
}

/**
 * Holds a limit against what was found. It fires when the metric lies beyond the limit with its whole 95 % interval:
 * of `>` and `>=` the low end counts, of `<` and `<=` the high end, so that noise alone does not stop a pipeline.
 */
export function checkLimit(limit: Limit, before: Side, after: Side, diff: Diff): LimitOutcome {
  const range = READERS[limit.metric](before, after, diff);
  if (typeof range === 'string') return { limit, state: 'undecidable', why: range };
  const { unit } = METRICS[limit.metric];
  const [bound, name] = limit.comparison.startsWith('>') ? [range.low, 'low'] : [range.high, 'high'];
  const fired = COMPARISONS[limit.comparison](bound, limit.number);
  const figures = `${text(range.mid)}${unit} (95 %: ${text(range.low)} to ${text(range.high)})`;
  return {
    limit,
    state: fired ? 'fired' : 'passed',
    why: `${figures}: the ${name} end ${fired ? 'is' : 'is not'} ${limit.comparison} ${text(limit.number)}`,
  };
}

const COMPARISONS: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** The metric with its interval, or why it has none. */
const READERS: Readonly<Record<Metric, (before: Side, after: Side, diff: Diff) => Range | string>> = {
  'label.share': (_, after) => shareAfter(after),
  'label.delta': (_before, _after, { label }) =>
    label.deltaPoints === null || label.low === null || label.high === null
      ? (label.why ?? 'the change has no interval')
      : { low: label.low, mid: label.deltaPoints, high: label.high },
  throughput: (_before, _after, { throughput }) => {
    if (throughput === null) return 'no throughput of both sides of the same tool under the same conditions';
    const { low, high, ratio, why } = throughput;
    return low === null || high === null ? why : { low, mid: ratio, high };
  },
};

/** Of one recording its own interval, of repeated runs that of their mean. */
function shareAfter(after: Side): Range | string {
  const [only, ...others] = after;
  if (only !== undefined && others.length === 0) {
    const { attribution } = only;
    const [low, mid, high] = [
      attribution?.labelShareLowPct ?? null,
      attribution?.labelSharePct ?? null,
      attribution?.labelShareHighPct ?? null,
    ];
    if (mid === null) return attribution?.labelShareWhy ?? 'the side after has no busy samples';
    return low === null || high === null
      ? 'the side after gives percentages without sample counts'
      : { low, mid, high };
  }
  const pair = pairOf(labelObstacle([], after), labelPair([], after));
  if ('undecidable' in pair) return pair.undecidable;
  const mean = runsMean(shareRuns(pair.after));
  return mean === null
    ? 'the side after has no runs'
    : { low: Math.max(0, 100 * mean.low), mid: 100 * mean.mid, high: Math.min(100, 100 * mean.high) };
}

function text(value: number): string {
  return String(Number(value.toFixed(4)));
}
