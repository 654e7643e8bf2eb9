import type { Nanoseconds, Seconds } from './units.js';

/** One field of the map; fields without busy samples are left out. */
export interface ContentionField {
  /** Index into `cpus`. */
  readonly cpu: number;
  /** Columns from the left. */
  readonly slice: number;
  /** Period of label get/put, and of all busy samples of the selected commands. */
  readonly labelPeriod: number;
  readonly busyPeriod: number;
}

/** Label contention by CPU over the whole recording. */
export interface ContentionMap {
  /** Of the first column, on the recording's clock. */
  readonly fromS: Seconds;
  readonly sliceNs: Nanoseconds;
  readonly slices: number;
  /** Lowest CPU of each row. */
  readonly cpus: readonly number[];
  /** CPUs a row holds: 1, or more on machines with more CPUs than rows. */
  readonly cpusPerRow: number;
  readonly fields: readonly ContentionField[];
}
