/**
 * Something odd in the input or in what can be concluded from it. Every skipped oddity becomes one; they are
 * counted and shown, never logged. `kind` is a stable kebab-case name for programs, `text` one sentence for
 * people, `hint` what to do about it.
 */
export interface Diagnostic {
  readonly kind: string;
  readonly text: string;
  readonly hint: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

/** A diagnostic of a whole file, or without `file` of what several inputs say together. */
export function finding(
  kind: string,
  text: string,
  hint: string | null,
  file: string | null = null,
): Diagnostic {
  return { kind, text, hint, file, line: null };
}

/** Adds a diagnostic of one file; `line` from 1, `null` where the text as a whole is meant. */
export type Note = (kind: string, text: string, hint?: string | null, line?: number | null) => void;

/** What a reader of `file` tells its oddities with: each goes to the end of `diagnostics`. */
export function notesOn(file: string, diagnostics: Diagnostic[]): Note {
  return (kind, text, hint = null, line = null) => {
    diagnostics.push({ kind, text, hint, file, line });
  };
}
