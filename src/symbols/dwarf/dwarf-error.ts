/** Debug information that is damaged, or of a kind that is not read: where, and what. Never leaves symbols/dwarf/. */
export class DwarfError extends Error {
  constructor(section: string, offset: number, what: string) {
    super(`${section} offset 0x${Math.max(0, Math.trunc(offset)).toString(16)}: ${what}`);
    this.name = 'DwarfError';
  }
}

/** What `read` gives; `null` after telling `onProblem` when the debug information cannot be read. */
export function attempt<Value>(read: () => Value, onProblem: (error: DwarfError) => void): Value | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DwarfError)) throw error;
    onProblem(error);
    return null;
  }
}
