import { type Note, notesOn } from '../model/diagnostic.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { NS_PER_SECOND } from '../model/units.js';
import { durationNs } from './duration.js';
import { detectLine } from './line-detection.js';
import { newRun, type Run } from './load-run.js';
import { unquoted } from './mail-quote.js';

const isTitle = (line: string): boolean => line.startsWith('Running ') && line.includes(' test @ ');

/** Output of wrk and wrk2 (src/wrk.c prints it, src/units.c the units); several runs may follow one another. */
export const wrkFormat: Format = {
  id: 'wrk',
  title: 'wrk or wrk2 output',
  detect: (head, complete) => detectLine(head, complete, isTitle),
  open: (file, recording) => new LineReader(file, new WrkReader(file, recording), recording),
};

/** Captions, rates of single threads, percentiles; of wrk2 also its spectrum of percentiles. */
const OTHER_LINES =
  /^(\d+ threads and \d+ connections|Thread Stats |Req\/Sec |Transfer\/sec: |Initialised \d+ thread|\d+(\.\d+)?% +[\d.]+(us|ms|s|m|h)$|Detailed Percentile spectrum:|Value +Percentile +|[\d.]+ +[\d.]+ +\d+ +([\d.]+|inf)$|#\[|-+$)/;

class WrkReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  #run: Run | null = null;
  #runLine = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    if (isTitle(line)) {
      this.#endRun();
      this.#run = newRun('wrk', this.#file);
      this.#runLine = number;
      return 'parsed';
    }
    if (line === '') return 'ignored';
    if (this.#run === null) return 'unknown';
    const fate = readFigure(this.#run, line);
    if (fate === 'diagnosed') {
      this.#note('wrk-broken-line', `a figure of wrk could not be read: "${line}"`, null, number);
    }
    return fate;
  }

  end(): void {
    this.#endRun();
  }

  /** wrk prints everything at its end: a run without `Requests/sec:` was interrupted or its output cut. */
  #endRun(): void {
    if (this.#run === null) return;
    if (this.#run.requestsPerSec === null) {
      const hint = 'keep all that wrk prints, up to Transfer/sec';
      this.#note('wrk-cut', 'a run of wrk ends without its "Requests/sec:"', hint, this.#runLine);
    }
    if (this.#run.requestsPerSec !== null || this.#run.requests !== null) {
      this.#recording.throughput.push(this.#run);
    }
    this.#run = null;
  }
}

/**
 *     `    Latency     3.74ms    3.49ms  49.26ms   88.98%`
 *     `  98222 requests in 12.09s, 98.82MB read`
 *     `  Socket errors: connect 0, read 1, write 0, timeout 2`
 *     `  Non-2xx or 3xx responses: 12`
 *     `Requests/sec:   8122.97`
 *     `  Thread calibration: mean lat.: 1.520ms, rate sampling interval: 10ms`    (wrk2 only)
 *
 * `diagnosed` when one of these does not hold the figure it should; a script's own lines are unknown.
 */
function readFigure(run: Run, line: string): LineFate {
  const words = line.split(/\s+/);
  if (line.startsWith('Latency Distribution')) {
    if (line.includes('HdrHistogram')) run.tool = 'wrk2';
  } else if (line.startsWith('Thread calibration:')) run.tool = 'wrk2';
  else if (words[0] === 'Latency') {
    run.latencyAvgNs = durationNs(words[1] ?? '');
    return run.latencyAvgNs === null ? 'diagnosed' : 'parsed';
  } else if (words[1] === 'requests' && words[2] === 'in')
    return readRequests(run, words) ? 'parsed' : 'diagnosed';
  else if (line.startsWith('Socket errors:')) {
    const counts = line.slice('Socket errors:'.length).split(',').map(lastNumber);
    const sum = counts.reduce((total, count) => total + count, 0);
    if (counts.length !== 4 || Number.isNaN(sum)) return 'diagnosed';
    run.errors = (run.errors ?? 0) + sum;
  } else if (line.startsWith('Non-2xx or 3xx responses:')) {
    const count = lastNumber(line);
    if (Number.isNaN(count)) return 'diagnosed';
    run.errors = (run.errors ?? 0) + count;
  } else if (line.startsWith('Requests/sec:')) {
    // Always two decimals: fewer, and the output was cut here.
    if (words.length !== 2 || words[1]?.at(-3) !== '.') return 'diagnosed';
    const perSec = Number(words[1]);
    run.requestsPerSec = Number.isNaN(perSec) ? null : perSec;
    return run.requestsPerSec === null ? 'diagnosed' : 'parsed';
  } else return OTHER_LINES.test(line) ? 'ignored' : 'unknown';
  return 'parsed';
}

function readRequests(run: Run, words: readonly string[]): boolean {
  const requests = Number(words[0]);
  const cell = words[3] ?? '';
  const ns = cell.endsWith(',') ? durationNs(cell.slice(0, -1)) : null;
  if (!Number.isInteger(requests) || ns === null) return false;
  run.requests = requests;
  run.durationS = ns / NS_PER_SECOND;
  // Error lines come behind this one, and only when there were errors.
  run.errors ??= 0;
  return true;
}

function lastNumber(text: string): number {
  const word = text.trimEnd().split(' ').at(-1) ?? '';
  return word === '' ? Number.NaN : Number(word);
}
