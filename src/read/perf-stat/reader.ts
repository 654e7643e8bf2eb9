import { InputError } from '../../model/errors.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { unquoted } from '../mail-quote.js';
import { SkippedLines } from '../skipped-lines.js';
import type { RowReading } from './cells.js';
import { readCsvRow, separatorOf } from './csv-row.js';
import { isJsonRow, readJsonRow } from './json-row.js';
import { isElapsed, isFurniture, isTitle, readTextRow, TITLE } from './text-row.js';

/** Reads perf stat's three shapes line by line; a file holds one of them, often with a program's output around. */
export class PerfStatReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #skipped = new SkippedLines();
  #firstSkipped: { line: string; number: number } | null = null;
  /** Line of the title of a table whose "seconds time elapsed" has not come yet. */
  #open: number | null = null;
  #text = false;
  #separator: string | null = null;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
  }

  line(text: string, number: number): void {
    const line = unquoted(text);
    if (isTitle(line)) {
      this.#text = true;
      if (line.startsWith(TITLE)) this.#open = number;
      return;
    }
    if (isElapsed(line)) this.#open = null;
    if (isFurniture(line)) return;
    const row = this.#readRow(line, text);
    if (row === undefined || row === 'extra') return;
    if (row === null) {
      this.#skipped.add(line, number);
      this.#firstSkipped ??= { line, number };
    } else this.#recording.counters.push({ ...row, file: this.#file });
  }

  /** @throws InputError when there were rows but not one could be read. */
  end(): void {
    const skipped = this.#skipped.diagnostic('perf-stat-skipped', 'of perf stat output unread', this.#file);
    if (skipped !== null) this.#recording.diagnostics.push(skipped);
    if (this.#open !== null) {
      this.#recording.diagnostics.push({
        kind: 'perf-stat-cut',
        text: 'perf stat output ends without its "seconds time elapsed"',
        hint: 'keep all that perf stat prints: perf stat -o FILE',
        file: this.#file,
        line: this.#open,
      });
    }
    if (this.#firstSkipped !== null && this.#recording.counters.length === 0) {
      const { line, number } = this.#firstSkipped;
      throw new InputError(
        { file: this.#file, line: number },
        `expected a counter of perf stat, found "${line.slice(0, 80)}"`,
      );
    }
  }

  /** `undefined`: a line before perf stat's own. */
  #readRow(line: string, text: string): RowReading | undefined {
    if (isJsonRow(line)) return readJsonRow(line);
    if (this.#text) return readTextRow(line);
    this.#separator ??= separatorOf(line);
    if (this.#separator === null) return undefined;
    // With a tab as separator, blanks at either end are empty cells.
    return line === '' ? undefined : readCsvRow(text.replace(/^(> ?)+/, ''), this.#separator);
  }
}
