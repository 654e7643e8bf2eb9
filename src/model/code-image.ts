import type { SizedSymbols } from './dso-symbols.js';
import type { Address, Bytes } from './units.js';

export type Architecture = 'x86_64' | 'arm64';

/** One executable section of an ELF. */
export interface CodeSection {
  /** ".text". */
  readonly name: string;
  /** The ELF's own address of the first byte: what objdump prints, before any relocation. */
  readonly address: Address;
  /** Where the section stands in the file. */
  readonly offset: Bytes;
  readonly bytes: Uint8Array;
}

/** Machine code and symbols of one ELF. */
export interface CodeImage {
  readonly file: string;
  readonly kernel: boolean;
  /** Short names perf may know it by; a kernel's are not used. */
  readonly dsoNames: readonly string[];
  /** Hexadecimal GNU build id; `null` when the file has none. */
  readonly buildId: string | null;
  readonly architecture: Architecture;
  readonly sections: readonly CodeSection[];
  /** `starts` are addresses in a kernel, file offsets in a program, as perf has them. */
  readonly symbols: SizedSymbols;
}
