/** One .debug_* section as it stands in the file. */
export interface DebugInfoSection {
  readonly bytes: Uint8Array;
  /** SHF_COMPRESSED: an Elf_Chdr and a compressed stream. */
  readonly compressed: boolean;
}

/** The debug information of one ELF, not looked into yet. */
export interface DebugInfo {
  readonly file: string;
  /** Hexadecimal GNU build id, by which a separate debug file belongs to its program; `null` when there is none. */
  readonly buildId: string | null;
  readonly littleEndian: boolean;
  /** 64 bit. */
  readonly wide: boolean;
  /** By name: ".debug_info". */
  readonly sections: ReadonlyMap<string, DebugInfoSection>;
}
