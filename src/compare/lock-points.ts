import type { LockRow } from '../model/analysis.js';
import type { LockPoint } from '../model/diff.js';
import type { Percent } from '../model/units.js';
import { joinedName } from './function-names.js';

/** A lock's rows of one recording; `null` where it has none. */
type RunRows = readonly Pick<LockRow, 'contentions' | 'waiters' | 'holders'>[] | null;

const NOT_LISTED = 'not among the sites listed, and these leave a remainder that it may be part of';
const NO_ROW = 'a side has no such row of lock_stat';

/**
 * The call sites of a lock on both sides, joined by symbol: addresses, offsets and sizes are another in every build.
 * The kernel keeps the first four of each kind, so that what they leave of the contentions is a row of its own, and
 * a site that is missing has none only where nothing is left. Sorted by name, the remainder last.
 */
export function lockPoints(
  before: readonly RunRows[],
  after: readonly RunRows[],
  kind: 'waiters' | 'holders',
): LockPoint[] {
  const [old, now] = [sidePoints(before, kind), sidePoints(after, kind)];
  const symbols = [...new Set([...(old?.counts.keys() ?? []), ...(now?.counts.keys() ?? [])])].sort();
  if (symbols.length === 0) return [];
  return [...symbols, null].map((symbol) => {
    const [b, a] = [countOf(old, symbol), countOf(now, symbol)];
    return {
      symbol,
      before: b,
      after: a,
      beforePct: percentOf(b, old),
      afterPct: percentOf(a, now),
      why: old === null || now === null ? NO_ROW : b === null || a === null ? NOT_LISTED : null,
    };
  });
}

interface SidePoints {
  readonly contentions: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly rest: number;
}

function sidePoints(runs: readonly RunRows[], kind: 'waiters' | 'holders'): SidePoints | null {
  const rows = runs.flatMap((run) => run ?? []);
  if (rows.length === 0) return null;
  const counts = new Map<string, number>();
  for (const point of rows.flatMap((row) => row[kind])) {
    const name = joinedName(point.symbol);
    counts.set(name, (counts.get(name) ?? 0) + point.count);
  }
  const contentions = rows.reduce((sum, row) => sum + row.contentions, 0);
  const listed = [...counts.values()].reduce((sum, count) => sum + count, 0);
  // A reset under load can leave sites with more waits than the class counts.
  return { contentions, counts, rest: Math.max(0, contentions - listed) };
}

function countOf(side: SidePoints | null, symbol: string | null): number | null {
  if (side === null) return null;
  if (symbol === null) return side.rest;
  return side.counts.get(symbol) ?? (side.rest === 0 ? 0 : null);
}

function percentOf(count: number | null, side: SidePoints | null): Percent | null {
  return count === null || side === null || side.contentions === 0 ? null : (100 * count) / side.contentions;
}
