import type { SiteRule } from '../../model/site.js';
import { ANY_RELEASE, COMMITS, lsmPart, read, readAt, readInMirror, since, until } from './kernel-source.js';
import { DROPPED, OBJECT, PUT_BACK, RARE, STALE, TAKEN } from './site-shapes.js';

/** Hooks of open files: one reference is held per struct file, from its allocation to its release. Pure data. */
export const FILE_SITES: readonly SiteRule[] = [
  {
    function: 'apparmor_file_open',
    kernels: until('6.11'),
    ...OBJECT,
    owner: 'f_cred',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
      ...lsmPart('files'),
    ],
  },
  {
    function: 'apparmor_file_open',
    kernels: since('6.11'),
    ...STALE,
    owner: 'f_cred',
    sources: [
      ...read('lsm.c', ['6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.condrefInFileOpen),
      ...readInMirror('lsm.c', '6.17'),
    ],
  },
  {
    function: 'apparmor_file_alloc_security',
    kernels: ANY_RELEASE,
    ...TAKEN,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
      ...lsmPart('files'),
      ...readInMirror('lsm.c', '6.17'),
    ],
  },
  {
    function: 'apparmor_file_free_security',
    kernels: ANY_RELEASE,
    ...DROPPED,
    owner: 'file context',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
      ...lsmPart('files'),
      ...readInMirror('lsm.c', '6.17'),
    ],
  },
  {
    function: 'aa_file_perm',
    kernels: ANY_RELEASE,
    ...OBJECT,
    ...RARE,
    owner: 'file context',
    sources: [
      ...read(
        'file.c',
        ['5.10', '6.1', '6.12', '7.2'],
        'only when access must be checked anew: cached label or permissions do not cover it',
      ),
      ...readInMirror('file.c', '5.13'),
      ...readAt('file.c', COMMITS.fileWithoutReference, 'none: it checks under RCU'),
      ...readAt(
        'file.c',
        COMMITS.fileReferenceAlways,
        'get and put on every check; whether a release had this before 20d4e80d255d mended it was not seen',
      ),
      ...readInMirror('file.c', '6.17'),
    ],
  },
  {
    function: 'update_file_ctx',
    kernels: ANY_RELEASE,
    ...PUT_BACK,
    owner: 'file context',
    sources: [
      ...read('file.c', ['5.10', '6.1', '6.12', '7.2'], "the get is aa_label_merge's"),
      ...readInMirror('file.c', '6.17'),
    ],
  },
  {
    function: 'aa_inherit_files',
    kernels: ANY_RELEASE,
    ...OBJECT,
    owner: 'cred',
    sources: [...read('file.c', ['5.10', '6.1', '6.12', '7.2']), ...readInMirror('file.c', '6.17')],
  },
];
