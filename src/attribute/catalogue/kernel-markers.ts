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
    kernels: until('6.1'),
    source:
      'b3293788b984, 33bf60cabcc7, tree v5.10.223 and a tree of 5.13 to 6.0 have it, v6.1.192 has not; ' +
      'when it went between them was not seen',
  },
  {
    function: 'apparmor_task_getsecid_obj',
    kernels: { from: '5.16', before: '6.17' },
    source: 'a tree of 5.13 to 5.15 has it not; v6.1.192 and v6.12.117 have it; 88fec3526e84 of 6.17 has not',
  },
  {
    function: 'apparmor_current_getsecid_subj',
    kernels: { from: '5.16', before: '6.17' },
    source: 'as apparmor_task_getsecid_obj',
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
