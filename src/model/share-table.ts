import type { Percent } from './units.js';

/** One line of a perf report, perf top or pasted list. `null`: the column was not printed. */
export interface ShareRow {
  readonly symbol: string | null;
  /** perf's short name; `null` when not printed. */
  readonly dso: string | null;
  readonly comm: string | null;
  /** `[k]`: the address was a kernel one; `null` when not printed. */
  readonly kernel: boolean | null;
  /** Self share of everything the event counted. */
  readonly selfPct: Percent | null;
  readonly childrenPct: Percent | null;
  readonly samples: number | null;
  readonly period: number | null;
  /** Callchain below the line, innermost first, `null` when none was printed or it has several branches. */
  readonly callers: readonly string[] | null;
}

/** One event's section of a perf report text, of its CSV, or of lines pasted from one. */
export interface ShareTable {
  /** `null` in a pasted list that does not name it. */
  readonly event: string | null;
  readonly rows: readonly ShareRow[];
  /** From "# Samples: 30K": exact below 1,000, else rounded by perf; `null` when not printed. */
  readonly totalSamples: number | null;
  /** False when perf printed the total with K or M. */
  readonly totalIsExact: boolean;
  /** From "# Event count (approx.)". */
  readonly totalPeriod: number | null;
  readonly lost: number | null;
  readonly file: string;
}
