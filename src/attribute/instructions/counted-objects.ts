/** What the word under an atomic belongs to. */
export type CountedObject =
  | 'label'
  | 'proxy'
  | 'cred'
  | 'file'
  | 'inode'
  | 'dentry'
  | 'spinlock'
  | 'rwlock'
  | 'bit lock'
  | 'policy data'
  | 'counter'
  | 'per-CPU data'
  | 'barrier'
  | 'unknown';

interface ObjectRule {
  readonly functions: readonly string[];
  readonly object: CountedObject;
}

/**
 * Inlined function -> object, looked up from the innermost function outwards; the first hit decides. A profile and a
 * namespace (through its unconfined profile) have their count in the label embedded in the profile:
 * security/apparmor/include/policy.h aa_get_profile() v4.15 to v6.18, policy_ns.h aa_get_ns(). Bare kref functions
 * are in no rule: whose count it is, their caller says.
 */
const OBJECT_RULES: readonly ObjectRule[] = [
  {
    object: 'label',
    functions: [
      'aa_get_label',
      '__aa_get_label',
      'aa_get_label_rcu',
      'aa_get_newest_label',
      'aa_put_label',
      'aa_get_profile',
      'aa_get_profile_not0',
      'aa_get_profile_rcu',
      'aa_put_profile',
      'aa_get_ns',
      'aa_get_ns_not0',
      'aa_put_ns',
    ],
  },
  { object: 'proxy', functions: ['aa_get_proxy', 'aa_put_proxy'] },
  {
    object: 'policy data',
    functions: [
      'aa_get_dfa',
      'aa_put_dfa',
      'aa_get_pdb',
      'aa_put_pdb',
      'aa_get_str',
      'aa_put_str',
      'aa_get_i_loaddata',
      'aa_put_i_loaddata',
      'aa_get_profile_loaddata',
      'aa_get_profile_loaddata_not0',
      'aa_put_profile_loaddata',
      'get_loaddata_common_ref',
      'put_loaddata_common_ref',
      'get_multi_transaction',
      'put_multi_transaction',
    ],
  },
  {
    object: 'cred',
    functions: ['get_cred', 'get_new_cred', 'get_cred_rcu', 'put_cred', 'get_cred_many', 'put_cred_many'],
  },
  {
    object: 'file',
    functions: [
      'get_file',
      'get_file_rcu',
      '__get_file_rcu',
      'fput',
      'fput_many',
      'get_file_rcu_many',
      '__fget_files_rcu',
      'file_ref_get',
      'file_ref_put',
    ],
  },
  {
    object: 'inode',
    functions: [
      'i_readcount_inc',
      'i_readcount_dec',
      'get_write_access',
      'put_write_access',
      'deny_write_access',
      'allow_write_access',
      'ihold',
      'iput',
      'inode_dio_begin',
    ],
  },
  {
    object: 'dentry',
    functions: ['lockref_get', 'lockref_put_return', 'lockref_get_not_dead', 'dget', 'dput'],
  },
  {
    object: 'bit lock',
    functions: ['bit_spin_lock', 'bit_spin_unlock', 'test_and_set_bit_lock', 'hlist_bl_lock'],
  },
  {
    object: 'rwlock',
    functions: [
      'queued_read_lock',
      'queued_read_unlock',
      'queued_write_lock',
      'queued_write_unlock',
      'read_lock',
      'write_lock',
    ],
  },
  {
    object: 'spinlock',
    functions: [
      'queued_spin_lock',
      'queued_spin_trylock',
      'queued_spin_unlock',
      'virt_spin_lock',
      'spin_lock',
      'arch_spin_lock',
    ],
  },
];

const BY_FUNCTION: ReadonlyMap<string, CountedObject> = new Map(
  OBJECT_RULES.flatMap(({ object, functions }) => functions.map((name) => [name, object] as const)),
);

/**
 * The object that the inlined functions around an atomic name, innermost first; `null` where none does. A proxy goes
 * first: gcc merges aa_get_proxy() with a like-looking aa_get_label() and then names both (aa_label_alloc of 6.1).
 */
export function countedObject(functions: readonly string[]): CountedObject | null {
  const objects = functions.flatMap((name) => BY_FUNCTION.get(name) ?? []);
  return objects.includes('proxy') ? 'proxy' : (objects[0] ?? null);
}

/** What a kref or refcount function does, by its name. */
const REFERENCE_OPERATIONS: readonly (readonly [RegExp, 'get' | 'put' | 'get-unless-zero'])[] = [
  [/^(kref_get_unless_zero|refcount_inc_not_zero|__refcount_inc_not_zero)$/, 'get-unless-zero'],
  [/^(kref_get|refcount_inc|__refcount_inc)$/, 'get'],
  [/^(kref_put|kref_sub|refcount_dec_and_test|__refcount_dec_and_test|refcount_sub_and_test)$/, 'put'],
];

/** What the innermost reference function of an inline chain does; `null` without one. */
export function referenceOperation(functions: readonly string[]): 'get' | 'put' | 'get-unless-zero' | null {
  for (const name of functions) {
    const rule = REFERENCE_OPERATIONS.find(([pattern]) => pattern.test(name));
    if (rule !== undefined) return rule[1];
  }
  return null;
}

/** Inlined functions that drop a reference only where a replaced label made somebody take one. */
const STALE_PUTS: ReadonlySet<string> = new Set([
  'end_current_label_crit_section',
  'aa_put_label_condref',
  '__end_cred_crit_section',
]);

/**
 * True where the chain shows that only a replaced label leads here: aa_get_newest_label() looks up the newest one in
 * a loop (security/apparmor/include/label.h), and critical sections drop what they took for it.
 */
export function isStaleOnly(functions: readonly string[]): boolean {
  return (
    functions.some((name) => STALE_PUTS.has(name)) ||
    (functions.some((name) => name.startsWith('aa_get_newest_')) &&
      referenceOperation(functions) === 'get-unless-zero')
  );
}
