import type { Diagnostic } from '../model/diagnostic.js';
import { InputError } from '../model/errors.js';

/** Lines that could not be read, counted: a mail's closing words must not become a hundred diagnostics. */
export class SkippedLines {
  #count = 0;
  #first = '';
  #firstLine = 0;

  add(line: string, number: number, count = 1): void {
    if (this.#count === 0) {
      this.#first = line.length > 60 ? `${line.slice(0, 57)}...` : line;
      this.#firstLine = number;
    }
    this.#count += count;
  }

  get count(): number {
    return this.#count;
  }

  /** `what` completes "3 lines ...". `null` when none was skipped. */
  diagnostic(kind: string, what: string, file: string): Diagnostic | null {
    if (this.#count === 0) return null;
    const lines = this.#count === 1 ? '1 line' : `${this.#count} lines`;
    return {
      kind,
      text: `${lines} ${what}, the first: "${this.#first}"`,
      hint: null,
      file,
      line: this.#firstLine,
    };
  }

  /** @throws InputError at the first skipped line, for an input of which nothing else was left to read. */
  throwIfAny(expected: string, file: string): void {
    if (this.#count === 0) return;
    throw new InputError({ file, line: this.#firstLine }, `expected ${expected}, found "${this.#first}"`);
  }
}
