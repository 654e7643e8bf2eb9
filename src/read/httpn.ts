import { type Note, notesOn } from '../model/diagnostic.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { duringRecording } from './during-recording.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

const SUMMARY = 'httpn requests=';

/** Output of the project's load program httpn: a stated number of HTTP requests, for counting calls per request. */
export const httpnFormat: Format = {
  id: 'httpn',
  title: 'httpn output',
  detect: (head, complete) => detectLine(head, complete, (line) => line.startsWith(SUMMARY)),
  open: (file, recording) => new LineReader(file, new HttpnReader(file, recording), recording),
};

class HttpnReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  /** `httpn requests=1000 ok=1000 mode=keep` */
  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    if (!line.startsWith(SUMMARY)) return line === '' ? 'ignored' : 'unknown';
    const fields = new Map(line.split(' ').map((word) => [word.split('=')[0], Number(word.split('=')[1])]));
    const requests = fields.get('requests') ?? Number.NaN;
    const ok = fields.get('ok') ?? Number.NaN;
    if (!Number.isInteger(requests) || !Number.isInteger(ok)) {
      const found = `expected "httpn requests=N ok=N", found "${line.slice(0, 60)}"`;
      this.#note('httpn-cut', found, null, number);
      return 'diagnosed';
    }
    this.#recording.throughput.push({
      tool: 'httpn',
      requestsPerSec: null,
      requests,
      tasks: null,
      errors: requests - ok,
      durationS: null,
      latencyAvgNs: null,
      duringRecording: duringRecording(this.#file),
      file: this.#file,
    });
    return 'parsed';
  }

  end(): void {}
}
