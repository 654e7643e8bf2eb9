import type { SiteRule } from '../../model/site.js';
import { APPARMORFS_SITES } from './apparmorfs-sites.js';
import { EXEC_SITES } from './exec-sites.js';
import { FILE_SITES } from './file-sites.js';
import { LABEL_TREE_SITES } from './label-tree-sites.js';
import { PATH_SITES } from './path-sites.js';
import { POLICY_SITES } from './policy-sites.js';
import { SOCKET_SITES } from './socket-sites.js';
import { TASK_SITES } from './task-sites.js';

/**
 * Every AppArmor function that takes or drops a reference on a label's count, one row for each way it did so
 * over the releases. A range is given only where the same name did different things; a renamed function needs
 * none. Counts include those of out-of-line helpers (label-helpers.ts) but not those of other rows. Sources: the
 * references in each row; checked against the machine code of 6.1 by test/attribute/label-sites.test.ts.
 */
export const LABEL_SITES: readonly SiteRule[] = [
  ...FILE_SITES,
  ...TASK_SITES,
  ...EXEC_SITES,
  ...SOCKET_SITES,
  ...PATH_SITES,
  ...LABEL_TREE_SITES,
  ...POLICY_SITES,
  ...APPARMORFS_SITES,
];

/** Rows whose RMWs a call grow with the number of profiles: given for a compound label of two, or for one profile. */
const BY_PROFILES: ReadonlySet<SiteRule> = new Set(
  [...EXEC_SITES, ...LABEL_TREE_SITES, ...POLICY_SITES, ...APPARMORFS_SITES].filter((rule) => rule.rmws > 1),
);

/** Whether a row's RMWs a call are those of a typical case rather than of every call on the common path. */
export function isAssumedCount(rule: SiteRule): boolean {
  return BY_PROFILES.has(rule);
}
