import type { HelperRule, SourceReference } from '../../model/site.js';
import { COMMITS, type Release, read, readAt } from './kernel-source.js';

const ALL: readonly Release[] = ['5.10', '6.1', '6.12', '7.2'];
const LABEL_H = read('include/label.h', ALL);
const CRED_H = read('include/cred.h', ALL);
const POLICY_H = read('include/policy.h', ALL);
const NS_H = read('include/policy_ns.h', ALL);
const KREF_H: readonly SourceReference[] = [
  { file: 'include/linux/kref.h', revision: 'v6.1.192', note: 'as inlined in the recorded kernel (DWARF)' },
];

type Shape = Pick<HelperRule, 'operation' | 'lifetime' | 'rmws'>;
const GET: Shape = { operation: 'get', lifetime: 'held-taken', rmws: 1 };
const GET_CURRENT: Shape = { operation: 'get', lifetime: 'transient-current', rmws: 1 };
const GET_OBJECT: Shape = { operation: 'get', lifetime: 'transient-object', rmws: 1 };
const PUT: Shape = { operation: 'put', lifetime: 'held-dropped', rmws: 1 };
const STALE_GET: Shape = { operation: 'get', lifetime: 'stale', rmws: 0 };
const STALE_PUT: Shape = { operation: 'put', lifetime: 'stale', rmws: 0 };

/**
 * Functions that get or put a label for their caller. All but aa_get_task_label are static inline in the kernel's
 * headers; gcc kept aa_get_newest_profile and aa_get_current_ns out of line in the recorded 6.1, and builds for
 * size or coverage keep more. kref_* serve every kind of object: without an AppArmor caller they are no label's.
 * refcount_warn_saturate is absent: it runs when a count is already broken, and counts nothing.
 */
export const LABEL_HELPERS: readonly HelperRule[] = [
  {
    function: 'aa_get_task_label',
    ...GET_OBJECT,
    sources: [...read('task.c', ALL), ...readAt('context.c', COMMITS.credContext)],
  },
  { function: 'aa_get_label', ...GET, sources: LABEL_H },
  { function: '__aa_get_label', ...GET, sources: LABEL_H },
  { function: 'aa_get_label_rcu', ...GET, sources: LABEL_H },
  { function: 'aa_get_newest_label', ...GET, sources: LABEL_H },
  { function: 'aa_get_newest_label_condref', ...STALE_GET, sources: read('include/label.h', ['7.2']) },
  { function: 'aa_put_label', ...PUT, sources: LABEL_H },
  { function: 'aa_get_current_label', ...GET_CURRENT, sources: CRED_H },
  { function: 'aa_get_newest_cred_label', ...GET_OBJECT, sources: CRED_H },
  {
    function: 'aa_get_newest_cred_label_condref',
    ...STALE_GET,
    sources: read('include/cred.h', ['6.12', '7.2']),
  },
  { function: 'aa_put_label_condref', ...STALE_PUT, sources: read('include/cred.h', ['6.12', '7.2']) },
  { function: 'begin_current_label_crit_section', ...STALE_GET, sources: CRED_H },
  { function: '__begin_current_label_crit_section', ...STALE_GET, sources: CRED_H },
  { function: 'end_current_label_crit_section', ...STALE_PUT, sources: CRED_H },
  { function: '__end_current_label_crit_section', ...STALE_PUT, sources: CRED_H },
  { function: '__begin_cred_crit_section', ...STALE_GET, sources: read('include/cred.h', ['7.2']) },
  { function: '__end_cred_crit_section', ...STALE_PUT, sources: read('include/cred.h', ['7.2']) },
  { function: 'aa_get_profile', ...GET, sources: POLICY_H },
  { function: 'aa_get_profile_not0', ...GET, sources: POLICY_H },
  { function: 'aa_get_profile_rcu', ...GET, sources: POLICY_H },
  { function: 'aa_get_newest_profile', ...GET, sources: POLICY_H },
  { function: 'aa_put_profile', ...PUT, sources: POLICY_H },
  { function: 'aa_get_ns', ...GET, sources: NS_H },
  { function: 'aa_get_ns_not0', ...GET, sources: read('include/policy_ns.h', ['6.12']) },
  { function: 'aa_get_current_ns', ...GET_CURRENT, sources: CRED_H },
  { function: 'aa_put_ns', ...PUT, sources: NS_H },
  { function: 'kref_get', ...GET, sources: KREF_H },
  { function: 'kref_get_unless_zero', ...GET, sources: KREF_H },
  { function: 'kref_put', ...PUT, sources: KREF_H },
];
