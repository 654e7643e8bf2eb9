import type { KernelRange } from '../../model/site.js';
import { since, until } from './kernel-source.js';

/** A function that only some releases have. */
export interface KernelMarker {
  readonly function: string;
  readonly kernels: KernelRange;
  /** Commit or trees that say so. */
  readonly source: string;
}

/** Functions by which a kernel's age shows where nothing names its release. */
export const KERNEL_MARKERS: readonly KernelMarker[] = [
  {
    function: 'apparmor_task_getsecid',
    kernels: until('5.17'),
    source: 'b3293788b984, 33bf60cabcc7, tree v5.10.223 and a tree of 5.13 to 5.16 have it',
  },
  {
    function: 'apparmor_task_getsecid_obj',
    kernels: { from: '5.17', before: '6.13' },
    source: 'as apparmor_current_getsecid_subj',
  },
  {
    function: 'apparmor_current_getsecid_subj',
    kernels: { from: '5.17', before: '6.13' },
    source:
      'the patch that makes it and apparmor_task_getsecid_obj of apparmor_task_getsecid, ' +
      '<163294304032.208242.9097581875096098591.stgit@olly> of 2021-09-29, was to be merged "early next week" on ' +
      '2021-11-19, after 5.16-rc1; v6.1.192 and v6.12.117 have both; the patch that renames them to ..._getlsmprop_..., ' +
      '<20241009173222.12219-8-casey@schaufler-ca.com>, is of 2024-10-09, behind 6.12-rc1',
  },
  {
    function: 'apparmor_current_getlsmprop_subj',
    kernels: since('6.13'),
    source: 'v6.12.117 has it not; 88fec3526e84 of 6.17 and v7.2.13 have it',
  },
  {
    function: 'apparmor_task_getlsmprop_obj',
    kernels: since('6.13'),
    source: 'as apparmor_current_getlsmprop_subj',
  },
  {
    function: 'apparmor_userns_create',
    kernels: since('6.7'),
    source: 'v6.1.192 has it not; 2516fde1fa00 of 6.7 has it',
  },
  {
    function: 'apparmor_unix_stream_connect',
    kernels: since('6.17'),
    source: 'v6.12.117 has it not; c05e705812d1 of 6.17 adds it',
  },
];
