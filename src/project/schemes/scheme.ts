import type { Kept, LockRole } from '../../model/projection.js';
import type { Maturity, SchemeCost, SchemeParameter } from '../../model/scheme-facts.js';
import type { KernelRange, Lifetime } from '../../model/site.js';
import type { Bytes, Fraction, Nanoseconds } from '../../model/units.js';

/** Which sites a refcount scheme covers, and what it leaves of their line transfers. Others keep all. */
export interface SiteCover {
  readonly kind: 'sites';
  readonly kept: Readonly<Partial<Record<Lifetime, Kept>>>;
  /** Local time that each covered get or put still costs: an assumption, far below a transfer's. */
  readonly residualNs: Nanoseconds;
}

/** Which lock a scheme covers, and what it leaves of its read and write acquisitions. */
export interface LockCover {
  readonly kind: 'lock';
  readonly role: LockRole;
  readonly reads: Kept;
  readonly writes: Kept;
}

/** A part of the scheme, or all of it, that released kernels have. */
export interface Adoption {
  readonly kernels: KernelRange;
  readonly commit: string;
  /** The function that was changed; `null` when the kernel has the whole scheme. */
  readonly site: string | null;
}

interface Objection {
  readonly by: string;
  readonly why: string;
  readonly source: string;
}

/**
 * One way to count, or not to count, references to a label: data that the projection and the report read.
 * Figures are assumptions where no source is named.
 */
export interface Scheme {
  /** Stable name: "percpu-ref". */
  readonly id: string;
  /** One line. */
  readonly idea: string;
  readonly proposer: string;
  readonly maturity: Maturity;
  /** Message-IDs, commits or addresses. */
  readonly sources: readonly string[];
  /** `null`: the baseline, covers nothing. */
  readonly cover: SiteCover | LockCover | null;
  /** What a covered get or put still costs. Local: it belongs to no station; gains subtract the cover's `residualNs`. */
  readonly costLeft: string;
  /** Extra over kref; `null` where a number it needs is unknown. */
  readonly memoryBytes: (labels: number | null, possibleCpus: number | null) => Bytes | null;
  /** The same in words. */
  readonly memory: string;
  readonly objections: readonly Objection[];
  /** Sentences printed beside every projection of the scheme. */
  readonly assumptions: readonly string[];
  readonly adoptions: readonly Adoption[];
  /** What it does while policy is being replaced and labels are stale, in words. */
  readonly underReplacement: string;
  /** Whether a covered site takes its references again when the label is stale. */
  readonly takesRefWhenStale: boolean;
  /** Part of the time in which the scheme is off and the recording's contention is back. */
  readonly revertedFraction: (labels: number | null) => Fraction;
  /** Costs beyond throughput and memory. */
  readonly costs: (labels: number | null, possibleCpus: number | null) => readonly SchemeCost[];
  readonly parameters: readonly SchemeParameter[];
  /** The scheme with other values of its parameters, which must be known and within their ranges. */
  readonly tune: (values: Readonly<Record<string, number | null>>) => Scheme;
}

export const REMOVES_ALL: Kept = { low: 0, mid: 0, high: 0 };
export const LEAVES_ALL: Kept = { low: 1, mid: 1, high: 1 };
/** Somewhere between all and nothing, and no source says where. */
export const UNKNOWN_PART: Kept = { low: 0, mid: 0.5, high: 1 };

/** this_cpu add inside an RCU read section, without lock prefix: below the 3 to 8 ns of an owned atomic; assumed. */
export const PER_CPU_ADD_NS = 2;

/** A cover of all lifetimes. */
export function everySite(kept: Kept, residualNs: Nanoseconds): SiteCover {
  return {
    kind: 'sites',
    residualNs,
    kept: {
      'transient-current': kept,
      'transient-object': kept,
      'held-taken': kept,
      'held-dropped': kept,
      stale: kept,
    },
  };
}
