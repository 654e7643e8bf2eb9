import type { LockRow } from './analysis.js';
import type { LockRole } from './projection.js';
import type { Nanoseconds, Percent, Ratio } from './units.js';

/** Version of the `--json` object of `refscope diff`. Raised when a field changes its meaning or goes. */
export const DIFF_SCHEMA_VERSION = 1;

/**
 * What became of a share. `same` is noise: a change too small for these recordings; it proves no equality.
 * `moved-out` fell and `moved-in` rose while what they lost and gained did not leave, or enter, their total.
 */
export type ChangeState = 'up' | 'down' | 'same' | 'moved-in' | 'moved-out' | 'undecidable';

/** Names of the two sides as the user gave them, repeated runs joined by ", "; not yet printable(). */
export interface SideNames {
  readonly before: string;
  readonly after: string;
}

/** One condition that should be alike on both sides. */
export interface Comparable {
  readonly what: string;
  /** As people read it, the different values of repeated runs joined by " / "; `null` is unknown. */
  readonly before: string | null;
  readonly after: string | null;
  /** `false`: they differ enough to matter; `null`: a side does not tell. */
  readonly ok: boolean | null;
  /** Why a difference matters or does not; `null` where there is none. */
  readonly why: string | null;
}

/** One way to make recordings of different length and load comparable. */
export interface Normalisation {
  readonly per: 'sample' | 'busy-second' | 'request';
  /** What the figures are: "% of busy samples", "ms of label get/put per second of busy time". */
  readonly unit: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Whether the verdict rests on it. */
  readonly used: boolean;
  /** Why it is used, is not, or is unknown. */
  readonly why: string;
}

/** A change of a share in percentage points, after - before; figures are `null` where it is undecidable. */
export interface Change {
  readonly deltaPoints: Percent | null;
  /** 95 % interval of `deltaPoints`, of this row by itself. */
  readonly low: Percent | null;
  readonly high: Percent | null;
  /** p value, corrected for the other rows of the same table (Holm). */
  readonly pAdjusted: number | null;
  readonly state: ChangeState;
  /** Why it is undecidable; `null` where it is decided. */
  readonly why: string | null;
}

/** A share of the busy period of the selected commands on both sides; of repeated runs the mean. */
export interface ShareChange extends Change {
  /** `null` without busy samples. */
  readonly before: Percent | null;
  readonly after: Percent | null;
  /** Of all runs of the side; `null` where it gives percentages only. */
  readonly beforeSamples: number | null;
  readonly afterSamples: number | null;
}

/** A call site of a contended line; one that a side does not show has 0 of that side's samples. */
export interface SiteChange extends ShareChange {
  /** Without clone suffix, by its newest name. */
  readonly function: string;
  /** Names under which the recordings list it where they are others: clones, names of older kernels. */
  readonly otherNames: readonly string[];
  /** Of label sites; both where the sides differ; `null` for sites of other lines. */
  readonly operation: string | null;
  readonly lifetime: string | null;
  /** The line that it visits. */
  readonly line: string;
}

/** All sites of the counter that the analysis is about. */
export interface LabelChange extends ShareChange {
  /**
   * Smallest change these recordings would have shown as significant in 80 of 100 cases, in points; of a line of a table
   * with the correction for the others.
   */
  readonly detectablePoints: Percent | null;
}

/** A line, counter or lock that CPUs queue for, all of its sites together. */
export interface LineChange extends LabelChange {
  readonly line: string;
  /** Key of the catalogue row: "label", "dentry-lockref". */
  readonly class: string;
}

/** One way to the counter: syscall or context, LSM hook, call site. */
export interface PathChange extends ShareChange {
  readonly context: string;
  readonly lsmHook: string | null;
  readonly function: string;
}

/** A function's own busy time, whatever it does. */
export interface FunctionChange extends ShareChange {
  readonly function: string;
  readonly otherNames: readonly string[];
  readonly dso: string;
}

/** Contention that left one place and turned up in another. */
export interface Move {
  /** Functions within a line, lines between lines. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The line within which it moved; `null`: from line to line. */
  readonly within: string | null;
  /** Of busy time: the smaller of what `from` lost and what `to` gained. */
  readonly points: Percent;
}

export interface SideLock {
  readonly contentions: number;
  readonly acquisitions: number;
  /** Times are shown, never tested: lock_stat gives sums without a spread. */
  readonly waitTotalNs: Nanoseconds;
  readonly holdTotalNs: Nanoseconds;
}

/** A call site of lock_stat, of those the kernel kept; counts are contentions. */
export interface LockPoint {
  /** Name without offset and clone suffix; `null`: what the sites kept (four of each kind) leave. */
  readonly symbol: string | null;
  readonly before: number | null;
  readonly after: number | null;
  /** Of the class's contentions. */
  readonly beforePct: Percent | null;
  readonly afterPct: Percent | null;
  /** Why a side is unknown; `null` where both are known. */
  readonly why: string | null;
}

/** One of AppArmor's locks; shares are contentions of its acquisitions. */
export interface LockChange extends Change {
  readonly class: string;
  readonly mode: LockRow['mode'];
  readonly role: LockRole;
  readonly before: Percent | null;
  readonly after: Percent | null;
  /** `null` where a side has no such row. */
  readonly beforeCounts: SideLock | null;
  readonly afterCounts: SideLock | null;
  /** Who waited. */
  readonly waiters: readonly LockPoint[];
  /** Who held it meanwhile. */
  readonly holders: readonly LockPoint[];
}

/** Requests per second of both sides, where the same tool measured both under the same conditions. */
export interface ThroughputChange {
  readonly tool: string;
  readonly duringRecording: boolean | null;
  /** Processes or threads of the load; `null` when it does not tell. */
  readonly tasks: number | null;
  /** Of several runs the geometric mean. */
  readonly before: number;
  readonly after: number;
  readonly beforeRuns: number;
  readonly afterRuns: number;
  /** after / before. */
  readonly ratio: Ratio;
  /** 95 % interval of `ratio` from the scatter between runs; `null` with `why`. */
  readonly low: Ratio | null;
  readonly high: Ratio | null;
  /** Of Welch's t on the logarithms. */
  readonly p: number | null;
  /** Of the exact rank-sum test; it cannot fall below 0.1 with three runs a side. */
  readonly rankP: number | null;
  readonly state: 'up' | 'down' | 'same' | 'undecidable';
  /** What the interval rests on, or why there is none. */
  readonly why: string;
}

/** What was projected on the side before for a scheme, against what was measured. */
export interface ProjectionCheck {
  readonly scheme: string;
  /** What says that the sides differ by it. */
  readonly because: string;
  /** CPU count projected for. */
  readonly cpus: number | null;
  readonly projected: { readonly low: Ratio; readonly mid: Ratio | null; readonly high: Ratio } | null;
  readonly naive: Ratio | null;
  readonly measured: Ratio | null;
  readonly measuredLow: Ratio | null;
  readonly measuredHigh: Ratio | null;
  /** Whether the intervals of both overlap; `null` where one is unknown. */
  readonly agrees: boolean | null;
  /** Why a figure is missing, or what else the measurement holds. */
  readonly why: string;
}

/** What differs between two sides of one recording or of repeated runs each. `refscope diff --json` prints exactly this. */
export interface Diff {
  readonly schemaVersion: number;
  /** The answer in words. */
  readonly verdict: string;
  /** The same, a statement each. */
  readonly verdictSentences: readonly string[];
  /** What the counter counts references of: "label". */
  readonly subject: string;
  readonly names: SideNames;
  /** Recordings of each side. */
  readonly runs: { readonly before: number; readonly after: number };
  readonly comparable: readonly Comparable[];
  readonly normalisation: readonly Normalisation[];
  readonly label: LabelChange;
  readonly sites: readonly SiteChange[];
  readonly lines: readonly LineChange[];
  readonly moves: readonly Move[];
  readonly paths: readonly PathChange[];
  readonly functions: readonly FunctionChange[];
  readonly locks: readonly LockChange[];
  readonly throughput: ThroughputChange | null;
  /** Under other conditions: other load sizes, without recording. */
  readonly furtherThroughput: readonly ThroughputChange[];
  readonly projections: readonly ProjectionCheck[];
}
