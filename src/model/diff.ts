import type { LockRow } from './analysis.js';
import type { LockRole } from './projection.js';
import type { Lifetime, Operation } from './site.js';
import type { Nanoseconds, Percent, Ratio } from './units.js';

/** Version of the `--json` object of `refscope diff`. Raised when a field changes its meaning or goes. */
export const DIFF_SCHEMA_VERSION = 1;

/** What became of a share. `same` is noise: a change too small for these recordings; it proves no equality. */
export type ChangeState = 'up' | 'down' | 'same' | 'undecidable';

/** Names of the two sides as the user gave them; not yet printable(). */
export interface SideNames {
  readonly before: string;
  readonly after: string;
}

/** One condition that should be alike on both sides. */
export interface Comparable {
  readonly what: string;
  /** As people read it; `null` is unknown. */
  readonly before: string | null;
  readonly after: string | null;
  /** `false`: they differ enough to matter; `null`: a side does not tell. */
  readonly ok: boolean | null;
  /** Why a difference matters or does not; `null` where there is none. */
  readonly why: string | null;
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

export interface SideShare {
  /** `null` where the side gives percentages only. */
  readonly samples: number | null;
  /** Of the busy period of the selected commands; `null` without busy samples. */
  readonly sharePct: Percent | null;
}

export interface ShareChange extends Change {
  readonly before: SideShare;
  readonly after: SideShare;
}

/** A call site of label get/put; one that a side does not show has 0 of that side's samples. */
export interface SiteChange extends ShareChange {
  readonly function: string;
  readonly operation: Operation;
  readonly lifetime: Lifetime;
}

/** All label get/put sites together. */
export interface LabelChange extends ShareChange {
  /** Smallest change these recordings would have shown as significant in 80 of 100 cases, in points. */
  readonly detectablePoints: Percent | null;
}

export interface SideLock {
  readonly contentions: number;
  readonly acquisitions: number;
  /** Of the acquisitions; `null` without any. */
  readonly contendedPct: Percent | null;
  /** Times are shown, never tested: lock_stat gives sums without a spread. */
  readonly waitTotalNs: Nanoseconds;
  readonly holdTotalNs: Nanoseconds;
}

/** One of AppArmor's locks; the change is that of `contendedPct`. A side is `null` where it has no such row. */
export interface LockChange extends Change {
  readonly class: string;
  readonly mode: LockRow['mode'];
  readonly role: LockRole;
  readonly before: SideLock | null;
  readonly after: SideLock | null;
}

/** Requests per second of both sides, where the same tool measured both under the same conditions. */
export interface ThroughputChange {
  readonly tool: string;
  readonly duringRecording: boolean | null;
  readonly before: number;
  readonly after: number;
  /** after / before. */
  readonly ratio: Ratio;
  /** 95 % interval of `ratio`; `null` with `why`. */
  readonly low: Ratio | null;
  readonly high: Ratio | null;
  readonly why: string | null;
}

/** What differs between two analyses. `refscope diff --json` prints exactly this. */
export interface Diff {
  readonly schemaVersion: number;
  /** The answer in words. */
  readonly verdict: string;
  readonly names: SideNames;
  readonly comparable: readonly Comparable[];
  readonly label: LabelChange;
  readonly sites: readonly SiteChange[];
  readonly locks: readonly LockChange[];
  readonly throughput: ThroughputChange | null;
}
