import type { CacheLine } from './cache-line.js';
import type { CodeImage } from './code-image.js';
import type { Counter } from './counter.js';
import type { DebugInfo } from './debug-info.js';
import type { Diagnostic } from './diagnostic.js';
import type { DsoSymbols } from './dso-symbols.js';
import type { FunctionCalls } from './function-calls.js';
import type { InstructionListing } from './instruction-listing.js';
import { LineCounts } from './line-counts.js';
import type { LockClass } from './lock.js';
import type { LockWait } from './lock-wait.js';
import { type Machine, unknownMachine } from './machine.js';
import { Profile } from './profile.js';
import type { ShareTable } from './share-table.js';
import type { SymbolList } from './symbol-list.js';
import type { Throughput } from './throughput.js';
import type { CpuTopology } from './topology.js';
import type { Address, Nanoseconds } from './units.js';

/** Address of the symbol perf used to tell how far the kernel was relocated (the name of its kernel MMAP). */
export interface RelocationReference {
  readonly symbol: string;
  readonly address: Address;
}

/** All that a reader can push: one input fills in what it has and leaves the rest empty. */
export class Recording {
  readonly profile: Profile;
  readonly machine: Machine = unknownMachine();
  readonly locks: LockClass[] = [];
  readonly throughput: Throughput[] = [];
  readonly shareTables: ShareTable[] = [];
  readonly counters: Counter[] = [];
  readonly cacheLines: CacheLine[] = [];
  readonly lockWaits: LockWait[] = [];
  readonly functionCalls: FunctionCalls[] = [];
  readonly listings: InstructionListing[] = [];
  readonly topologies: CpuTopology[] = [];
  /** Machine code of kernels, programs and libraries. */
  readonly code: CodeImage[] = [];
  /** Of ELF files, where `keepDebugInfo` asks for it. */
  readonly debugInfo: DebugInfo[] = [];
  /** Whether readers keep debug information: it is large, and costs a pass over the file. */
  readonly keepDebugInfo: boolean;
  /** Symbols of user programs and libraries. */
  readonly dsoSymbols: DsoSymbols[] = [];
  /**
   * Build ids in hex by DSO, under the name that the profile's frames carry. Two files of one name share its
   * frames; the first one's id is kept.
   */
  readonly buildIds = new Map<string, string>();
  readonly diagnostics: Diagnostic[] = [];
  /** Of a text; all zero for a binary input. */
  readonly lines = new LineCounts();
  /** Number of AppArmor labels (profiles) that were loaded. */
  labels: number | null = null;
  relocation: RelocationReference | null = null;
  /** Kernel symbols, where the input lists them. */
  symbols: SymbolList | null = null;

  /** Samples outside [fromNs, toNs) are kept apart in the profile. */
  constructor(
    options: {
      fromNs?: Nanoseconds;
      toNs?: Nanoseconds;
      keepDebugInfo?: boolean;
      keepCpuTimes?: boolean;
    } = {},
  ) {
    this.keepDebugInfo = options.keepDebugInfo ?? false;
    this.profile = new Profile(options);
  }
}
