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
