import type { CacheLine } from './cache-line.js';
import type { Counter } from './counter.js';
import type { InstructionListing } from './instruction-listing.js';
import type { LockWait } from './lock-wait.js';
import type { LockRole } from './projection.js';
import type { CpuTopology } from './topology.js';
import type { Nanoseconds, Percent } from './units.js';

/** Calls of one function on all CPUs, from ftrace's function profiler. */
export interface CallCount {
  readonly symbol: string;
  readonly calls: number;
  readonly totalNs: Nanoseconds | null;
  /** Calls / requests of the only load given; `null` without exactly one. */
  readonly perRequest: number | null;
  /** RMWs on the label's line per call by the catalogue; `null` for functions it does not list. */
  readonly rmws: number | null;
}

/** A row of perf lock and which of AppArmor's locks its caller takes; `null` where it takes none. */
export interface LockWaitRow extends LockWait {
  readonly role: LockRole | null;
}

/** An instruction that was sampled or is atomic. */
export interface NotableInstruction {
  /** 16 hex digits. */
  readonly address: string;
  readonly text: string;
  readonly atomic: boolean;
  /** Of the function's samples, one per event; empty for objdump. */
  readonly percents: readonly Percent[];
  readonly sourceLine: string | null;
}

/** An annotate or objdump listing, of whose instructions those are kept that were sampled or are atomic. */
export interface ListingSummary extends Omit<InstructionListing, 'instructions'> {
  readonly instructions: number;
  readonly notable: readonly NotableInstruction[];
}

/** What other inputs say beside the samples. */
export interface Companions {
  /** The fullest description given; `null` when no input has any. */
  readonly topology: CpuTopology | null;
  /** Labels from --labels, else the profiles that aa-status lists; `null` when neither tells. */
  readonly labels: number | null;
  readonly counters: readonly Counter[];
  readonly cacheLines: readonly CacheLine[];
  readonly lockWaits: readonly LockWaitRow[];
  readonly functionCalls: readonly CallCount[];
  readonly listings: readonly ListingSummary[];
}
