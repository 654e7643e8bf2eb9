/** Functions and objects of one user program or library, by their place in its file, as perf prints user addresses. */
export interface DsoSymbols {
  readonly file: string;
  /** Short names perf may know it by: the file's base name and its DT_SONAME. */
  readonly dsoNames: readonly string[];
  /** Hexadecimal GNU build id; `null` when the file has none. */
  readonly buildId: string | null;
  readonly symbols: SizedSymbols;
}

export type Binding = 'local' | 'global' | 'weak';

/** Symbols as an ELF table lists them, in its order, columns of equal length. */
export interface SizedSymbols {
  /** File offsets in a DsoSymbols, addresses in a kernel's list. */
  readonly starts: number[];
  /** Bytes; 0 where the table does not say. */
  readonly sizes: number[];
  readonly bindings: Binding[];
  readonly names: string[];
}
