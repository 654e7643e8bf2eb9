import { type Note, notesOn } from '../model/diagnostic.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { duringRecording } from './during-recording.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

/** `labelmix nproc=8 cpus=8 secs=6.01 rounds=2381 (x32 files) files_per_sec=12671 errors=0` */
const SUMMARY =
  /^labelmix nproc=\d+ cpus=\d+ secs=([\d.]+) rounds=(\d+) \(x(\d+) files\) files_per_sec=(\d+) errors=(\d+)$/;
const BEGINNING = 'labelmix nproc=';
/** Blank lines, and the times that the script around it prints: "from 29.94 to 36.47". */
const OTHERS = /^(from [\d.]+ to [\d.]+)?$/;

/**
 * Output of the project's load program labelmix (processes change profile and open files, so that compound labels
 * come and go): an operation is one file opened.
 */
export const labelmixFormat: Format = {
  id: 'labelmix',
  title: 'labelmix output',
  detect: (head, complete) => detectLine(head, complete, (line) => line.startsWith(BEGINNING)),
  open: (file, recording) => new LineReader(file, new LabelmixReader(file, recording), recording),
};

class LabelmixReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    if (!line.startsWith(BEGINNING)) return OTHERS.test(line) ? 'ignored' : 'unknown';
    const found = SUMMARY.exec(line);
    if (found === null) {
      this.#note('labelmix-cut', `the sum of labelmix is not whole: "${line.slice(0, 80)}"`, null, number);
      return 'diagnosed';
    }
    const [seconds, rounds, files, perSecond, errors] = found.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    this.#recording.throughput.push({
      tool: 'labelmix',
      requestsPerSec: perSecond,
      requests: rounds * files,
      errors,
      durationS: seconds,
      latencyAvgNs: null,
      tasks: null,
      duringRecording: duringRecording(this.#file),
      file: this.#file,
    });
    return 'parsed';
  }

  end(): void {}
}
