import { isBlank, isDigits, previousEnd, skipBlanks, tokenEnd, tokenStart } from './characters.js';
import { isTracepointName } from './event-name.js';

/** perf prints the period as `%10u` behind one blank, a tid as `%5d`, a time as `%12s`. */
const PERIOD_WIDTH = 10;
const TID_WIDTH = 5;

/** What of a header a line has; a part that is not printed is "". */
export interface BareHeader {
  readonly comm: string;
  /** `tid` or `pid/tid`. */
  readonly ids: string;
  /** The number within the brackets. */
  readonly cpu: string;
  /** `sec.usec` or `sec.nnnnnnnnn`. */
  readonly time: string;
  readonly period: string;
  readonly event: string;
}

/**
 * The header of a sample that has less than perf prints by default. Nearly any words would do, so it is one only
 * where a frame follows.
 *
 *     openclose     (-F comm,ip,sym)
 *     openclose   223     (-F comm,tid,ip,sym)
 *     openclose   223    2004008     (-F comm,tid,period,ip,sym)
 *     cpu-clock:     (-F event,ip,sym)
 *        77.082200: cpu-clock:     (-F time,event,ip,sym)
 *     [000]     (-F cpu,ip,sym)
 *
 * Read from the right. A number is a tid or a period by the width of its column: a comm may end in digits.
 * Source: tools/perf/builtin-script.c, perf_sample__fprintf_start() and process_event().
 */
export function readBareHeader(text: string): BareHeader {
  const cursor = new Cursor(text);
  const { event, time: last } = cursor.takeEvent();
  const period = cursor.takeNumber(PERIOD_WIDTH);
  const time = last === '' && period + event !== '' ? cursor.takeTime() : last;
  const cpu = cursor.takeCpu();
  return { event, period, time, cpu, ids: cursor.takeIds(), comm: cursor.rest() };
}

const isTime = (word: string): boolean => /^\d+\.(\d{6}|\d{9}):$/.test(word);

/** Takes words off the end of a text. */
class Cursor {
  readonly #text: string;
  #end: number;

  constructor(text: string) {
    this.#text = text;
    this.#end = previousEnd(text, text.length);
  }

  /** The word at the end; a time when there is no event behind it. A tracepoint's payload is passed over. */
  takeEvent(): { event: string; time: string } {
    const traced = this.#tracepoint();
    if (traced !== null) {
      this.#end = previousEnd(this.#text, traced.start);
      return { event: traced.name, time: '' };
    }
    const time = this.takeTime();
    if (time !== '') return { event: '', time };
    const word = this.#word();
    return { event: word.length > 1 && word.endsWith(':') ? this.#take(word).slice(0, -1) : '', time: '' };
  }

  takeTime(): string {
    const word = this.#word();
    return isTime(word) ? this.#take(word).slice(0, -1) : '';
  }

  takeCpu(): string {
    const word = this.#word();
    return /^\[-?\d+\]$/.test(word) ? this.#take(word).slice(1, -1) : '';
  }

  takeIds(): string {
    const word = this.#word();
    const slash = word.indexOf('/');
    const first = slash < 0 ? word : word.slice(0, slash);
    const isIds =
      /^-?\d+(\/-?\d+)?$/.test(word) && this.#column(word) - (word.length - first.length) >= TID_WIDTH;
    return isIds ? this.#take(word) : '';
  }

  takeNumber(width: number): string {
    const word = this.#word();
    return isDigits(word, 0, word.length) && this.#column(word) >= width ? this.#take(word) : '';
  }

  rest(): string {
    return this.#text.slice(skipBlanks(this.#text, 0), this.#end);
  }

  #word(): string {
    return this.#text.slice(tokenStart(this.#text, this.#end), this.#end);
  }

  /** Characters of the word with the blanks before it, but for the one that parts it from the word before. */
  #column(word: string): number {
    const before = previousEnd(this.#text, this.#end - word.length);
    return this.#end - before - (before === 0 ? 0 : 1);
  }

  #take(word: string): string {
    this.#end = previousEnd(this.#text, this.#end - word.length);
    return word;
  }

  #tracepoint(): { name: string; start: number } | null {
    const text = this.#text;
    for (let start = skipBlanks(text, 0); start < this.#end; ) {
      const end = tokenEnd(text, start);
      const name = text.slice(start, end - 1);
      if (
        text[end - 1] === ':' &&
        isTracepointName(name) &&
        (end === text.length || isBlank(text.charCodeAt(end)))
      )
        return { name, start };
      start = skipBlanks(text, end);
    }
    return null;
  }
}
