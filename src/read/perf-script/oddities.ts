import { type Diagnostic, notesOn } from '../../model/diagnostic.js';
import type { Profile } from '../../model/profile.js';
import { SkippedLines } from '../../model/skipped-lines.js';
import type { Nanoseconds } from '../../model/units.js';
import type { EventSlot } from './event-slots.js';
import { lostIn } from './side-line.js';

/** Several texts in one file step back once each; differences do so at every other sample. */
const MOST_BACKWARDS = 1 / 8;

/** What was odd about a file, counted while it is read and reported once for each kind at its end. */
export class Oddities {
  firstUnrecognised: { line: number; text: string } | null = null;
  sawRecords = false;
  sawLatencyFormat = false;
  readonly #unrecognised = new SkippedLines();
  #traceErrors = 0;
  #times = 0;
  #backwards = 0;
  #lastNs: Nanoseconds = Number.NEGATIVE_INFINITY;
  #firstTraceError = 0;
  #cutLine: number | null = null;
  #lostByEvent: number | null = null;
  #lostByBuffer: number | null = null;

  unrecognised(text: string, line: number): void {
    this.#unrecognised.add(text, line);
    this.firstUnrecognised ??= { line, text: JSON.stringify(text.slice(0, 60)) };
  }

  traceError(line: number): void {
    if (this.#traceErrors++ === 0) this.#firstTraceError = line;
  }

  /** Of each sample in the order of the text, which perf sorts by time. */
  time(ns: Nanoseconds): void {
    if (Number.isNaN(ns)) return;
    this.#times++;
    if (ns < this.#lastNs) this.#backwards++;
    this.#lastNs = ns;
  }

  /** The file ends inside `line`, or behind it but inside its sample. */
  cutAt(line: number): void {
    this.#cutLine ??= line;
  }

  /** Whether it tells of lost samples. */
  record(text: string): boolean {
    this.sawRecords = true;
    const lost = lostIn(text);
    if (lost === null) return false;
    if (lost.byEvent) this.#lostByEvent = (this.#lostByEvent ?? 0) + lost.samples;
    else this.#lostByBuffer = (this.#lostByBuffer ?? 0) + lost.samples;
    return true;
  }

  /** Also sets the lost samples of the file's event where it has only one: the text does not name it. */
  report(file: string, slots: readonly EventSlot[], profile: Profile): Diagnostic[] {
    const diagnostics: Diagnostic[] = [];
    const note = notesOn(file, diagnostics);
    const noPeriod = slots.filter((slot) => slot.lacksPeriod).map((slot) => slot.name);
    if (noPeriod.length > 0) {
      const text = `No period is printed for ${noPeriod.join(', ')}: each sample counts as 1.`;
      note('no-period', text, 'Print it: perf script -F +period');
    }
    if (slots.some((slot) => slot.name === '[unknown]')) {
      note('no-event-name', 'The lines do not name their event.', 'Print it: perf script -F +event');
    }
    if (profile.samples === 0) {
      note('no-samples', 'The text holds no samples.', 'Leave out --header-only and filters.');
    }
    this.#unrecognised.report('unrecognised-lines', 'not recognised', note);
    if (this.#backwards > this.#times * MOST_BACKWARDS) {
      const text = `Of ${this.#times} times ${this.#backwards} are before the one above, as perf script --deltatime prints them: they do not tell when a sample was taken.`;
      note('times-not-sorted', text, 'Leave out --deltatime.');
    }
    if (this.sawLatencyFormat) {
      const text = 'The text is of perf script -L, which cuts commands to 8 characters.';
      note('latency-format', text, 'Leave out -L.');
    }
    if (this.#traceErrors > 0) {
      const text = `perf could not decode all of the hardware trace: ${this.#traceErrors} trace errors.`;
      note('trace-errors', text, 'Samples synthesised from the trace have gaps.', this.#firstTraceError);
    }
    if (this.#cutLine !== null) {
      const text = 'The file ends inside a sample, whose callers may be missing.';
      note('truncated', text, 'Write the text again: perf script > FILE', this.#cutLine);
    }
    const lost = this.#lostByEvent ?? this.#lostByBuffer;
    const only = slots.length === 1 ? profile.events[slots[0]?.index ?? -1] : undefined;
    if (only !== undefined) only.lost = lost;
    else if (lost !== null) {
      const text = `${lost} samples were lost; the text does not say of which event.`;
      note('lost-samples', text, 'Give perf.data itself for the loss of each event.');
    }
    return diagnostics;
  }
}
