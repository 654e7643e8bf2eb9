import type { LineTopology } from './line-topology.js';
import type { SchemeSetting } from './scheme-facts.js';
import type { Lifetime, Operation } from './site.js';
import type { Bytes, Fraction, Percent, Range, Ratio } from './units.js';

/** A call site as the projection sees it. */
export interface SiteLoad {
  readonly function: string;
  readonly operation: Operation;
  readonly lifetime: Lifetime;
  /** Fraction of the busy time of the selected commands, with its 95 % interval. */
  readonly share: Range;
  /** Line transfers per call. */
  readonly transfers: number;
  readonly rmws: number;
}

/** AppArmor's secondary locks: what each protects. */
export type LockRole = 'label-tree' | 'buffer-pool' | 'secids' | 'namespace' | 'file-context';

/** A secondary lock: what perf and lock_stat say of it. */
export interface LockLoad {
  readonly role: LockRole;
  /** Fraction of busy time perf saw spinning for it; `null` with `why` when the event cannot see it. */
  readonly share: Range | null;
  readonly why: string | null;
  /** Sums over the role's lock_stat rows, by mode; `null` when there is no lock_stat. */
  readonly readAcquisitions: number | null;
  readonly writeAcquisitions: number | null;
  readonly readContentions: number | null;
  readonly writeContentions: number | null;
}

/** A lock or line beside the label's at which the CPUs queue. */
export interface StationLoad {
  /** What `Station` has as class: "buffer-pool"; a lock's role where it is AppArmor's. */
  readonly class: string;
  /** Names it in `bottleneckAfter`. */
  readonly name: string;
  /** Of busy time. */
  readonly share: Range;
  /** Known to be one instance. Otherwise it may be one queue or many short ones: both are taken as likely. */
  readonly singleInstance: boolean;
  /** Growth of its service per waiter, if it is a compare-and-swap loop, as equally likely values; absent: none. */
  readonly casSlopes?: readonly Ratio[] | null;
}

/** All that a projection is made from. */
export interface ProjectionInput {
  readonly sites: readonly SiteLoad[];
  /** The sites' shares together; its interval is not the sum of theirs. `null` when samples do not tell. */
  readonly labelShare: Range | null;
  /** `upper`: samples in a hook, not proven to sit on the atomic. */
  readonly labelShareBound: 'upper' | 'measured';
  readonly locks: readonly LockLoad[];
  /** Growth of the subject's own line's service per waiter, as in `StationLoad`; `null`: an add. */
  readonly casSlopes: readonly Ratio[] | null;
  /** Where the CPUs queue beside the label's line. */
  readonly stations: readonly StationLoad[];
  /** N of model.md; `null` where the trace does not tell. */
  readonly busyCpus: number | null;
  /** CPU counts to project for; empty: the recorded one. */
  readonly at: readonly number[];
  readonly labels: number | null;
  readonly possibleCpus: number | null;
  /** "6.1.192-labp"; decides which schemes the kernel already has. `null` is unknown. */
  readonly kernel: string | null;
  /** Why throughput will not follow capacity (model.md, limit 6): "not-cpu-bound", ...; `null` if it will. */
  readonly throughputWithheld: string | null;
  /** Parameters of schemes that are not at their defaults. */
  readonly settings: readonly SchemeSetting[];
  /** Fraction of get/put whose label is stale, because policy is being replaced. */
  readonly staleFraction: Fraction;
  /** `throughput`: the label's share was worked out from throughput, so that no line time can be hidden from it. */
  readonly shareFrom: 'samples' | 'throughput' | 'throughput-and-off';
  /** Transfer times by distance; `null`: a transfer takes as long at other CPU counts, with a prior beyond twice the recorded. */
  readonly topology: LineTopology | null;
}

/** What one scheme would gain at one CPU count. */
export interface Projection {
  readonly scheme: string;
  /** CPU count projected for; `null` when neither recorded nor asked for. */
  readonly cpus: number | null;
  /**
   * Capacity after / before on the same CPUs, with the 95 % interval from sampling, priors and model discrepancy;
   * `mid` is `null` beyond twice the recorded CPUs (bounds only).
   */
  readonly gain: { readonly low: Ratio; readonly mid: Ratio | null; readonly high: Ratio } | null;
  /** 1 / (1 - share removed): the usual estimate, printed for comparison. */
  readonly naiveGain: Ratio | null;
  /** The queueing model's own figure, without what published cases say of its error. */
  readonly plainGain: Ratio | null;
  /** True where `plainGain` equals the naive figure by construction (every transfer removed). */
  readonly equalsNaive: boolean;
  /** Where the interval's width comes from; `null` without a width. */
  readonly widthFrom: WidthFrom | null;
  /** What to record to narrow the interval most. */
  readonly narrowedBy: string | null;
  /** What limits the CPUs with the scheme in place; `null` where the network cannot be solved. */
  readonly bottleneckAfter: Bottleneck | null;
  /** Gain in requests; `null` with `why` when CPU was not the limit. */
  readonly throughputGain: { readonly low: Ratio; readonly mid: Ratio | null; readonly high: Ratio } | null;
  /** Of the label period (of the lock's for lock schemes). */
  readonly coveredPct: Percent | null;
  /** Extra over kref for `labels` and `possibleCpus`; `null` where one of them is unknown. */
  readonly memoryBytes: Bytes | null;
  readonly labels: number | null;
  readonly possibleCpus: number | null;
  readonly assumptions: readonly string[];
  /** Why a figure is `null` or 1: "touches nothing seen in this trace", "not observable with this event". */
  readonly why: string | null;
}

/** Parts of the interval's squared width in ln(gain), each cause alone; they add up to 1. */
export interface WidthFrom {
  /** The shares' own intervals. */
  readonly sampling: Fraction;
  /** Ranges that no recording gave: what a scheme keeps, how transfers grow, what is one instance. */
  readonly priors: Fraction;
  /** How far published cases lie from the model. */
  readonly discrepancy: Fraction;
}

/** The station with the largest demand, if it and not the CPUs limits throughput. */
export interface Bottleneck {
  /** `null`: the CPUs' own work. */
  readonly station: string | null;
  /** Busy time of that station, of the busiest where it is the CPUs. */
  readonly utilisationPct: Percent;
}

/** What a scheme leaves of a site's line transfers: 0 removes them, 1 leaves them. */
export interface Kept {
  readonly low: Fraction;
  readonly mid: Fraction;
  readonly high: Fraction;
}
