import type { Analysis } from '../model/analysis.js';
import type { Change } from '../model/diff.js';
import { testChanges } from './change.js';
import type { JoinedRow } from './joined-rows.js';
import { pairOf, type Share, type SharePair, type Side } from './share.js';

/** A change against the work that the busy CPUs did, with what turns its points into points of busy time. */
export interface WorkChange extends Change {
  /** Mean over the recordings of the part of the busy time, 0 to 1, that the share was taken of. */
  readonly base: number;
}

/**
 * The changes of rows as shares of themselves and of the time that no line or lock takes. When contention goes
 * anywhere, every share of busy time grows in proportion: what grew no more than the uncontended work did not take
 * over what another row lost.
 */
export function workChanges(
  before: Side,
  after: Side,
  obstacle: string | null,
  rows: readonly JoinedRow<unknown>[],
): WorkChange[] {
  const [old, now] = [before.map(uncontendedPart), after.map(uncontendedPart)];
  const pairs = rows.map((row) => ({
    before: row.before.map((share, run) => ofWork(share, old[run] ?? 0)),
    after: row.after.map((share, run) => ofWork(share, now[run] ?? 0)),
  }));
  const changes = testChanges(pairs.map((pair) => pairOf(obstacle, pair)));
  return rows.map((row, index) => ({
    ...(changes[index] as Change),
    base: meanBase(row, old, now),
  }));
}

/** Part of the busy time, 0 to 1, that neither the counter nor another line or lock takes. */
function uncontendedPart({ attribution, lines }: Analysis): number {
  const contended = lines
    .filter(({ kind }) => kind !== 'label-line')
    .reduce((sum, { sharePct }) => sum + sharePct, attribution?.labelSharePct ?? 0);
  return Math.max(0, 1 - contended / 100);
}

function baseOf({ sharePct }: Share, uncontended: number): number {
  return Math.min(1, uncontended + (sharePct ?? 0) / 100);
}

function ofWork(share: Share, uncontended: number): Share {
  const base = baseOf(share, uncontended);
  const { proportion, sharePct } = share;
  if (!(base > 0) || sharePct === null) return { ...share, proportion: null };
  return {
    ...share,
    sharePct: sharePct / base,
    proportion: proportion && {
      hits: Math.min(proportion.hits, proportion.trials * base),
      trials: proportion.trials * base,
    },
  };
}

/** Of the means of both sides, sorted before they are added: swapped sides and runs in any order give the same bits. */
function meanBase(row: SharePair, before: readonly number[], after: readonly number[]): number {
  const mean = (shares: readonly Share[], parts: readonly number[]): number =>
    shares
      .map((share, run) => baseOf(share, parts[run] ?? 0))
      .sort((a, b) => a - b)
      .reduce((sum, base) => sum + base, 0) / Math.max(1, shares.length);
  return (mean(row.before, before) + mean(row.after, after)) / 2;
}
