import type { LineCounts, LineFate } from '../model/line-counts.js';
import type { LineSink } from '../model/line-reader.js';
import { isQuoteMark, withoutQuoteMarks } from './mail-quote.js';

/** Whether `lines` were quoted by a mail client: a name may begin with ">", but then the next line does not. */
export function areQuoted(lines: readonly string[]): boolean {
  return lines.some((line, index) => isQuoteMark(line) && isQuoteMark(lines[index + 1] ?? ''));
}

/** Takes the quote marks of a mail from the lines of a format of which the names may begin with ">". */
export class QuotedLines implements LineSink {
  readonly #sink: LineSink;
  readonly #counts: LineCounts;
  #quoted = false;
  /** A line that begins with ">" before the one that decides. */
  #doubtful: { readonly text: string; readonly number: number; readonly ended: boolean } | null = null;

  constructor(sink: LineSink, counts: LineCounts) {
    this.#sink = sink;
    this.#counts = counts;
  }

  line(text: string, number: number, ended: boolean): LineFate {
    const marked = isQuoteMark(text);
    this.#quoted ||= this.#doubtful !== null && marked;
    this.#release();
    if (marked && !this.#quoted) {
      this.#doubtful = { text, number, ended };
      return 'held';
    }
    return this.#sink.line(this.#quoted ? withoutQuoteMarks(text) : text, number, ended);
  }

  end(lineEnded: boolean): void {
    this.#release();
    this.#sink.end(lineEnded);
  }

  #release(): void {
    const held = this.#doubtful;
    if (held === null) return;
    this.#doubtful = null;
    const text = this.#quoted ? withoutQuoteMarks(held.text) : held.text;
    const fate = this.#sink.line(text, held.number, held.ended);
    if (fate !== 'held') this.#counts[fate === 'unknown' ? 'diagnosed' : fate]++;
  }
}
