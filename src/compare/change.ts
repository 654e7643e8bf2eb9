import type { Change, ChangeState } from '../model/diff.js';
import { holmAdjust } from '../stats/holm.js';
import { newcombeInterval, type Proportion } from '../stats/newcombe.js';
import { Z_95 } from '../stats/normal.js';
import { wilsonInterval } from '../stats/proportion.js';
import { rankSumP, smallestRankSumP } from '../stats/rank-sum.js';
import { type Runs, runsDifference } from '../stats/repeated-runs.js';
import { twoProportionP } from '../stats/two-proportions.js';

/**
 * One share on both sides, as counts that stand for its uncertainty, one a recording; a reason where there is
 * nothing to test.
 */
export type Pair =
  | { readonly before: readonly Proportion[]; readonly after: readonly Proportion[] }
  | {
      readonly undecidable: string;
      /** Where the change itself is known, only not how sure it is. */
      readonly deltaPoints?: number;
    };

/** Chance of calling any noise in a table a change. */
export const ALPHA = 0.05;

/**
 * The changes of a table of shares. A row is up or down when its p value, corrected for the others, is below 5 %
 * and its interval leaves out 0: two approximations that may disagree at the border must both say so.
 *
 * One recording a side is judged by its samples, repeated ones by the scatter between them.
 */
export function testChanges(pairs: readonly Pair[]): Change[] {
  const tested = pairs.map(testPair);
  const decided = tested.flatMap((test) => (test.p === null ? [] : [test.p]));
  const adjusted = holmAdjust(decided);
  let next = 0;
  return tested.map(({ p, ...change }) => {
    if (p === null) return { ...change, pAdjusted: null, state: 'undecidable' };
    const pAdjusted = adjusted[next++] ?? 1;
    return { ...change, pAdjusted, state: stateOf(change.low, change.high, pAdjusted) };
  });
}

/** The runs of a side as values, with the variance that their samples explain. */
export function shareRuns(proportions: readonly Proportion[]): Runs {
  const noise = proportions.map(({ hits, trials }) => {
    // The half width in standard errors, which is not 0 where nothing was hit.
    const { low, high } = wilsonInterval(hits, trials);
    return ((high - low) / (2 * Z_95)) ** 2;
  });
  return {
    values: proportions.map(({ hits, trials }) => (trials > 0 ? hits / trials : 0)),
    noise: noise.sort((a, b) => a - b).reduce((sum, value) => sum + value, 0) / Math.max(1, noise.length),
  };
}

interface Test extends Pick<Change, 'deltaPoints' | 'low' | 'high' | 'why'> {
  readonly p: number | null;
}

const undecidable = (why: string, deltaPoints: number | null): Test => ({
  deltaPoints,
  low: null,
  high: null,
  why,
  p: null,
});

function testPair(pair: Pair): Test {
  if ('undecidable' in pair) return undecidable(pair.undecidable, pair.deltaPoints ?? null);
  if ([...pair.before, ...pair.after].some(({ trials }) => !(trials > 0)))
    return undecidable('a side has no counts', null);
  const [old, now] = [pair.before[0], pair.after[0]];
  if (pair.before.length === 1 && pair.after.length === 1 && old !== undefined && now !== undefined) {
    const points = newcombeInterval(now, old);
    return tested(points.low, points.mid, points.high, twoProportionP(now, old));
  }
  const [before, after] = [shareRuns(pair.before), shareRuns(pair.after)];
  const difference = runsDifference(before, after);
  if (difference === null) return undecidable('a side has no counts', null);
  const p = Math.max(difference.p, rankGuard(before.values, after.values));
  return tested(difference.low, difference.mid, difference.high, p);
}

/** The exact test has a say as soon as so many runs can reach 5 % at all: four a side. */
export function rankGuard(before: readonly number[], after: readonly number[]): number {
  const reachable = smallestRankSumP(before.length, after.length);
  if (reachable === null || reachable > ALPHA) return 0;
  // Above 5 % it vetoes; below it leaves the size of p to the t test, as ranks of few runs have few values.
  const rankP = rankSumP(before, after) ?? 0;
  return rankP > ALPHA ? rankP : 0;
}

function tested(low: number, mid: number, high: number, p: number | null): Test {
  return { deltaPoints: 100 * mid, low: 100 * low, high: 100 * high, why: null, p };
}

function stateOf(low: number | null, high: number | null, pAdjusted: number): ChangeState {
  if (pAdjusted >= ALPHA) return 'same';
  if ((low ?? 0) > 0) return 'up';
  return (high ?? 0) < 0 ? 'down' : 'same';
}
