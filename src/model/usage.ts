import type { PrintedSource } from './applied-catalogue.js';
import type { KernelRange, Lifetime, Operation } from './site.js';
import type { Nanoseconds } from './units.js';

/** Atomic instructions on the label's count in the machine code of one hook. */
export interface InstructionCounts {
  /** Base name of the function. */
  readonly function: string;
  readonly gets: number;
  readonly puts: number;
  /** Those that run for stale labels only. */
  readonly stale: number;
  /** Catalogued functions and helpers it calls that take a reference; base names. */
  readonly getsIn: readonly string[];
  /** Those that drop one. */
  readonly putsIn: readonly string[];
  /** Those of both that have a row of their own, by which their operations are counted. */
  readonly sitesCalled: readonly string[];
  /** Calls of functions that the listing does not name: they may be any. */
  readonly unnamedCalls: number;
}

/**
 * `as-described`: calls and instructions are what the catalogue says; `calls-as-described`: the calls are, the
 * instructions were not seen; `code-as-described`: the instructions are, how often it runs or should run is not known;
 * `differs`, `cannot-tell`: `why` says how.
 */
export type UsageVerdict =
  | 'as-described'
  | 'calls-as-described'
  | 'code-as-described'
  | 'differs'
  | 'cannot-tell';

/** What the catalogue says of one function against what was counted of it. */
export interface HookUsage {
  readonly function: string;
  readonly operation: Operation;
  readonly lifetime: Lifetime;
  /** Releases that the catalogue's row is for. */
  readonly kernels: KernelRange;
  readonly sources: readonly PrintedSource[];
  /** By the catalogue, on the path that the calls took where a count tells which. */
  readonly rmwsPerCall: number;
  /** True where the number depends on the labels (how many profiles): the catalogue's is for the common case. */
  readonly rmwsAssumed: boolean;
  /** `null` without a function profile. */
  readonly calls: number | null;
  /** From the calls of what leads to the function; `null` where no such rule is known. */
  readonly expectedCalls: number | null;
  /** "1 per open + 1 per accepted connection + 1 per created socket". */
  readonly expectedFrom: string | null;
  readonly callsPerRequest: number | null;
  /** Calls per request x `rmwsPerCall`, but 0 where its code shows that it counts for stale labels or in callees only. */
  readonly rmwsPerRequest: number | null;
  readonly expectedRmwsPerRequest: number | null;
  /** `null` where no machine code of the function was given. */
  readonly instructions: InstructionCounts | null;
  readonly verdict: UsageVerdict;
  readonly why: string;
}

/** One set of ftrace function profiles held against the catalogue: is the counter used as described? */
export interface UsageCheck {
  /** Directory of the profiles; `null` where only machine code was given. */
  readonly source: string | null;
  /** Requests of the load beside them; `null` with the reason in `requestsWhy`. */
  readonly requests: number | null;
  readonly requestsWhy: string | null;
  /** File of that load; `null` where requests are not known. */
  readonly requestsFrom: string | null;
  readonly opens: number | null;
  readonly getsPerRequest: number | null;
  readonly putsPerRequest: number | null;
  readonly rmwsPerRequest: number | null;
  /** The part of `rmwsPerRequest` that hooks with `rmwsAssumed` have: calls counted, RMWs a call assumed. */
  readonly assumedRmwsPerRequest: number | null;
  /** RMWs of one open and its close: as counted, and as the catalogue says for this kernel. */
  readonly rmwsPerOpen: number | null;
  readonly expectedRmwsPerOpen: number | null;
  readonly hooks: readonly HookUsage[];
}

/** How often the line is visited and how long a visit takes: label CPU time over operations. */
export interface LineRate {
  readonly requestsPerSec: number | null;
  readonly rmwsPerRequest: number | null;
  /** "counted by ftrace in DIR", "one open and close a request: ..."; `null` where it is not known. */
  readonly rmwsFrom: string | null;
  /** What the figures take for granted ("a request of wrk does what one of httpn does"); `null` where nothing. */
  readonly assumption: string | null;
  readonly opsPerSec: number | null;
  /** CPU time per operation, waiting included; an upper bound where the label share is one. */
  readonly nsPerOp: Nanoseconds | null;
  /** What is missing for the figures that are `null`; `null` where all are known. */
  readonly why: string | null;
}
