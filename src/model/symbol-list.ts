import type { Address } from './units.js';

/** Symbols as a kallsyms-like file lists them, in file order, columns of equal length. */
export interface SymbolList {
  readonly file: string;
  readonly addresses: Address[];
  /** nm's type letter: T and t text, D data, W weak... */
  readonly types: string[];
  readonly names: string[];
  /** "[nf_tables]" for a module's symbol, else `null`. */
  readonly modules: (string | null)[];
  /** Bytes, 0 where unknown; an ELF's list has them, a kallsyms-like text has not. */
  readonly sizes?: number[];
}
