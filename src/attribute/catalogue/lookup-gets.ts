/**
 * Functions that take their reference by kref_get_unless_zero() on every path, since they found the label or profile
 * without holding one: label.c __aa_get_label(), policy.c aa_get_profile_not0(), apparmorfs.c aa_get_label_rcu().
 * Read in 5.10, 6.1, 6.12, 6.17 and 7.2; the three of sockets (aa_get_label_rcu()) are so from 6.17 on. Elsewhere such a
 * loop runs only for a stale label. Used where no debug information tells. apparmor_socket_getpeersec_stream is left out:
 * sk_peer_get_label() inlined into it looks a label up from 6.17 on, but before that its only loop is a stale label's.
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
  'aa_unix_file_perm',
  'apparmor_sk_clone_security',
  'find_attach',
  'labelset_next_stale',
  'rawdata_get_link_base',
  'seq_profile_attach_show',
  'seq_profile_hash_show',
  'seq_profile_mode_show',
  'seq_profile_name_show',
  'sk_peer_get_label',
  'vec_find',
]);
