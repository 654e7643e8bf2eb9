import { type Note, notesOn } from '../../model/diagnostic.js';
import type { LineFate } from '../../model/line-counts.js';
import type { LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { newRun, type Run } from '../load-run.js';
import { unquoted } from '../mail-quote.js';
import { averageOps, opsOfSecond, pastedCommand } from './run-lines.js';
import { HEADER, isSeriesRow, parseSeriesRow } from './series-row.js';

const TOOL = 'will-it-scale';

/** One test program's output: six seconds of warm-up, the word "measurement", then what counts. */
interface TestRun {
  readonly line: number;
  measuring: boolean;
  readonly seconds: number[];
}

/**
 * Reads will-it-scale. An operation is what the test repeats (open1: one open and one close), a rate is of all
 * tasks together. Processes and threads are measured one after the other and never added: a series gives two
 * Throughputs a row, told apart by `tool` ("will-it-scale processes") and `tasks`.
 */
export class WillItScaleReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  #inSeries = false;
  #command: { readonly kind: string; readonly tasks: number } | null = null;
  #run: TestRun | null = null;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    const ops = opsOfSecond(line);
    const average = averageOps(line);
    if (line === '' || line === 'warmup') return 'ignored';
    if (line === HEADER) this.#inSeries = true;
    else if (this.#inSeries && isSeriesRow(line)) return this.#readRow(line, number);
    else if (line.startsWith('testcase:')) this.#beginRun(number);
    else if (line === 'measurement') this.#measure(number);
    else if (ops !== null) this.#openRun(number).seconds.push(ops);
    else if (average !== null) this.#endRun(average);
    else if (line.startsWith('min:') || line.startsWith('average:')) {
      this.#note(`${TOOL}-broken-line`, `a line of ${TOOL} could not be read: "${line}"`, null, number);
      return 'diagnosed';
    } else return this.#noteCommand(line) ? 'parsed' : 'unknown';
    return 'parsed';
  }

  /** A run that is still open has no average, and its last second may have been cut within its number. */
  end(): void {
    this.#run?.seconds.pop();
    this.#endRun(null);
  }

  #readRow(line: string, number: number): LineFate {
    const row = parseSeriesRow(line);
    if (row === null) {
      this.#note(`${TOOL}-broken-line`, `a row of ${TOOL} is not whole: "${line}"`, null, number);
      return 'diagnosed';
    }
    // "0,0,100,0,100,0" is the origin of the plot, not a measurement.
    if (row.tasks === 0) return 'ignored';
    for (const { kind, opsPerSec } of row.rates) {
      if (opsPerSec > 0) this.#push(kind, row.tasks, { requestsPerSec: opsPerSec });
      else {
        const what = opsPerSec < 0 ? 'failed' : 'did not run';
        this.#note(`${TOOL}-not-measured`, `the test with ${row.tasks} ${kind} ${what}`, null, number);
      }
    }
    return 'parsed';
  }

  #noteCommand(line: string): boolean {
    const command = pastedCommand(line);
    if (command === null) return false;
    this.#endRun(null);
    this.#command = command;
    return true;
  }

  /** The command stands above this line: it belongs to the run that begins. */
  #beginRun(number: number): void {
    if (this.#run !== null) this.#endRun(null);
    this.#openRun(number);
  }

  #openRun(number: number): TestRun {
    this.#run ??= { line: number, measuring: false, seconds: [] };
    return this.#run;
  }

  /** What was printed before this word was the warm-up. */
  #measure(number: number): void {
    const run = this.#openRun(number);
    run.measuring = true;
    run.seconds.length = 0;
  }

  /**
   * `average` is printed only with -s, and is the sum of the measured seconds by their number: where these are
   * in the text it is made of them, since a cut "average:24" looks whole.
   */
  #endRun(average: number | null): void {
    const run = this.#run;
    const command = this.#command;
    this.#run = null;
    this.#command = null;
    const seconds = run?.measuring === true ? run.seconds : [];
    const requests = seconds.length === 0 ? null : seconds.reduce((sum, ops) => sum + ops, 0);
    const requestsPerSec = requests === null ? average : Math.floor(requests / seconds.length);
    if (requestsPerSec !== null) {
      const durationS = seconds.length === 0 ? null : seconds.length;
      const kind = command?.kind ?? null;
      this.#push(kind, command?.tasks ?? null, { requestsPerSec, requests, durationS });
    } else if (run !== null) {
      const hint = 'let it run past its warm-up of six seconds: -s 10';
      this.#note(`${TOOL}-cut`, `a test of ${TOOL} ends before it measured`, hint, run.line);
    }
  }

  #push(kind: string | null, tasks: number | null, figures: Partial<Run>): void {
    const tool = kind === null ? TOOL : `${TOOL} ${kind}`;
    this.#recording.throughput.push({ ...newRun(tool, this.#file), tasks, ...figures });
  }
}
