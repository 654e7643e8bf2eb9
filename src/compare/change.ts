import type { Change, ChangeState } from '../model/diff.js';
import { holmAdjust } from '../stats/holm.js';
import { newcombeInterval, type Proportion } from '../stats/newcombe.js';
import { twoProportionP } from '../stats/two-proportions.js';

/** One share on both sides, as counts that stand for its uncertainty; a reason where there is nothing to test. */
export type Pair =
  | { readonly before: Proportion; readonly after: Proportion }
  | {
      readonly undecidable: string;
      /** Where the change itself is known, only not how sure it is. */
      readonly deltaPoints?: number;
    };

/** Chance of calling any noise in a table a change. */
const ALPHA = 0.05;

/**
 * The changes of a table of shares. A row is up or down when its p value, corrected for the others, is below 5 %
 * and its interval leaves out 0: two approximations that may disagree at the border must both say so.
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

interface Test extends Pick<Change, 'deltaPoints' | 'low' | 'high' | 'why'> {
  readonly p: number | null;
}

function testPair(pair: Pair): Test {
  const p = 'undecidable' in pair ? null : twoProportionP(pair.after, pair.before);
  if ('undecidable' in pair || p === null) {
    const why = 'undecidable' in pair ? pair.undecidable : 'a side has no counts';
    const deltaPoints = 'undecidable' in pair ? (pair.deltaPoints ?? null) : null;
    return { deltaPoints, low: null, high: null, why, p: null };
  }
  const points = newcombeInterval(pair.after, pair.before);
  return { deltaPoints: 100 * points.mid, low: 100 * points.low, high: 100 * points.high, why: null, p };
}

function stateOf(low: number | null, high: number | null, pAdjusted: number): ChangeState {
  if (pAdjusted >= ALPHA) return 'same';
  if ((low ?? 0) > 0) return 'up';
  return (high ?? 0) < 0 ? 'down' : 'same';
}
