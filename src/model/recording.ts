import type { Diagnostic } from './diagnostic.js';
import type { LockClass } from './lock.js';
import { type Machine, unknownMachine } from './machine.js';
import { Profile } from './profile.js';
import type { SymbolList } from './symbol-list.js';
import type { Throughput } from './throughput.js';
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
  readonly diagnostics: Diagnostic[] = [];
  relocation: RelocationReference | null = null;
  /** Kernel symbols, where the input lists them. */
  symbols: SymbolList | null = null;

  /** Samples outside [fromNs, toNs) are kept apart in the profile. */
  constructor(times: { fromNs?: Nanoseconds; toNs?: Nanoseconds } = {}) {
    this.profile = new Profile(times);
  }
}
