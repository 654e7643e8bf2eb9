import type { LockClass } from '../../model/lock.js';
import type { LockRole } from '../../model/projection.js';
import type { SourceReference } from '../../model/site.js';
import { isAppArmorFunction } from './apparmor-functions.js';
import { type Release, read } from './kernel-source.js';

/** As perf lock contention prints the type, without `:R` and `:W`. */
type LockKind = 'spinlock' | 'rwlock' | 'mutex';

/** A lockdep class of AppArmor and what it protects. */
export interface LockRoleRule {
  /** Class name as lock_stat prints it, without `-W`/`-R`, `#2` and `/1`. */
  readonly className: string;
  readonly role: LockRole;
  /** Other subsystems have a class of this name too: a row must prove by its contention points whose it is. */
  readonly nameIsShared: boolean;
  readonly kind: LockKind;
  /**
   * `off`: taken with `*_irqsave`, so a waiter spins with interrupts off, where an event without NMI (cpu-clock)
   * cannot sample it. `on`: a plain spinlock. `sleeps`: a mutex, whose waiters are mostly not on a CPU.
   */
  readonly interrupts: 'on' | 'off' | 'sleeps';
  /** Functions that take it, by which a wait is found in a callchain. */
  readonly takenIn: readonly string[];
  readonly sources: readonly SourceReference[];
}

const ALL: readonly Release[] = ['5.10', '6.1', '6.12', '7.2'];

export const LOCK_ROLES: readonly LockRoleRule[] = [
  {
    className: '&ls->lock',
    role: 'label-tree',
    nameIsShared: false,
    kind: 'rwlock',
    interrupts: 'off',
    takenIn: [
      'aa_label_find',
      'aa_label_find_merge',
      'aa_label_insert',
      'aa_label_merge',
      'aa_label_remove',
      'aa_label_replace',
      'aa_labelset_destroy',
      'aa_update_label_name',
      'aa_vec_find_or_create_label',
      'label_merge_insert',
      'labelset_next_stale',
      'vec_create_and_insert_label',
      'vec_find',
      '__label_update',
      '__labelset_update',
    ],
    sources: read('label.c', ALL),
  },
  {
    className: 'aa_buffers_lock',
    role: 'buffer-pool',
    nameIsShared: false,
    kind: 'spinlock',
    interrupts: 'on',
    takenIn: ['aa_get_buffer', 'aa_put_buffer'],
    sources: read('lsm.c', ALL),
  },
  {
    className: 'aa_secids.xa_lock',
    role: 'secids',
    nameIsShared: false,
    kind: 'spinlock',
    interrupts: 'off',
    takenIn: ['aa_alloc_secid', 'aa_free_secid', 'aa_secid_update'],
    sources: read('secid.c', ['6.1', '6.12', '7.2']),
  },
  {
    className: 'secid_lock',
    role: 'secids',
    nameIsShared: false,
    kind: 'spinlock',
    interrupts: 'off',
    takenIn: ['aa_alloc_secid', 'aa_free_secid', 'aa_secid_update'],
    sources: read('secid.c', ['5.10']),
  },
  {
    className: '&ns->lock',
    role: 'namespace',
    nameIsShared: true,
    kind: 'mutex',
    interrupts: 'sleeps',
    takenIn: [
      'aa_create_aafs',
      'aa_new_learning_profile',
      'aa_new_null_profile',
      'aa_prepare_ns',
      'aa_remove_profiles',
      'aa_replace_profiles',
      'change_hat',
      'destroy_ns',
      'do_loaddata_free',
      'do_ploaddata_rmfs',
      'ns_mkdir_op',
      'ns_revision_poll',
      'ns_revision_read',
      'ns_rmdir_op',
      'p_start',
      '__aa_create_ns',
      '__aa_labelset_update_subtree',
      '__aafs_ns_mkdir',
      '__aafs_ns_rmdir',
      '__next_ns',
    ],
    sources: [...read('policy.c', ALL), ...read('policy_ns.c', ALL), ...read('apparmorfs.c', ALL)],
  },
  {
    className: '&ctx->lock',
    role: 'file-context',
    nameIsShared: true,
    kind: 'spinlock',
    interrupts: 'on',
    takenIn: ['update_file_ctx'],
    sources: [...read('lsm.c', ALL), ...read('file.c', ALL)],
  },
];

const BY_CLASS: ReadonlyMap<string, LockRoleRule> = new Map(LOCK_ROLES.map((rule) => [rule.className, rule]));

const BY_TAKER: ReadonlyMap<string, LockRole> = new Map(
  LOCK_ROLES.flatMap((rule) => rule.takenIn.map((name) => [name, rule.role] as const)),
);

/** The AppArmor lock that a function (a base name) takes, or `null`. */
function lockTakenIn(name: string): LockRole | null {
  return BY_TAKER.get(name) ?? null;
}

/**
 * Callers of takers, which stand in their place where the taker's own frame is missing: perf lock skips three stack
 * entries, and a frame-pointer chain skips the caller of a function just entered. Seen in the recorded kernels.
 */
const ABOVE_TAKER: ReadonlyMap<string, readonly LockRole[]> = new Map([
  ['aa_file_perm', ['buffer-pool', 'file-context']],
  ['aa_label_alloc', ['secids']],
  ['aa_label_destroy', ['secids']],
  ['aa_label_init', ['secids']],
  ['aa_path_link', ['buffer-pool']],
  ['aa_path_perm', ['buffer-pool']],
  ['apparmor_bprm_creds_for_exec', ['buffer-pool']],
  ['__replace_profile', ['label-tree']],
  ['update_file_ctx', ['label-tree']],
]);

/** As `lockTakenIn`, and for the callers of the functions that take it; `null` where these take several. */
export function lockTakenBelow(name: string): LockRole | null {
  const above = ABOVE_TAKER.get(name) ?? [];
  return lockTakenIn(name) ?? (above.length === 1 ? (above[0] ?? null) : null);
}

/**
 * The lock of a wait of perf lock, by the function printed and the type of lock (`null`: not printed). The function may
 * be the taker or its caller; a "spinlock" may be the one inside a queued rwlock. `null` where several fit.
 */
export function lockWaitedFor(name: string, type: string | null): LockRole | null {
  const kind = type?.split(':')[0] ?? null;
  const fits = LOCK_ROLES.filter((rule) => {
    const taken = rule.takenIn.includes(name);
    if (!taken && ABOVE_TAKER.get(name)?.includes(rule.role) !== true) return false;
    return kind === null || kind === rule.kind || (taken && kind === 'spinlock' && rule.kind === 'rwlock');
  });
  const roles = new Set(fits.map(({ role }) => role));
  return roles.size === 1 ? (fits[0]?.role ?? null) : null;
}

/** The role of a class by its name alone (without suffixes); `null` for names that other subsystems use too. */
export function lockRoleByName(className: string): LockRole | null {
  const rule = BY_CLASS.get(className);
  return rule === undefined || rule.nameIsShared ? null : rule.role;
}

/** `#2`: a second class of that name (lockdep's name_version); `/1`: a nesting subclass. */
const CLASS_SUFFIX = /(#\d+)?(\/\d+)?$/;

/**
 * Which of AppArmor's locks a lock_stat row is, or `null`. A row whose name other subsystems use too is AppArmor's
 * only if an AppArmor function waited for it or held it; without a contention the row proves nothing.
 */
export function lockRole(lock: LockClass): LockRole | null {
  const rule = BY_CLASS.get(lock.name.replace(CLASS_SUFFIX, ''));
  if (rule === undefined) {
    return null;
  }
  const proven = [...lock.waiters, ...lock.holders].some((point) => isAppArmorFunction(point.symbol));
  return proven || !rule.nameIsShared ? rule.role : null;
}
