import { asPrinted, isCaptured, withoutLineEnd } from './captured-line.js';
import { notesOn } from './diagnostic.js';
import { InputError } from './errors.js';
import type { ByteReader } from './format.js';
import type { LineFate } from './line-counts.js';
import type { Recording } from './recording.js';
import { SkippedLines } from './skipped-lines.js';

/** Takes the lines of a text, numbered from 1, without their line ends. */
export interface LineSink {
  /** `ended` is false for a last line without its line end: it may have been cut anywhere. */
  line(text: string, number: number, ended: boolean): LineFate;
  /** `lineEnded` is that of the last line; true for an empty input. */
  end(lineEnded: boolean): void;
}

/**
 * No tool we read prints longer numbers; of much longer ones a sum is infinite, which no figure can be. What stands
 * in their place is no number to any reader.
 */
const MAX_DIGITS = 100;
const LONG_NUMBERS = new RegExp(`\\d{${MAX_DIGITS + 1},}`, 'g');
const NO_NUMBER = '(no number)';

/** No tool we read prints longer lines; without a bound a file without line ends would fill memory. */
const MAX_LINE = 1 << 20;

/**
 * Cuts bytes into lines (LF or CRLF), whatever the chunks; bytes that are not UTF-8 become U+FFFD, and what a
 * terminal's capture added is taken away. Counts in `recording.lines` what became of each line, and reports those
 * that nobody understood.
 */
export class LineReader implements ByteReader {
  readonly #file: string;
  readonly #sink: LineSink;
  readonly #recording: Recording;
  readonly #maxLine: number;
  readonly #unknown = new SkippedLines();
  readonly #decoder = new TextDecoder('utf-8');
  #rest = '';
  #number = 0;
  #captured = false;

  /** `maxLine`: characters of the longest line that is taken. */
  constructor(file: string, sink: LineSink, recording: Recording, maxLine = MAX_LINE) {
    this.#file = file;
    this.#sink = sink;
    this.#recording = recording;
    this.#maxLine = maxLine;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    const lineEnded = this.#rest === '';
    if (!lineEnded) this.#emit(this.#rest, false);
    this.#sink.end(lineEnded);
    this.#unknown.report(
      'unrecognised-lines',
      'not recognised',
      notesOn(this.#file, this.#recording.diagnostics),
    );
  }

  #take(decoded: string): void {
    this.#captured ||= isCaptured(decoded);
    const text = this.#rest === '' ? decoded : this.#rest + decoded;
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      this.#emit(text.slice(from, at), true);
      from = at + 1;
    }
    this.#rest = from === 0 ? text : text.slice(from);
    this.#checkLength(this.#rest);
  }

  /** The same answer whether a chunk held the whole line or a part of it. */
  #checkLength(line: string): void {
    if (line.length <= this.#maxLine) return;
    throw new InputError(
      { file: this.#file, line: this.#number + 1 },
      `expected a line of text, found ${this.#maxLine} characters without a line end`,
    );
  }

  #emit(line: string, ended: boolean): void {
    this.#checkLength(line);
    this.#number++;
    const whole = line.endsWith('\r') ? withoutLineEnd(line) : line;
    const printed = this.#captured ? asPrinted(whole) : whole;
    const text = printed.length > MAX_DIGITS ? printed.replace(LONG_NUMBERS, NO_NUMBER) : printed;
    const { lines } = this.#recording;
    lines.read++;
    const fate = this.#sink.line(text, this.#number, ended);
    if (fate === 'held') return;
    if (fate === 'unknown') this.#unknown.add(text, this.#number);
    lines[fate === 'unknown' ? 'diagnosed' : fate]++;
  }
}

/** The lines of an input's head for format detection; the last one only when it is known to be whole. */
export function headLines(head: Uint8Array, complete: boolean): string[] {
  const text = new TextDecoder('utf-8').decode(head);
  const captured = isCaptured(text);
  const lines = text.split('\n');
  if (!complete || lines.at(-1) === '') lines.pop();
  const whole = lines.map(withoutLineEnd);
  return captured ? whole.map(asPrinted) : whole;
}
