import { type Note, notesOn } from '../model/diagnostic.js';
import type { LineFate } from '../model/line-counts.js';
import type { LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import type { Throughput } from '../model/throughput.js';
import { duringRecording } from './during-recording.js';
import { unquoted } from './mail-quote.js';

/** A Throughput while its lines are being read. */
export type Run = { -readonly [Key in keyof Throughput]: Throughput[Key] };

/** Reports something odd about the line being read: kind, sentence, hint. */
export type LineNote = (kind: string, text: string, hint: string | null) => void;

/** One line of a load generator's summary that carries a figure. */
export interface Figure {
  /** How the line begins; a line that begins so and does not match `pattern` is broken. */
  readonly label: string;
  readonly pattern: RegExp;
  /** The line ends in a bare number, so that the end of a cut file cannot be told from the end of the number. */
  readonly endsInNumber?: true;
  set(run: Run, match: RegExpExecArray, note: LineNote): void;
}

/** How one load generator prints a run. */
export interface LoadText {
  readonly tool: string;
  /** The line that a run begins with; a text pasted without it is one run. */
  readonly begins: (line: string) => boolean;
  readonly figures: readonly Figure[];
  /** What the tool prints besides: captions, and figures that nobody asks for. */
  readonly otherLines: RegExp;
  /** What to say when the rate is missing, which each of these tools prints at its end. */
  readonly cutHint: string;
  /** Last corrections, once all lines of the run are known. */
  readonly finish?: (run: Run) => void;
}

/** A run of which only program and file are known yet. */
export function newRun(tool: string, file: string): Run {
  return {
    tool,
    requestsPerSec: null,
    requests: null,
    errors: null,
    durationS: null,
    latencyAvgNs: null,
    tasks: null,
    duringRecording: duringRecording(file),
    file,
  };
}

/** A line and where it stands. */
interface Place {
  readonly line: string;
  readonly number: number;
  readonly ended: boolean;
}

/** Reads the runs of a load generator whose summary is a list of labelled lines. */
export class LoadLines implements LineSink {
  readonly #text: LoadText;
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  #run: Run | null = null;
  #runLine = 0;

  constructor(text: LoadText, file: string, recording: Recording) {
    this.#text = text;
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number, ended: boolean): LineFate {
    const line = unquoted(text);
    if (this.#text.begins(line)) {
      this.end();
      this.#begin(number);
      return 'parsed';
    }
    const figures = this.#text.figures.filter(({ label }) => line.startsWith(label));
    if (figures.length === 0) return line === '' || this.#text.otherLines.test(line) ? 'ignored' : 'unknown';
    if (this.#run === null) this.#begin(number);
    const run = this.#run as Run | null;
    return run !== null && this.#readFigure(run, figures, { line, number, ended }) ? 'parsed' : 'diagnosed';
  }

  /** Ends the run that is open, if any. */
  end(): void {
    const run = this.#run;
    if (run === null) return;
    this.#run = null;
    this.#text.finish?.(run);
    const { tool, cutHint } = this.#text;
    if (run.requestsPerSec === null) {
      this.#note(`${tool}-cut`, `a run of ${tool} ends without its rate`, cutHint, this.#runLine);
    }
    if (run.requestsPerSec !== null || run.requests !== null) this.#recording.throughput.push(run);
  }

  #begin(number: number): void {
    this.#run = newRun(this.#text.tool, this.#file);
    this.#runLine = number;
  }

  #readFigure(run: Run, figures: readonly Figure[], { line, number, ended }: Place): boolean {
    const note = this.#noteAt(number);
    for (const figure of figures) {
      const match = figure.pattern.exec(line);
      if (match === null || (!ended && figure.endsInNumber === true)) continue;
      figure.set(run, match, note);
      return true;
    }
    const { tool } = this.#text;
    note(`${tool}-broken-line`, `a figure of ${tool} could not be read: "${line.slice(0, 80)}"`, null);
    return false;
  }

  #noteAt(line: number): LineNote {
    return (kind, text, hint) => this.#note(kind, text, hint, line);
  }
}
