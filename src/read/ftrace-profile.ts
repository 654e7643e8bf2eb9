import { type Note, notesOn } from '../model/diagnostic.js';
import type { Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { SkippedLines } from '../model/skipped-lines.js';
import type { Nanoseconds } from '../model/units.js';
import { detectLine } from './line-detection.js';
import { unquoted } from './mail-quote.js';

/** The kernel prints names with "%-30.30s". */
const NAME_WIDTH = 30;

const HEADER = /^Function\s+Hit(\s+Time\s+Avg\s+s\^2)?$/;

/** `--------    ---    ----` below the titles. */
const RULER = /^-[- ^]*$/;

/**
 * trace_stat/functionN of ftrace's function profiler (function_stat_show() in kernel/trace/ftrace.c): how often
 * each function was called on CPU N, and for how long where the kernel has the function graph tracer.
 */
export const ftraceProfileFormat: Format = {
  id: 'ftrace-profile',
  title: 'ftrace function profile (trace_stat/functionN)',
  detect: (head, complete) => detectLine(head, complete, (line) => HEADER.test(line)),
  open: (file, recording) => new LineReader(file, new FtraceProfileReader(file, recording), recording),
};

/** `trace_stat/function3` and `function3.txt` are of CPU 3. */
function cpuOf(file: string): number | null {
  const match = /^function(\d+)(\.[a-z]+)*$/.exec(file.slice(file.lastIndexOf('/') + 1));
  return match === null ? null : Number(match[1]);
}

class FtraceProfileReader implements LineSink {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #cpu: number | null;
  readonly #skipped = new SkippedLines();
  readonly #names = new Set<string>();
  #header: { timed: boolean; line: number } | null = null;
  #rows = 0;
  #ambiguous: string | null = null;
  /** The line just read, when it is a row without times. */
  #lastCount: [line: string, number: number] | null = null;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
    this.#cpu = cpuOf(file);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    const header = HEADER.exec(line);
    this.#lastCount = null;
    if (header !== null) {
      this.#beginTable(header[1] !== undefined, number);
      return 'parsed';
    }
    if (line === '' || RULER.test(line)) return 'ignored';
    if (this.#header === null) return 'unknown';
    const { timed } = this.#header;
    if (!this.#readRow(line, timed)) {
      this.#skipped.add(line, number);
      return 'diagnosed';
    }
    if (!timed) this.#lastCount = [line, number];
    return 'parsed';
  }

  /** @throws InputError when there were rows but not one could be read. */
  end(lineEnded: boolean): void {
    // A row with times ends in "us"; a bare count may lack its last digits.
    if (!lineEnded && this.#lastCount !== null) {
      this.#recording.functionCalls.pop();
      this.#rows--;
      this.#skipped.add(...this.#lastCount);
      this.#recording.lines.unparse('diagnosed');
    }
    const what = 'of a function profile unread';
    this.#skipped.report('ftrace-profile-skipped', what, this.#note);
    if (this.#ambiguous !== null) {
      const name = this.#ambiguous;
      this.#note(
        'ftrace-profile-name-cut',
        `two functions are called "${name}": the profile cuts names to ${NAME_WIDTH} characters`,
        null,
        this.#header?.line,
      );
    }
    if (this.#rows === 0) this.#skipped.throwIfAny('a row of a function profile', this.#file);
  }

  /** Several tables in one file (`cat function*`) are of several CPUs: a name may come again. */
  #beginTable(timed: boolean, line: number): void {
    this.#header = { timed, line };
    this.#names.clear();
  }

  /**
   *     `  fput                                     4    223.922 us      55.980 us       11137.93 us `
   *     `  fput                                     4`         (a kernel without the function graph tracer)
   */
  #readRow(line: string, timed: boolean): boolean {
    const words = line.split(/\s+/);
    const [symbol = '', hits = '', ...times] = words;
    if (!/^\d+$/.test(hits) || times.length !== (timed ? 6 : 0)) return false;
    const [total, avg, variance] = [0, 2, 4].map((at) => durationNs(times[at], times[at + 1]));
    if (timed && [total, avg, variance].includes(null)) return false;
    if (this.#names.has(symbol) && symbol.length === NAME_WIDTH) this.#ambiguous ??= symbol;
    this.#names.add(symbol);
    this.#rows++;
    this.#recording.functionCalls.push({
      symbol,
      calls: Number(hits),
      totalNs: total ?? null,
      avgNs: avg ?? null,
      cpu: this.#cpu,
      file: this.#file,
    });
    return true;
  }
}

/**
 * "223.922" "us": as many of the three decimals as fit into seven characters (trace_print_graph_duration() in
 * kernel/trace/trace_functions_graph.c), so the digits are scaled as one integer.
 */
function durationNs(text: string | undefined, unit: string | undefined): Nanoseconds | null {
  const match = /^(\d+)(?:\.(\d{1,3}))?$/.exec(text ?? '');
  if (match === null || unit !== 'us') return null;
  return Number(`${match[1]}${(match[2] ?? '').padEnd(3, '0')}`);
}
