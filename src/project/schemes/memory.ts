import type { Bytes } from '../../model/units.js';

/** One counter a CPU: unsigned long. */
const COUNTER_BYTES: Bytes = 8;
/** percpu_ref is two pointers (16 B) where kref and its padding were 8 B. */
const PERCPU_REF_INLINE_BYTES: Bytes = 8;
/** struct percpu_ref_data is 56 B, from kmalloc-64. Source: commit 2b0d3d3e4fcf. */
const PERCPU_REF_DATA_BYTES: Bytes = 64;

/** For a scheme that takes no more memory than kref. */
export function noMemory(): Bytes {
  return 0;
}

/** The pointer pair of percpu_ref in every label, and nothing behind it: what a choice at boot costs a kref system. */
export function percpuRefInlineBytes(labels: number | null): Bytes | null {
  return bytesPerLabel(PERCPU_REF_INLINE_BYTES, labels);
}

/** percpu_ref instead of kref in every label; the rounding of per-CPU chunks is not counted. */
export function percpuRefBytes(labels: number | null, possibleCpus: number | null): Bytes | null {
  if (labels === null || possibleCpus === null) return null;
  return labels * (PERCPU_REF_INLINE_BYTES + PERCPU_REF_DATA_BYTES + COUNTER_BYTES * possibleCpus);
}

/** The per-CPU counters of `hotLabels` labels. */
export function hotCounterBytes(hotLabels: number, possibleCpus: number | null): Bytes | null {
  return bytesPerCpu(COUNTER_BYTES * hotLabels, possibleCpus);
}

/** `bytes` for every possible CPU, as per-CPU data is allocated; `null` where their number is not known. */
export function bytesPerCpu(bytes: Bytes, possibleCpus: number | null): Bytes | null {
  return possibleCpus === null ? null : bytes * possibleCpus;
}

/** `bytes` in every label; `null` where their number is not known. */
export function bytesPerLabel(bytes: Bytes, labels: number | null): Bytes | null {
  return labels === null ? null : bytes * labels;
}
