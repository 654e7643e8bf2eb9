import type { Note } from './diagnostic.js';
import { InputError } from './errors.js';

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

  /** Notes them once, if there are any; `what` completes "3 lines ...". */
  report(kind: string, what: string, note: Note): void {
    if (this.#count === 0) return;
    const lines = this.#count === 1 ? '1 line' : `${this.#count} lines`;
    note(kind, `${lines} ${what}, the first: "${this.#first}"`, null, this.#firstLine);
  }

  /** @throws InputError at the first skipped line, for an input of which nothing else was left to read. */
  throwIfAny(expected: string, file: string): void {
    if (this.#count === 0) return;
    throw new InputError({ file, line: this.#firstLine }, `expected ${expected}, found "${this.#first}"`);
  }
}
