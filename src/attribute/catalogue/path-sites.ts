import type { SiteRule } from '../../model/site.js';
import { ANY_RELEASE, COMMITS, read, readAt } from './kernel-source.js';
import { CURRENT, PUT_BACK, STALE, TAKEN } from './site-shapes.js';

/**
 * Hooks of paths, mapped files and mounts: current's label inside a critical section, no reference unless it is
 * stale. The compiler puts common_perm and its kin into the hooks or keeps them apart. Pure data, hence the
 * length.
 */
export const PATH_SITES: readonly SiteRule[] = [
  {
    function: 'common_perm',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'common_perm_cond',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'common_perm_dir_dentry',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'common_perm_rm',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'common_perm_create',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_unlink',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_mkdir',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_rmdir',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_mknod',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_truncate',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_symlink',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_link',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_rename',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_chmod',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_path_chown',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_inode_getattr',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_file_truncate',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [...read('lsm.c', ['6.12', '7.2']), ...readAt('lsm.c', COMMITS.getsecidWithoutReference)],
  },
  {
    function: 'common_file_perm',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'common_mmap',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_file_receive',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_file_permission',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_file_lock',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_mmap_file',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_file_mprotect',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_sb_mount',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_sb_umount',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'apparmor_move_mount',
    kernels: ANY_RELEASE,
    ...STALE,
    owner: 'current',
    sources: read('lsm.c', ['6.12', '7.2']),
  },
  {
    function: 'apparmor_sb_pivotroot',
    kernels: ANY_RELEASE,
    ...CURRENT,
    owner: 'current',
    sources: [
      ...readAt('lsm.c', COMMITS.credContext),
      ...read('lsm.c', ['5.10', '6.1', '6.12', '7.2']),
      ...readAt('lsm.c', COMMITS.getsecidWithoutReference),
    ],
  },
  {
    function: 'aa_pivotroot',
    kernels: ANY_RELEASE,
    ...PUT_BACK,
    owner: 'label pivot_root leads to',
    sources: read('mount.c', ['5.10', '6.1', '6.12', '7.2']),
  },
  {
    function: 'build_pivotroot',
    kernels: ANY_RELEASE,
    ...TAKEN,
    owner: 'label pivot_root leads to',
    sources: read('mount.c', ['5.10', '6.1', '6.12', '7.2']),
  },
];
