import { type Note, notesOn } from '../../model/diagnostic.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import { unquoted } from '../mail-quote.js';
import type { RowReading } from './cells.js';
import { readCsvRow, separatorOf } from './csv-row.js';
import { isJsonRow, readJsonRow } from './json-row.js';
import { isElapsed, isFurniture, isTitle, isWrapped, readTextRow, STARTED, TITLE } from './text-row.js';

/** Reads perf stat's three shapes line by line; a file holds one of them, often with a program's output around. */
export class PerfStatReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #skipped = new SkippedLines();
  /** Line of the title of a table whose "seconds time elapsed" has not come yet. */
  #open: number | null = null;
  #text = false;
  /** Whether the line just read was a counter. */
  #inRow = false;
  #separator: string | null = null;
  /** The line before, where it is a counter's: a mail client may have wrapped it. */
  #row: string | null = null;
  /** How often perf stat began, by its titles and by the dates of `-o`. */
  readonly #begun = { titles: 0, dates: 0 };

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    const before = this.#row;
    this.#row = null;
    this.#inRow = false;
    if (isTitle(line)) {
      this.#text = true;
      if (line.startsWith(TITLE)) this.#begin(number);
      return 'parsed';
    }
    if (line.startsWith(STARTED)) this.#begun.dates++;
    if (before !== null && isWrapped(before, line) && this.#finish(`${before} ${line}`)) return 'parsed';
    if (isElapsed(line)) this.#end();
    if (isFurniture(line)) return 'ignored';
    const row = this.#readRow(line, text);
    if (row === undefined) return 'unknown';
    // `Counter` has no place for it.
    if (row === 'extra') return 'ignored';
    if (row === null) {
      this.#skipped.add(line, number);
      return 'diagnosed';
    }
    this.#inRow = !isJsonRow(line);
    if (this.#text) this.#row = line;
    this.#recording.counters.push({ ...row, file: this.#file });
    return 'parsed';
  }

  /** @throws InputError when there were rows but not one could be read. */
  end(lineEnded: boolean): void {
    // Cut inside its name or metric, a counter would become another.
    const isCut = !lineEnded && this.#inRow;
    if (isCut) {
      this.#recording.counters.pop();
      this.#recording.lines.unparse('diagnosed');
    }
    this.#skipped.report('perf-stat-skipped', 'of perf stat output unread', this.#note);
    if (isCut)
      this.#diagnoseCut('the last line of perf stat has no line end: it may be cut and is left out', null);
    if (this.#open !== null) {
      this.#diagnoseCut('perf stat output ends without its "seconds time elapsed"', this.#open);
    }
    const outputs = Math.max(this.#begun.titles, this.#begun.dates);
    if (outputs > 1) {
      const what = `${outputs} outputs of perf stat in one file: what they counted of the same event is added up`;
      this.#note('perf-stat-several', what, 'put each into a file of its own', null);
    }
    if (this.#recording.counters.length === 0) this.#skipped.throwIfAny('a counter of perf stat', this.#file);
  }

  #begin(number: number): void {
    this.#open = number;
    this.#begun.titles++;
  }

  /** What follows a table is not of it: a mail goes on, or a program's output. */
  #end(): void {
    this.#open = null;
    this.#text = false;
  }

  /** Whether `joined`, the last counter's line and this one, is that counter with its metric whole. */
  #finish(joined: string): boolean {
    const row = readTextRow(joined);
    if (row === null || row === 'extra' || row.metric === null) return false;
    this.#recording.counters.pop();
    this.#recording.counters.push({ ...row, file: this.#file });
    return true;
  }

  #diagnoseCut(text: string, line: number | null): void {
    const hint = 'keep all that perf stat prints: perf stat -o FILE';
    this.#note('perf-stat-cut', text, hint, line);
  }

  /** `undefined`: a line before perf stat's own. */
  #readRow(line: string, text: string): RowReading | undefined {
    if (isJsonRow(line)) return readJsonRow(line);
    if (this.#text) return readTextRow(line);
    this.#separator ??= separatorOf(line);
    if (this.#separator === null) return undefined;
    // With a tab as separator, blanks at either end are empty cells.
    const row = this.#separator === '\t' ? text.replace(/^(> ?)+/, '') : line;
    return readCsvRow(row, this.#separator);
  }
}
