import { InputError } from '../../model/errors.js';
import type { CsvRow } from './csv-table.js';

/** How tables write "not published", a reason in brackets or after a comma let through. */
const BLANK =
  /^(|-|--|\?|n\/?p|n\/?a|none|null|nan|unknown|unnamed|unpublished|not published)(\s*[(,;:].*)?$/i;
/** `+20 %`, `-15.7%`: a change, where a ratio is asked for. */
const CHANGE = /^([+-]\d+(?:\.\d+)?)\s*%$/;
const NUMBER = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?';
/** `12`, `~1.2`, `about 20`, `6.56%`, `1.2x`. */
const SINGLE = new RegExp(`^(?:~|≈|about |around |ca\\.? )?(${NUMBER})\\s*[%x×]?$`, 'i');
/** `32..192`, `32-192`, `1.2 to 3.2`, `3–5 %`. */
const SPAN = new RegExp(`^(${NUMBER})\\s*[%x×]?\\s*(?:\\.\\.\\.?|-|–|—|to)\\s*(${NUMBER})\\s*[%x×]?$`, 'i');

export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** A number or the two ends of a range; a single number has equal ends. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/**
 * What a cell says; `null` where it is empty or says that nobody knows.
 * @throws InputError when it is neither a number nor a range, or outside `limits`.
 */
export function spanIn(row: CsvRow, column: string, limits: Limits): Span | null {
  const text = row.cells.get(column) ?? '';
  if (BLANK.test(text)) return null;
  const single = SINGLE.exec(text);
  const span = single === null ? SPAN.exec(text) : null;
  const ends = single === null ? [span?.[1], span?.[2]] : [single[1], single[1]];
  const [low, high] = ends.map((end) => (end === undefined ? Number.NaN : Number(end)));
  const isInside = (value: number | undefined): value is number =>
    value !== undefined && value >= limits.min && value <= limits.max;
  if (!isInside(low) || !isInside(high) || low > high) {
    const found = JSON.stringify(text.slice(0, 40));
    throw fault(row, `expected ${column} to be ${limits.min} to ${limits.max} or empty, found ${found}`);
  }
  return { low, high };
}

/**
 * As `spanIn` for a ratio: a signed percentage is a change (`+20 %` is 1.2). One without a sign may be either and is
 * refused.
 */
export function ratioIn(row: CsvRow, column: string, limits: Limits): Span | null {
  const text = row.cells.get(column) ?? '';
  const change = CHANGE.exec(text)?.[1];
  if (change !== undefined) {
    const cells = new Map([[column, String(1 + Number(change) / 100)]]);
    return spanIn({ ...row, cells }, column, limits);
  }
  if (text.includes('%')) {
    const found = JSON.stringify(text.slice(0, 40));
    throw fault(row, `expected ${column} to be a ratio (1.2) or a signed change (+20%), found ${found}`);
  }
  return spanIn(row, column, limits);
}

/** As `spanIn`, a range as its middle. */
export function numberIn(row: CsvRow, column: string, limits: Limits): number | null {
  const span = spanIn(row, column, limits);
  return span === null ? null : (span.low + span.high) / 2;
}

/** As `numberIn`, of a fraction that may be written in per cent. */
export function fractionIn(row: CsvRow, column: string, limits: Limits): number | null {
  if (!row.cells.get(column)?.endsWith('%')) return numberIn(row, column, limits);
  const percent = numberIn(row, column, { min: 100 * limits.min, max: 100 * limits.max });
  return percent === null ? null : percent / 100;
}

/** Text, or `null` where the cell is empty. */
export function textIn(row: CsvRow, column: string): string | null {
  return row.cells.get(column) || null;
}

/** @throws InputError when the cell is empty. */
export function requiredText(row: CsvRow, column: string): string {
  const text = textIn(row, column);
  if (text === null) throw fault(row, `expected ${column}, found an empty cell`);
  return text;
}

/** What to throw of a row, with its file and line. */
export function fault(row: CsvRow, message: string): InputError {
  return new InputError({ file: row.file, line: row.line }, message);
}
