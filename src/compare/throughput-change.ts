import type { Analysis } from '../model/analysis.js';
import type { ThroughputChange } from '../model/diff.js';
import type { Throughput } from '../model/throughput.js';
import { detectableShift } from '../stats/detectable-shift.js';
import { rankSumP, smallestRankSumP } from '../stats/rank-sum.js';
import { type Runs, runsDifference } from '../stats/repeated-runs.js';
import { ALPHA, rankGuard } from './change.js';
import type { Side } from './share.js';

/** Runs under perf first: they are the ones whose samples are compared. */
const PREFERENCE: readonly Throughput['duringRecording'][] = [true, false, null];

/**
 * Requests per second of both sides, under each condition (tool, with or without recording, number of tasks) that
 * every recording of both has; the condition of the recordings first, then the largest load.
 *
 * With repeated recordings each counts once, by the mean of its runs: runs of one boot are more alike than boots are,
 * so that those of a single recording give no interval.
 * Rates are compared by their logarithms, so that the ratio turns round exactly when the sides do.
 */
export function throughputChanges(before: Side, after: Side): ThroughputChange[] {
  const sides = [before, after].map((side) => side.map(rates));
  const all = sides.flat();
  const conditions = [...(all[0] ?? [])].filter(([key]) => all.every((run) => run.has(key)));
  return conditions
    .map(([key, { run }]) => {
      const [old = [], now = []] = sides.map((side) => side.map((each) => each.get(key)?.rates ?? []));
      return { tool: run.tool, duringRecording: run.duringRecording, tasks: run.tasks, ...change(old, now) };
    })
    .sort(
      (a, b) =>
        PREFERENCE.indexOf(a.duringRecording) - PREFERENCE.indexOf(b.duringRecording) ||
        (b.tasks ?? 0) - (a.tasks ?? 0) ||
        (a.tool < b.tool ? -1 : 1),
    );
}

interface Rates {
  readonly run: Throughput;
  readonly rates: number[];
}

function rates({ throughput }: Analysis): Map<string, Rates> {
  const byCondition = new Map<string, Rates>();
  for (const run of throughput) {
    if (!((run.requestsPerSec ?? 0) > 0)) continue;
    const key = JSON.stringify([run.tool, run.duringRecording, run.tasks]);
    const known = byCondition.get(key) ?? { run, rates: [] };
    byCondition.set(key, known);
    known.rates.push(run.requestsPerSec as number);
  }
  return byCondition;
}

type Figures = Omit<ThroughputChange, 'tool' | 'duringRecording' | 'tasks'>;

function change(before: readonly (readonly number[])[], after: readonly (readonly number[])[]): Figures {
  const isRepeated = before.length > 1 || after.length > 1;
  const [old, now] = [logs(before, isRepeated), logs(after, isRepeated)];
  const [oldMean, nowMean] = [mean(old), mean(now)];
  const figures = {
    before: geometricMean(before, oldMean),
    after: geometricMean(after, nowMean),
    beforeRuns: old.length,
    afterRuns: now.length,
    ratio: Math.exp(nowMean - oldMean),
  };
  const difference = isRepeated ? runsDifference(runs(old), runs(now)) : null;
  if (difference === null) {
    const why =
      old.length + now.length > 2
        ? 'geometric means of the runs of one recording a side: how recordings differ is not known, so no interval'
        : 'one run a side: no interval, so no claim';
    return { ...figures, low: null, high: null, p: null, rankP: null, state: 'undecidable', why };
  }
  const decided = Math.max(difference.p, rankGuard(old, now)) < ALPHA;
  return {
    ...figures,
    low: Math.exp(difference.low),
    high: Math.exp(difference.high),
    p: difference.p,
    rankP: rankSumP(old, now),
    state: !decided ? 'same' : difference.mid > 0 ? 'up' : 'down',
    why: whyText(old.length, now.length, detectableShift(old.length, now.length, difference)),
  };
}

function whyText(before: number, after: number, detectable: number): string {
  const reachable = smallestRankSumP(before, after);
  return [
    `${before} and ${after} recordings, geometric means; interval from the scatter between them (Welch's t)`,
    ...(reachable !== null && reachable > ALPHA
      ? ['too few for an exact rank test, so it rests on rates being log-normal']
      : []),
    `a change by ${(100 * Math.expm1(detectable)).toFixed(1)} % could have been shown (at 80 % power)`,
  ].join('; ');
}

const runs = (values: readonly number[]): Runs => ({ values, noise: 0 });

/** One value a recording, or where there is one recording a side, one a run, which only their mean is taken of. */
function logs(recordings: readonly (readonly number[])[], isRepeated: boolean): number[] {
  const values = recordings.map((rates) => rates.map((rate) => Math.log(rate)));
  return isRepeated ? values.map(mean) : values.flat();
}

/** A single rate is itself: the way through its logarithm would cost the last digits. */
function geometricMean(recordings: readonly (readonly number[])[], logMean: number): number {
  const [rate, ...others] = recordings.flat();
  return rate !== undefined && others.length === 0 ? rate : Math.exp(logMean);
}

function mean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
}
