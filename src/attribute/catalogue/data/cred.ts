import type { SiteRule } from '../../../model/site.js';
import {
  SITE_CATALOGUE_FORMAT,
  SITE_CATALOGUE_VERSION,
  type SiteCatalogue,
} from '../../../model/site-catalogue.js';
import { ANY_RELEASE } from '../kernel-source.js';
import { source } from './source.js';

type Shape = Pick<SiteRule, 'operation' | 'lifetime' | 'rmws' | 'transfers' | 'owner'>;
const CRED_C = 'kernel/cred.c';
const taken = (owner: string, rmws = 1): Shape => ({
  operation: 'get',
  lifetime: 'held-taken',
  rmws,
  transfers: 1,
  owner,
});
const dropped = (owner: string, rmws = 1): Shape => ({
  operation: 'put',
  lifetime: 'held-dropped',
  rmws,
  transfers: 1,
  owner,
});
/** Only when something failed or the cred was replaced meanwhile. */
const RARE: Pick<Shape, 'rmws' | 'transfers'> = { rmws: 0, transfers: 0 };

/** `usage` of struct cred: one reference per task (two: real and effective) and per open file. */
export const CRED: SiteCatalogue = {
  format: SITE_CATALOGUE_FORMAT,
  version: SITE_CATALOGUE_VERSION,
  id: 'cred',
  subject: 'cred',
  counter: 'usage of struct cred',
  dso: null,
  singleInstance: false,
  singleInstanceWhy:
    'tasks share a cred only with what forked from them and never changed it, as workers of one server do',
  sites: [
    {
      function: '__alloc_file',
      kernels: ANY_RELEASE,
      ...taken('current'),
      sources: source('fs/file_table.c', 'lock incq at +0x45'),
    },
    {
      function: 'init_file',
      kernels: ANY_RELEASE,
      ...taken('current'),
      sources: [{ file: 'fs/file_table.c', revision: 'v6.12.117', note: 'f_cred = get_cred()' }],
    },
    {
      function: 'file_free_rcu',
      kernels: ANY_RELEASE,
      ...dropped('file'),
      sources: source('fs/file_table.c', 'lock decq at +0x1c'),
    },
    {
      function: 'file_free',
      kernels: ANY_RELEASE,
      ...dropped('file'),
      sources: [
        {
          file: 'fs/file_table.c',
          revision: 'v6.12.117',
          note: 'put_cred(); in 6.1 file_free_rcu() has it, and file_free() has no atomic of a cred',
        },
      ],
    },
    {
      function: 'override_creds',
      kernels: ANY_RELEASE,
      ...taken('the cred given'),
      sources: source(CRED_C, 'lock incq at +0x19'),
    },
    {
      function: 'revert_creds',
      kernels: ANY_RELEASE,
      ...dropped('the overriding cred'),
      sources: source(CRED_C, 'lock decq at +0x24'),
    },
    {
      function: 'get_task_cred',
      kernels: ANY_RELEASE,
      ...taken('target task'),
      lifetime: 'transient-object',
      sources: source(CRED_C, 'lock cmpxchg at +0x21'),
    },
    {
      function: 'copy_creds',
      kernels: ANY_RELEASE,
      ...taken('parent', 2),
      sources: source(CRED_C, 'lock incq, two of them, for a thread; 6.12.117 adds 2 at once'),
    },
    {
      function: 'commit_creds',
      kernels: ANY_RELEASE,
      ...dropped('old cred', 3),
      operation: 'get+put',
      transfers: 2,
      sources: source(CRED_C, 'get of the new at +0x49, two puts of the old'),
    },
    {
      function: 'exit_creds',
      kernels: ANY_RELEASE,
      ...dropped('task', 2),
      sources: source(CRED_C, 'lock decq at +0x24 and +0x41'),
    },
    {
      function: 'abort_creds',
      kernels: ANY_RELEASE,
      ...dropped('new cred'),
      sources: source(CRED_C, 'lock decq at +0x12'),
    },
    {
      function: 'do_faccessat',
      kernels: ANY_RELEASE,
      ...dropped('the overriding cred'),
      sources: source('fs/open.c', 'lock decq at +0x1a5'),
    },
    {
      function: 'prepare_creds',
      kernels: ANY_RELEASE,
      ...dropped('new cred'),
      ...RARE,
      sources: source(CRED_C, 'its other atomics are on user, group and namespace counts'),
    },
    {
      function: 'prepare_kernel_cred',
      kernels: ANY_RELEASE,
      ...taken('init_cred or the daemon'),
      operation: 'get+put',
      rmws: 2,
      sources: source(CRED_C, 'lock incq at +0x102, lock decq at +0x116'),
    },
  ],
  helpers: [],
  // include/linux/cred.h of 4.15 to 6.18.
  code: [
    {
      operation: 'get',
      functions: ['get_cred', 'get_new_cred', 'get_cred_many', 'get_new_cred_many'],
      rmws: ['inc', 'add'],
    },
    { operation: 'get-unless-zero', functions: ['get_cred_rcu'], rmws: ['cmpxchg', 'exclusive'] },
    { operation: 'put', functions: ['put_cred', 'put_cred_many', '__put_cred'], rmws: ['dec', 'sub'] },
  ],
};
