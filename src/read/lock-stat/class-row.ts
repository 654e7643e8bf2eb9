import type { Nanoseconds } from '../../model/units.js';

/** The numbers of one class row, in the file's order (kernel/locking/lockdep_proc.c seq_stats()). */
export interface ClassNumbers {
  readonly conBounces: number;
  readonly contentions: number;
  readonly waitMinNs: Nanoseconds;
  readonly waitMaxNs: Nanoseconds;
  readonly waitTotalNs: Nanoseconds;
  readonly waitAvgNs: Nanoseconds | null;
  readonly acqBounces: number;
  readonly acquisitions: number;
  readonly holdMinNs: Nanoseconds;
  readonly holdMaxNs: Nanoseconds;
  readonly holdTotalNs: Nanoseconds;
  readonly holdAvgNs: Nanoseconds | null;
}

/** A class row cut into its name, `-W`/`-R` still on it, and what stands right of the colon. */
export interface ClassCells {
  readonly printedName: string;
  readonly cells: readonly string[];
}

/** snprint_time() writes into num[15]: what does not fit into 14 characters is cut off on the right. */
const TIME_WIDTH = 14;

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

/** True for digits and nothing else, at least one. */
export function isInteger(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isDigit(text, at)) return false;
  return text !== '';
}

/** `414404.34`, `357867523236.3`, `1234567890123.`, `12345678901234`: the forms a time takes in 14 characters. */
function isTime(text: string): boolean {
  const dot = text.indexOf('.');
  if (dot < 0) return isInteger(text);
  const decimals = text.length - dot - 1;
  return decimals <= 2 && isInteger(text.slice(0, dot)) && (decimals === 0 || isInteger(text.slice(dot + 1)));
}

/** Whether a line holds numbers only: the rest of a row that a mail client wrapped. */
export function isNumbersOnly(line: string): boolean {
  const words = wordsOf(line);
  return words.length > 0 && words.every(isTime);
}

/** Words between blanks. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let from = 0;
  for (let at = 0; at <= line.length; at++) {
    if (at < line.length && line[at] !== ' ' && line[at] !== '\t') continue;
    if (at > from) words.push(line.slice(from, at));
    from = at + 1;
  }
  return words;
}

/**
 *     `&ls->lock-W:          2128           2188           0.27       37488.37     2756223.47 ...`
 *     `(work_completion)(&(&q->requeue_work):             0              0           0.00 ...`
 *     `some_lock:12345678901234              7           0.27 ...`
 *
 * Cut at the *last* colon, for a name can hold colons, blanks and numbers, a number none. `null` when the rest
 * is not all numbers, or when a number shorter than its column follows without a blank ("10:02").
 */
export function splitClassRow(line: string): ClassCells | null {
  const colon = line.lastIndexOf(':');
  if (colon < 1) return null;
  const rest = line.slice(colon + 1);
  const cells = wordsOf(rest);
  const first = cells[0];
  if (first === undefined || !cells.every(isTime)) return null;
  if (rest.startsWith(first) && first.length < TIME_WIDTH) return null;
  return { printedName: line.slice(0, colon).trimEnd(), cells };
}

/**
 * Microseconds with up to two decimals to nanoseconds: the digits as one integer (at most 14 of them, so
 * exact), scaled once. No drift, as there would be in `Number(text) * 1000`.
 */
function nanosecondsOf(text: string): Nanoseconds {
  const dot = text.indexOf('.');
  if (dot < 0) return Number(text) * 1000;
  const decimals = text.length - dot - 1;
  return Number(text.slice(0, dot) + text.slice(dot + 1)) * 10 ** (3 - decimals);
}

/** 14 digits and no point: the kernel may have cut off any number of digits behind them. */
export function mayHaveLostDigits(time: string): boolean {
  return time.length >= TIME_WIDTH && !time.includes('.');
}

/** A time the kernel printed whole ends in two decimals unless its column was too narrow. */
export function isWholeTime(time: string): boolean {
  return time.length >= TIME_WIDTH || time.at(-3) === '.';
}

/** Where the times stand in a row: in front of them come the bounces and the number of waits or holds. */
export function timesOf(cells: readonly string[]): readonly string[] {
  const half = cells.length / 2;
  return cells.filter((_, index) => index % half >= 2);
}

/** `cells` are the 10 (version 0.3) or 12 (0.4) of a row; `null` when a count is not a whole number. */
export function readClassNumbers(cells: readonly string[]): ClassNumbers | null {
  const half = cells.length / 2;
  const count = (at: number): number => (isInteger(cells[at] ?? '') ? Number(cells[at]) : Number.NaN);
  const time = (at: number): Nanoseconds => nanosecondsOf(cells[at] ?? '');
  const average = (at: number): Nanoseconds | null => (half === 6 ? time(at) : null);
  const numbers: ClassNumbers = {
    conBounces: count(0),
    contentions: count(1),
    waitMinNs: time(2),
    waitMaxNs: time(3),
    waitTotalNs: time(4),
    waitAvgNs: average(5),
    acqBounces: count(half),
    acquisitions: count(half + 1),
    holdMinNs: time(half + 2),
    holdMaxNs: time(half + 3),
    holdTotalNs: time(half + 4),
    holdAvgNs: average(half + 5),
  };
  const counts = [numbers.conBounces, numbers.contentions, numbers.acqBounces, numbers.acquisitions];
  return counts.some(Number.isNaN) ? null : numbers;
}
