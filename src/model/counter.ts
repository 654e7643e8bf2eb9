import type { Percent, Seconds } from './units.js';

/** One row of perf stat. */
export interface Counter {
  readonly event: string;
  /** `null`: perf printed "<not counted>" or "<not supported>". */
  readonly value: number | null;
  /** "msec", "MiB" or "" as printed. */
  readonly unit: string;
  /** `null`: all CPUs together. */
  readonly cpu: number | null;
  /** Middle of `-I` intervals: end of the interval on perf's clock; `null` without intervals. */
  readonly intervalS: Seconds | null;
  /** Part of the time the counter was on the PMU; below 100 the value is scaled. */
  readonly runningPct: Percent | null;
  /** Derived figure printed beside it: 8.001 with "CPUs utilized". */
  readonly metric: number | null;
  readonly metricUnit: string | null;
  readonly file: string;
}
