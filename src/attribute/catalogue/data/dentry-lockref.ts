import type { HelperRule } from '../../../model/site.js';
import {
  SITE_CATALOGUE_FORMAT,
  SITE_CATALOGUE_VERSION,
  type SiteCatalogue,
} from '../../../model/site-catalogue.js';
import { source } from './source.js';

const LOCKREF = 'lib/lockref.c';
const GET: Pick<HelperRule, 'operation' | 'lifetime' | 'rmws'> = {
  operation: 'get',
  lifetime: 'held-taken',
  rmws: 1,
};
const PUT: Pick<HelperRule, 'operation' | 'lifetime' | 'rmws'> = {
  operation: 'put',
  lifetime: 'held-dropped',
  rmws: 1,
};
/** Its atomic is in a lockref function: passes the charge on to its caller. */
const PASSES: Pick<HelperRule, 'operation' | 'lifetime' | 'rmws'> = {
  operation: 'put',
  lifetime: 'held-dropped',
  rmws: 0,
};

/**
 * The compare-and-exchange loops on a dentry's lock and count (CONFIG_ARCH_USE_CMPXCHG_LOCKREF), charged to who called
 * them. When they give up they take the spinlock, which shows as a lock.
 */
export const DENTRY_LOCKREF: SiteCatalogue = {
  format: SITE_CATALOGUE_FORMAT,
  version: SITE_CATALOGUE_VERSION,
  id: 'dentry-lockref',
  subject: 'dentry',
  counter: 'd_lockref of struct dentry',
  dso: null,
  singleInstance: false,
  singleInstanceWhy:
    'every dentry has one of its own; a single file or directory that all tasks open is one line',
  sites: [],
  helpers: [
    { function: 'lockref_get', ...GET, sources: source(LOCKREF, 'lock cmpxchg at +0x22') },
    { function: 'lockref_get_not_zero', ...GET, sources: source(LOCKREF, 'lock cmpxchg at +0x31') },
    { function: 'lockref_get_not_dead', ...GET, sources: source(LOCKREF, 'lock cmpxchg at +0x31') },
    { function: 'lockref_put_return', ...PUT, sources: source(LOCKREF, 'lock cmpxchg at +0x27') },
    { function: 'lockref_put_or_lock', ...PUT, sources: source(LOCKREF, 'lock cmpxchg at +0x2f') },
    { function: 'lockref_put_not_zero', ...PUT, sources: source(LOCKREF, 'lock cmpxchg at +0x32') },
    { function: 'dput', ...PASSES, sources: source('fs/dcache.c', 'fast_dput() calls lockref_put_return()') },
    { function: 'fast_dput', ...PASSES, sources: source('fs/dcache.c') },
    {
      function: 'dget_parent',
      ...PASSES,
      operation: 'get',
      lifetime: 'held-taken',
      sources: source('fs/dcache.c'),
    },
    {
      function: '__legitimize_path',
      ...PASSES,
      operation: 'get',
      lifetime: 'held-taken',
      sources: source('fs/namei.c'),
    },
  ],
  // lockref functions serve the dentry's count almost alone; gfs2 and others have a few of their own.
  code: [
    {
      operation: 'get',
      functions: ['lockref_get', 'lockref_get_not_zero', 'lockref_get_not_dead'],
      rmws: ['cmpxchg', 'exclusive'],
    },
    {
      operation: 'put',
      functions: ['lockref_put_return', 'lockref_put_or_lock', 'lockref_put_not_zero'],
      rmws: ['cmpxchg', 'exclusive'],
    },
  ],
};
