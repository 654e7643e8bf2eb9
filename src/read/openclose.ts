import { type Note, notesOn } from '../model/diagnostic.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { duringRecording } from './during-recording.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

const SUMMARY = 'openclose mode=';

const isProcessLine = (line: string): boolean => line.startsWith('proc ') && line.endsWith(' ops/s');

/**
 * Output of the project's load program openclose (N processes open and close files, as will-it-scale's open1
 * and open2 do): an operation is one open and one close.
 */
export const opencloseFormat: Format = {
  id: 'openclose',
  title: 'openclose output',
  detect: (head, complete) =>
    detectLine(head, complete, (line) => isProcessLine(line) || line.startsWith(SUMMARY)),
  open: (file, recording) => new LineReader(file, new OpencloseReader(file, recording), recording),
};

class OpencloseReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  /** Line of the first `proc 0: 34020 ops/s` whose summary has not come yet. */
  #unsummed: number | null = null;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    if (line.startsWith(SUMMARY)) return this.#readSummary(line, number);
    if (!isProcessLine(line)) return line === '' ? 'ignored' : 'unknown';
    this.#unsummed ??= number;
    return 'parsed';
  }

  end(): void {
    if (this.#unsummed !== null)
      this.#note('openclose-cut', 'openclose ends without its sum', null, this.#unsummed);
  }

  /**
   * `openclose mode=own nproc=8 cpus=8 secs=8.01 total_ops=2200892 ops_per_sec=274704 status=0`;
   * `status` is the exit statuses of its processes or-ed together, not a number of errors.
   */
  #readSummary(line: string, number: number): LineFate {
    this.#unsummed = null;
    const cells = new Map(line.split(' ').map((word) => word.split('=', 2) as [string, string | undefined]));
    const figure = (key: string): number => Number(cells.get(key) || Number.NaN);
    const status = figure('status');
    const numbers = [figure('secs'), figure('total_ops'), figure('ops_per_sec'), status];
    // The status comes last: without it the line was cut, and the number before it perhaps too.
    if (numbers.some(Number.isNaN)) {
      this.#note('openclose-cut', `the sum of openclose is not whole: "${line}"`, null, number);
      return 'diagnosed';
    }
    if (status !== 0) {
      this.#note('openclose-failed', `a process of openclose failed (status=${status})`, null, number);
    }
    this.#recording.throughput.push({
      tool: 'openclose',
      requestsPerSec: figure('ops_per_sec'),
      requests: figure('total_ops'),
      errors: status === 0 ? 0 : null,
      durationS: figure('secs'),
      latencyAvgNs: null,
      tasks: figure('nproc') > 0 ? figure('nproc') : null,
      duringRecording: duringRecording(this.#file),
      file: this.#file,
    });
    return 'parsed';
  }
}
