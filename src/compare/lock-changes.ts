import type { Analysis, LockRow } from '../model/analysis.js';
import type { LockChange, SideLock } from '../model/diff.js';
import type { LockRole } from '../model/projection.js';
import { type Pair, testChanges } from './change.js';

type AppArmorRow = LockRow & { readonly role: LockRole };

/**
 * The change of each AppArmor lock of lock_stat: contentions per acquisition, so that a longer recording is no
 * more contended. Acquisitions are counted as independent, which bursts of contention are not: the intervals are
 * narrower than the truth. Times are carried along untested: lock_stat gives sums without a spread.
 */
export function lockChanges(before: Analysis, after: Analysis): LockChange[] {
  const old = groupRows(before.locks);
  const now = groupRows(after.locks);
  const joined = [...new Map([...old, ...now])].map(([key, rows]) => {
    const [row] = rows as [AppArmorRow];
    return { row, before: sideLock(old.get(key)), after: sideLock(now.get(key)) };
  });
  const changes = testChanges(joined.map((lock) => pairOf(lock.before, lock.after)));
  return joined
    .map((lock, index) => ({
      class: lock.row.class,
      mode: lock.row.mode,
      role: lock.row.role,
      before: lock.before,
      after: lock.after,
      ...(changes[index] as NonNullable<(typeof changes)[number]>),
    }))
    .sort((a, b) => longestWait(b) - longestWait(a) || (lockKey(a) < lockKey(b) ? -1 : 1));
}

/** AppArmor's rows by lock: a class has several rows where several lock_stat texts were joined. */
function groupRows(rows: readonly LockRow[]): Map<string, AppArmorRow[]> {
  const groups = new Map<string, AppArmorRow[]>();
  for (const row of rows) {
    if (row.role === null) continue;
    const key = lockKey(row);
    groups.set(key, [...(groups.get(key) ?? []), { ...row, role: row.role }]);
  }
  return groups;
}

function lockKey({ class: name, mode, role }: Pick<LockRow, 'class' | 'mode' | 'role'>): string {
  return JSON.stringify([name, mode, role]);
}

function sideLock(rows: readonly AppArmorRow[] | undefined): SideLock | null {
  if (rows === undefined) return null;
  const sum = (field: 'contentions' | 'acquisitions' | 'waitTotalNs' | 'holdTotalNs'): number =>
    rows.reduce((total, row) => total + row[field], 0);
  const contentions = sum('contentions');
  const acquisitions = sum('acquisitions');
  return {
    contentions,
    acquisitions,
    contendedPct: acquisitions > 0 ? (100 * contentions) / acquisitions : null,
    waitTotalNs: sum('waitTotalNs'),
    holdTotalNs: sum('holdTotalNs'),
  };
}

function pairOf(before: SideLock | null, after: SideLock | null): Pair {
  if (before === null || after === null) return { undecidable: 'a side has no such row of lock_stat' };
  const sides = [before, after];
  if (sides.some((side) => side.acquisitions === 0)) return { undecidable: 'a side never took it' };
  // Resetting lock_stat under load leaves waits whose acquisition is counted elsewhere: no proportion.
  if (sides.some((side) => side.contentions > side.acquisitions))
    return { undecidable: 'a side counts more contentions than acquisitions' };
  return {
    before: { hits: before.contentions, trials: before.acquisitions },
    after: { hits: after.contentions, trials: after.acquisitions },
  };
}

function longestWait(lock: LockChange): number {
  return Math.max(lock.before?.waitTotalNs ?? 0, lock.after?.waitTotalNs ?? 0);
}
