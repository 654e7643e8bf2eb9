import type { LockRow } from '../model/analysis.js';
import type { LockWaitRow } from '../model/companions.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import type { LockClass } from '../model/lock.js';
import type { LockLoad, LockRole } from '../model/projection.js';
import { lockRole } from './catalogue/lock-roles.js';

/** Every lock_stat row with what it is to AppArmor, the longest waits first. */
export function lockRows(locks: readonly LockClass[]): LockRow[] {
  return locks
    .map((lock) => {
      const { name, ...rest } = lock;
      return { class: name, role: lockRole(lock), ...rest };
    })
    .sort((a, b) => b.waitTotalNs - a.waitTotalNs);
}

/** Says of lock_stat and of perf lock that none of what it lists is known to be AppArmor's. */
export function noOwnLocks(locks: readonly LockRow[], waits: readonly LockWaitRow[]): Diagnostic[] {
  const inputs = [
    { rows: locks, what: 'classes that lock_stat lists' },
    { rows: waits, what: 'rows of perf lock' },
  ];
  return inputs
    .filter(({ rows }) => rows.length > 0 && rows.every(({ role }) => role === null))
    .map(({ rows, what }) =>
      finding(
        'no-own-locks',
        `none of the ${rows.length} ${what} is known to be one of AppArmor's locks`,
        null,
        rows[0]?.file,
      ),
    );
}

/** Adds lock_stat's counts, summed by role, to what perf saw of the locks. */
export function withLockStat(loads: readonly LockLoad[], rows: readonly LockRow[]): LockLoad[] {
  const roles = new Set<LockRole>([
    ...loads.map(({ role }) => role),
    ...rows.flatMap(({ role }) => role ?? []),
  ]);
  return [...roles].map((role) => {
    const load = loads.find((known) => known.role === role);
    const own = rows.filter((row) => row.role === role);
    const sum = (mode: 'read' | 'write', field: 'acquisitions' | 'contentions'): number | null =>
      own.length === 0
        ? null
        : own
            .filter((row) => (row.mode === 'read') === (mode === 'read'))
            .reduce((total, row) => total + row[field], 0);
    return {
      role,
      share: load?.share ?? null,
      why: load === undefined ? 'not observable: no samples' : load.why,
      readAcquisitions: sum('read', 'acquisitions'),
      writeAcquisitions: sum('write', 'acquisitions'),
      readContentions: sum('read', 'contentions'),
      writeContentions: sum('write', 'contentions'),
    };
  });
}
