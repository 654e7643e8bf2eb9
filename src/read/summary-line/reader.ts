import { type Note, notesOn } from '../../model/diagnostic.js';
import type { Format } from '../../model/format.js';
import type { LineFate } from '../../model/line-counts.js';
import { LineReader, type LineSink } from '../../model/line-reader.js';
import type { Recording } from '../../model/recording.js';
import { detectLine } from '../line-detection.js';
import { newRun, type Run } from '../load-run.js';
import { unquoted } from '../mail-quote.js';

/** A number of the summary line, by the name of its group in the pattern. */
type Figure = (name: string) => number;

/** A load program that prints what it did on one line. */
export interface SummaryProgram {
  readonly tool: string;
  /** How the line begins; one that begins so and does not match `summary` is broken. */
  readonly beginning: string;
  /** The whole line, up to what cannot be cut short unnoticed; named groups are numbers. */
  readonly summary: RegExp;
  /** A line printed before the summary, which then must follow. */
  readonly part: RegExp | null;
  /** What the figures come to. */
  readonly run: (figure: Figure) => Partial<Run>;
  /** What is wrong with a run that says so itself; `null`: nothing. */
  readonly failure: (figure: Figure) => string | null;
}

/** Blank lines, and the times that the script around it prints: "from 29.94 to 36.47". */
const OTHERS = /^(from [\d.]+ to [\d.]+)?$/;

/** The format of a program's output: a run for each summary line in it. */
export function summaryLineFormat(program: SummaryProgram): Format {
  const { tool, beginning, part } = program;
  return {
    id: tool,
    title: `${tool} output`,
    detect: (head, complete) =>
      detectLine(head, complete, (line) => line.startsWith(beginning) || part?.test(line) === true),
    open: (file, recording) => new LineReader(file, new SummaryLines(program, file, recording), recording),
  };
}

class SummaryLines implements LineSink {
  readonly #program: SummaryProgram;
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  /** Line of the first part whose summary has not come yet. */
  #unsummed: number | null = null;

  constructor(program: SummaryProgram, file: string, recording: Recording) {
    this.#program = program;
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number): LineFate {
    const line = unquoted(text);
    const { beginning, part } = this.#program;
    if (line.startsWith(beginning)) return this.#readSummary(line, number);
    if (part?.test(line) !== true) return OTHERS.test(line) ? 'ignored' : 'unknown';
    this.#unsummed ??= number;
    return 'parsed';
  }

  end(): void {
    if (this.#unsummed === null) return;
    const { tool } = this.#program;
    this.#note(`${tool}-cut`, `${tool} ends without its sum`, null, this.#unsummed);
  }

  #readSummary(line: string, number: number): LineFate {
    this.#unsummed = null;
    const { tool, summary, run, failure } = this.#program;
    const match = summary.exec(line);
    if (match === null) {
      this.#note(`${tool}-cut`, `the sum of ${tool} is not whole: "${line.slice(0, 80)}"`, null, number);
      return 'diagnosed';
    }
    const figure = (name: string): number => Number(match.groups?.[name]);
    const failed = failure(figure);
    // The programs print how many CPUs are online.
    if (match.groups?.cpus !== undefined) this.#recording.machine.onlineCpus = figure('cpus');
    if (failed !== null) this.#note(`${tool}-failed`, failed, null, number);
    this.#recording.throughput.push({ ...newRun(tool, this.#file), ...run(figure) });
    return 'parsed';
  }
}
