import { notesOn } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { Format } from '../../model/format.js';
import type { LineFate } from '../../model/line-counts.js';
import { LineReader, type LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { detectLine } from '../line-detection.js';
import { unquoted } from '../mail-quote.js';
import { readMessage } from './messages.js';

const MAP_TITLE = 'Address of instance: name of class';
/** " 0xffffffff820d1974: aa_path_perm+0x77"; a class name may hold anything. */
const MAP_ROW = /^0x[0-9a-f]+: \S/;

/** `perf lock info -m`: which lock instance is of which class. Source: tools/perf/builtin-lock.c dump_map(). */
export const perfLockInfoFormat: Format = {
  id: 'perf-lock-info',
  title: 'perf lock info --map output',
  detect: (head, complete) => detectLine(head, complete, (line) => line === MAP_TITLE),
  open: (file, recording) => new LineReader(file, new PerfLockInfoReader(file, recording), recording),
};

/** It has no counts: that, and how many locks it names, is all there is to say. */
class PerfLockInfoReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  #titled = false;
  #locks = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    const said = readMessage(line);
    if (said === null) return 'ignored';
    if (said !== undefined) {
      this.#recording.diagnostics.push({ ...said, file: this.#file, line: number });
      return 'diagnosed';
    }
    if (line === MAP_TITLE) {
      this.#titled = true;
      return 'ignored';
    }
    if (!this.#titled || !MAP_ROW.test(line)) return 'unknown';
    this.#locks++;
    return 'parsed';
  }

  end(): void {
    if (!this.#titled) throw new InputError({ file: this.#file }, `expected "${MAP_TITLE}", found the end`);
    notesOn(this.#file, this.#recording.diagnostics)(
      'perf-lock-names-only',
      `perf lock info names ${this.#locks} locks and their classes, and counts nothing`,
      'for waits give perf lock contention or perf lock report of the same recording',
    );
  }
}
