import type { LockRow } from '../model/analysis.js';
import type { LockChange, SideLock } from '../model/diff.js';
import { groupBy } from '../model/group-by.js';
import type { LockRole } from '../model/projection.js';
import type { Percent } from '../model/units.js';
import { type Pair, testChanges } from './change.js';
import { lockPoints } from './lock-points.js';
import type { Side } from './share.js';

type AppArmorRow = LockRow & { readonly role: LockRole };

/**
 * The change of each AppArmor lock of lock_stat: contentions per acquisition, so that a longer recording is no
 * more contended. Acquisitions are counted as independent, which bursts of contention are not: the intervals of
 * single recordings are narrower than the truth. Times are carried along untested: lock_stat gives sums without a
 * spread.
 */
export function lockChanges(before: Side, after: Side): LockChange[] {
  const sides = [before, after].map((side) => side.map(({ locks }) => groupRows(locks)));
  const keys = new Map(sides.flat().flatMap((groups) => [...groups]));
  const joined = [...keys].map(([key, rows]) => {
    const [row] = rows as [AppArmorRow];
    const [old = [], now = []] = sides.map((runs) => runs.map((groups) => groups.get(key) ?? null));
    return { row, key, old, now };
  });
  const changes = testChanges(joined.map(({ old, now }) => pairOf(old.map(counts), now.map(counts))));
  return joined
    .map(({ row, old, now }, index) => {
      const [beforeCounts, afterCounts] = [sumCounts(old.map(counts)), sumCounts(now.map(counts))];
      return {
        class: row.class,
        mode: row.mode,
        role: row.role,
        before: contendedPct(beforeCounts),
        after: contendedPct(afterCounts),
        beforeCounts,
        afterCounts,
        waiters: lockPoints(old, now, 'waiters'),
        holders: lockPoints(old, now, 'holders'),
        ...(changes[index] as NonNullable<(typeof changes)[number]>),
      };
    })
    .sort((a, b) => longestWait(b) - longestWait(a) || (lockKey(a) < lockKey(b) ? -1 : 1));
}

/** AppArmor's rows by lock: a class has several rows where several lock_stat texts were joined. */
function groupRows(rows: readonly LockRow[]): Map<string, AppArmorRow[]> {
  const own = rows.flatMap(({ role, ...row }) => (role === null ? [] : [{ ...row, role }]));
  return groupBy(own, lockKey);
}

function lockKey({ class: name, mode, role }: Pick<LockRow, 'class' | 'mode' | 'role'>): string {
  return JSON.stringify([name, mode, role]);
}

/** `null` where the recording has no such row. */
function counts(rows: readonly AppArmorRow[] | null): SideLock | null {
  if (rows === null) return null;
  const sum = (field: keyof SideLock): number => rows.reduce((total, row) => total + row[field], 0);
  return {
    contentions: sum('contentions'),
    acquisitions: sum('acquisitions'),
    waitTotalNs: sum('waitTotalNs'),
    holdTotalNs: sum('holdTotalNs'),
  };
}

function sumCounts(runs: readonly (SideLock | null)[]): SideLock | null {
  const known = runs.flatMap((run) => run ?? []);
  if (known.length === 0) return null;
  const sum = (field: keyof SideLock): number => known.reduce((total, run) => total + run[field], 0);
  return {
    contentions: sum('contentions'),
    acquisitions: sum('acquisitions'),
    waitTotalNs: sum('waitTotalNs'),
    holdTotalNs: sum('holdTotalNs'),
  };
}

function contendedPct(side: SideLock | null): Percent | null {
  return side === null || side.acquisitions === 0 ? null : (100 * side.contentions) / side.acquisitions;
}

function pairOf(before: readonly (SideLock | null)[], after: readonly (SideLock | null)[]): Pair {
  const runs = [...before, ...after];
  const sides = runs.flatMap((side) => side ?? []);
  if (sides.length < runs.length) return { undecidable: 'a side has no such row of lock_stat' };
  if (sides.some((side) => side.acquisitions === 0)) return { undecidable: 'a side never took it' };
  // Resetting lock_stat under load leaves waits whose acquisition is counted elsewhere: no proportion.
  if (sides.some((side) => side.contentions > side.acquisitions))
    return { undecidable: 'a side counts more contentions than acquisitions' };
  const proportions = (side: readonly (SideLock | null)[]) =>
    side.flatMap((run) => (run === null ? [] : [{ hits: run.contentions, trials: run.acquisitions }]));
  return { before: proportions(before), after: proportions(after) };
}

function longestWait(lock: LockChange): number {
  return Math.max(lock.beforeCounts?.waitTotalNs ?? 0, lock.afterCounts?.waitTotalNs ?? 0);
}
