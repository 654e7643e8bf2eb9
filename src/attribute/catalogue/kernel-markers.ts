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
    kernels: until('5.13'),
    source: 'tree v5.10.223 has it; split in two by 4ebd7651bfc8',
  },
  {
    function: 'apparmor_task_getsecid_subj',
    kernels: { from: '5.13', before: '5.16' },
    source: '4ebd7651bfc8 adds it, 6326948f940d replaces it',
  },
  {
    function: 'apparmor_task_getsecid_obj',
    kernels: { from: '5.13', before: '6.13' },
    source: 'trees v6.1.192 and v6.12.117 have it, v7.2.13 has apparmor_task_getlsmprop_obj',
  },
  {
    function: 'apparmor_current_getsecid_subj',
    kernels: { from: '5.16', before: '6.13' },
    source: '6326948f940d adds it; trees v6.1.192 and v6.12.117 have it, v7.2.13 has not',
  },
  {
    function: 'apparmor_current_getlsmprop_subj',
    kernels: since('6.13'),
    source: 'tree v7.2.13 has it, v6.12.117 has not',
  },
  {
    function: 'apparmor_task_getlsmprop_obj',
    kernels: since('6.13'),
    source: 'tree v7.2.13 has it, v6.12.117 has not',
  },
  { function: 'apparmor_userns_create', kernels: since('6.7'), source: 'fa9b63adabcf' },
  { function: 'apparmor_unix_stream_connect', kernels: since('6.17'), source: 'c05e705812d1' },
];
