import type { Analysis, LockRow } from '../model/analysis.js';
import type { Comparable } from '../model/diff.js';
import type { ContentionPoint, LockClass } from '../model/lock.js';
import { lockDifference } from '../read/lock-stat/difference.js';

/** With fewer classes that counters happen to be larger on one side proves little. */
const LEAST_CLASSES = 8;

export interface SideLocks {
  readonly before: Analysis;
  readonly after: Analysis;
  readonly conditions: readonly Comparable[];
}

/**
 * lock_stat of two sides that are snapshots of one boot: the later one, whose counters hold those of the earlier,
 * gets what happened since. They are taken for that when every class, call site and extreme of the one can have grown
 * into the other's; counts and sums are subtracted, extremes of the interval are unknown.
 */
export function sideSnapshots(before: Analysis, after: Analysis): SideLocks {
  const forward = growth(before, after);
  if (forward !== null)
    return { before, after: { ...after, locks: forward }, conditions: [condition('before', 'after')] };
  const backward = growth(after, before);
  if (backward !== null)
    return { before: { ...before, locks: backward }, after, conditions: [condition('after', 'before')] };
  return { before, after, conditions: [] };
}

function condition(earlier: 'before' | 'after', later: 'before' | 'after'): Comparable {
  const texts = { [earlier]: 'since boot or reset', [later]: 'since the other snapshot' };
  return {
    what: 'lock_stat',
    before: texts.before ?? null,
    after: texts.after ?? null,
    ok: true,
    why: `snapshots of one boot: of the later one (${later}) the earlier is subtracted, in counts and sums`,
  };
}

function growth(earlier: Analysis, later: Analysis): LockRow[] | null {
  if (earlier.locks.length < LEAST_CLASSES) return null;
  const since = lockDifference(earlier.locks.map(classOf), later.locks.map(classOf));
  if (since === null || !hasGrown(since) || !pointsGrew(earlier.locks, later.locks)) return null;
  const roles = new Map(later.locks.map((row) => [row.class, row.role]));
  return since.map(({ name, ...row }) => ({ class: name, role: roles.get(name) ?? null, ...row }));
}

function classOf({ class: name, role: _, ...row }: LockRow): LockClass {
  return { name, ...row };
}

/** A file against itself is no interval. */
function hasGrown(since: readonly LockClass[]): boolean {
  return since.some(({ acquisitions }) => acquisitions > 0);
}

/** The sites that the kernel keeps are the first ones: none goes, and none counts down. */
function pointsGrew(earlier: readonly LockRow[], later: readonly LockRow[]): boolean {
  const pointsOf = (rows: readonly LockRow[], kind: 'waiters' | 'holders'): Map<string, number> =>
    new Map(
      rows.flatMap((row) =>
        row[kind].map((point) => [`${row.class}\n${row.mode}\n${place(point)}`, point.count] as const),
      ),
    );
  return (['waiters', 'holders'] as const).every((kind) => {
    const now = pointsOf(later, kind);
    return [...pointsOf(earlier, kind)].every(([key, count]) => (now.get(key) ?? -1) >= count);
  });
}

function place({ symbol, offset, module }: ContentionPoint): string {
  return `${symbol}+${offset} ${module}`;
}
