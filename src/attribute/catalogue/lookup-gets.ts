/**
 * Functions that take their reference by kref_get_unless_zero() on every path, since they found the label or profile
 * without holding one: label.c __aa_get_label(), policy.c aa_get_profile_not0(), apparmorfs.c aa_get_label_rcu().
 * Read in 5.10, 6.1, 6.12 and 7.2. Elsewhere such a loop runs only for a stale label.
 */
export const LOOKUP_GETS: ReadonlySet<string> = new Set([
  '__aa_get_label',
  '__label_find',
  '__label_find_merge',
  '__vec_find',
  'aa_find_child',
  'aa_label_find',
  'aa_label_find_merge',
  'aa_lookupn_profile',
  'find_attach',
  'labelset_next_stale',
  'rawdata_get_link_base',
  'seq_profile_attach_show',
  'seq_profile_hash_show',
  'seq_profile_mode_show',
  'seq_profile_name_show',
  'vec_find',
]);
