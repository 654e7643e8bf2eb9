import type { Percent, Seconds } from './units.js';

/** One row of perf stat. */
export interface Counter {
  readonly event: string;
  /** `null`: perf printed "<not counted>" or "<not supported>". */
  readonly value: number | null;
  /** "msec", "MiB" or "" as printed. */
  readonly unit: string;
  /** `null`: several CPUs together. */
  readonly cpu: number | null;
  /**
   * What else than one CPU the row is of, as printed: "S0" (socket), "S0-D0-C1" (core), "N1" (NUMA node),
   * "nginx-423" (thread), a cgroup; `null`: all that was measured, or the CPU in `cpu`.
   */
  readonly scope: string | null;
  /** With `-I`: end of the interval on perf's clock; `null` without intervals. */
  readonly intervalS: Seconds | null;
  /** With `-r`: relative standard error over the runs; `value` is their mean. */
  readonly variancePct: Percent | null;
  /** Part of the time the counter was on the PMU; below 100 the value is scaled. */
  readonly runningPct: Percent | null;
  /** Derived figure printed beside it: 8.001 with "CPUs utilized". */
  readonly metric: number | null;
  readonly metricUnit: string | null;
  readonly file: string;
}
