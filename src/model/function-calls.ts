import type { Nanoseconds } from './units.js';

/** One row of ftrace's function profiler (trace_stat/functionN): calls on one CPU. */
export interface FunctionCalls {
  /** Cut to 30 characters by the kernel. */
  readonly symbol: string;
  readonly calls: number;
  readonly totalNs: Nanoseconds | null;
  readonly avgNs: Nanoseconds | null;
  /** N of functionN; `null` when the name does not tell. */
  readonly cpu: number | null;
  readonly file: string;
}
