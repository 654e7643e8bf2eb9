import type { Projection } from '../model/projection.js';
import { padStartTo } from './display-width.js';
import { type Column, left, type Table } from './table.js';

/** Columns of a bar; its scale stands in the head. */
const WIDTH = 20;

interface BarMarks {
  readonly low: string;
  readonly high: string;
  readonly mid: string;
  readonly between: string;
  /** Where nothing changes. */
  readonly one: string;
}

const UNICODE: BarMarks = { low: '├', high: '┤', mid: '●', between: '─', one: '·' };
const ASCII: BarMarks = { low: '[', high: ']', mid: 'o', between: '-', one: ':' };

/**
 * The schemes' table with a column that draws the interval of each gain over one scale, `one` where nothing changes.
 * `rows` are the projections behind its rows, in order.
 */
export function withGainBars(table: Table, rows: readonly Projection[], unicode: boolean): Table {
  const gains = rows.flatMap(({ gain }) => gain ?? []);
  const from = Math.min(1, ...gains.map(({ low }) => low));
  const to = Math.max(1, ...gains.map(({ high }) => high));
  const [start, end] = [from, to].map((value) => `${value.toFixed(2)}x`) as [string, string];
  // Differences that a scale cannot name are not worth a picture.
  if (start === end) return table;
  const marks = unicode ? UNICODE : ASCII;
  const head = `${start}${padStartTo(end, WIDTH - start.length)}`;
  const column: Column = { ...left(head, 1), plot: true };
  return {
    ...table,
    columns: [...table.columns, column],
    rows: table.rows.map((cells, index) => [...cells, bar(rows[index]?.gain ?? null, from, to, marks)]),
  };
}

function bar(gain: Projection['gain'], from: number, to: number, marks: BarMarks): string {
  if (gain === null) return '';
  const place = (value: number): number => Math.round(((value - from) / (to - from)) * (WIDTH - 1));
  const [low, high, one] = [place(gain.low), place(gain.high), place(1)];
  const cells = Array.from({ length: WIDTH }, (_, at) => (at > low && at < high ? marks.between : ' '));
  cells[one] = cells[one] === ' ' ? marks.one : (cells[one] ?? '');
  cells[low] = marks.low;
  cells[high] = marks.high;
  const mid = gain.mid === null ? null : place(gain.mid);
  // An interval of one character is its middle.
  if (mid !== null) cells[mid] = marks.mid;
  return cells.join('').trimEnd();
}
