import type { KernelRange, SiteRule } from '../../../model/site.js';
import {
  SITE_CATALOGUE_FORMAT,
  SITE_CATALOGUE_VERSION,
  type SiteCatalogue,
} from '../../../model/site-catalogue.js';
import { ANY_RELEASE, since, until } from '../kernel-source.js';
import { FILE_REF_COMMIT, source } from './source.js';

type Shape = Pick<SiteRule, 'operation' | 'lifetime' | 'rmws' | 'transfers' | 'owner'>;
const OWNER = 'struct file';
const GET: Shape = { operation: 'get', lifetime: 'transient-object', rmws: 1, transfers: 1, owner: OWNER };
const DUPLICATED: Shape = { operation: 'get', lifetime: 'held-taken', rmws: 1, transfers: 1, owner: OWNER };
const PUT: Shape = { operation: 'put', lifetime: 'held-dropped', rmws: 1, transfers: 1, owner: OWNER };
const FILE_REF: KernelRange = since('6.13');

/**
 * References of struct file: `f_count`, a compare-and-exchange loop for gets, to 6.12; `f_ref` (file_ref_t), a plain
 * add, from 6.13. A file table that one thread alone uses takes none (__fget_light).
 */
export const FILE_COUNT: SiteCatalogue = {
  format: SITE_CATALOGUE_FORMAT,
  version: SITE_CATALOGUE_VERSION,
  id: 'file-count',
  subject: 'file',
  counter: 'f_count of struct file (f_ref from 6.13)',
  dso: null,
  singleInstance: false,
  singleInstanceWhy:
    'every open file has one of its own; a file that all threads of a process read is one line',
  sites: [
    {
      function: '__fget_light',
      kernels: ANY_RELEASE,
      ...GET,
      sources: source('fs/file.c', 'lock cmpxchg at +0x6d, only if the file table is shared'),
    },
    { function: '__fget_files', kernels: ANY_RELEASE, ...GET, sources: source('fs/file.c') },
    { function: '__fget', kernels: ANY_RELEASE, ...GET, sources: source('fs/file.c') },
    { function: 'fget', kernels: ANY_RELEASE, ...GET, sources: source('fs/file.c', 'lock cmpxchg at +0x5a') },
    {
      function: 'fget_raw',
      kernels: ANY_RELEASE,
      ...GET,
      sources: source('fs/file.c', 'lock cmpxchg at +0x54'),
    },
    {
      function: 'fget_task',
      kernels: ANY_RELEASE,
      ...GET,
      sources: source('fs/file.c', 'lock cmpxchg at +0x66'),
    },
    {
      function: 'epi_fget',
      kernels: ANY_RELEASE,
      ...GET,
      sources: source('fs/eventpoll.c', 'lock cmpxchg at +0x16'),
    },
    {
      function: 'dup_fd',
      kernels: ANY_RELEASE,
      ...DUPLICATED,
      sources: source('fs/file.c', 'lock incq at +0x1bd, once per open file'),
    },
    {
      function: 'do_dup2',
      kernels: ANY_RELEASE,
      ...DUPLICATED,
      sources: source('fs/file.c', 'lock incq at +0x42'),
    },
    {
      function: 'fput',
      kernels: until('6.13'),
      ...PUT,
      sources: source('fs/file_table.c', 'lock decq at +0x5'),
    },
    {
      function: 'fput',
      kernels: FILE_REF,
      ...PUT,
      sources: [
        { file: 'include/linux/file_ref.h', revision: FILE_REF_COMMIT, note: 'file_ref_put(), inlined' },
      ],
    },
    {
      function: '__file_ref_put',
      kernels: FILE_REF,
      ...PUT,
      sources: [
        {
          file: 'include/linux/file_ref.h',
          revision: FILE_REF_COMMIT,
          note: 'of the last reference: a second atomic',
        },
      ],
    },
    {
      function: 'fput_close',
      kernels: FILE_REF,
      ...PUT,
      sources: [
        {
          file: 'include/linux/file_ref.h',
          revision: FILE_REF_COMMIT,
          note: 'file_ref_put_close(): compare-and-exchange',
        },
      ],
    },
    {
      function: 'fput_close_sync',
      kernels: FILE_REF,
      ...PUT,
      sources: [
        {
          file: 'include/linux/file_ref.h',
          revision: FILE_REF_COMMIT,
          note: 'file_ref_put_close(): compare-and-exchange',
        },
      ],
    },
  ],
  helpers: [],
  // include/linux/fs.h, fs/file.c and fs/file_table.c of 4.15 to 6.12; file_ref.h from 6.13. fput()'s other atomic is
  // llist_add()'s compare-and-exchange.
  code: [
    { operation: 'get', functions: ['get_file'], rmws: ['inc', 'add', 'xadd'] },
    {
      operation: 'get-unless-zero',
      functions: [
        'get_file_rcu',
        'get_file_rcu_many',
        '__get_file_rcu',
        '__fget_files_rcu',
        '__fget',
        'epi_fget',
      ],
      rmws: ['cmpxchg', 'exclusive'],
    },
    { operation: 'get', functions: ['file_ref_get', 'file_ref_inc'], rmws: ['inc', 'add', 'xadd'] },
    { operation: 'put', functions: ['fput', 'fput_many', '__fput_sync'], rmws: ['dec', 'sub', 'xadd'] },
    {
      operation: 'put',
      functions: ['file_ref_put', '__file_ref_put', 'file_ref_put_close'],
      rmws: ['dec', 'sub', 'add', 'xadd', 'cmpxchg', 'exclusive'],
    },
  ],
};
