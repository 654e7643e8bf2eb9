import type { LockWait } from '../../model/lock-wait.js';
import { type Nanoseconds, NS_PER_SECOND } from '../../model/units.js';

/** The numbers of a row. */
export type Figures = Pick<
  LockWait,
  'acquired' | 'contended' | 'waitTotalNs' | 'waitMaxNs' | 'waitMinNs' | 'waitAvgNs'
>;

export interface Column {
  readonly header: string;
  readonly field: keyof Figures;
  /** A time, in text followed by its unit unless the header has it. */
  readonly isTime: boolean;
  /** Before 5.19 perf printed plain nanoseconds under "avg wait (ns)". */
  readonly unit: 'in-cell' | 'ns';
}

/** What a row is about: the words perf prints above its last cells. */
export type Subject = 'caller' | 'comm' | 'owner' | 'address' | 'cgroup' | 'name';

const KNOWN: readonly Omit<Column, 'unit'>[] = [
  { header: 'acquired', field: 'acquired', isTime: false },
  { header: 'contended', field: 'contended', isTime: false },
  { header: 'avg wait', field: 'waitAvgNs', isTime: true },
  { header: 'total wait', field: 'waitTotalNs', isTime: true },
  { header: 'max wait', field: 'waitMaxNs', isTime: true },
  { header: 'min wait', field: 'waitMinNs', isTime: true },
];

/** The h and m of 5.19 and later have no second letter: lock_stat_key_print_time() in tools/perf/builtin-lock.c. */
const NS_PER_UNIT: Readonly<Record<string, Nanoseconds>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: NS_PER_SECOND,
  m: 60 * NS_PER_SECOND,
  h: 3600 * NS_PER_SECOND,
};

/** Reads column headers from the front of `header`; returns them and what follows. */
export function splitHeader(header: string): { columns: Column[]; rest: string } {
  const columns: Column[] = [];
  let rest = header.trim();
  for (;;) {
    const known = KNOWN.find((column) => rest.startsWith(column.header));
    if (known === undefined) return { columns, rest };
    rest = rest.slice(known.header.length).trimStart();
    const inNs = rest.startsWith('(ns)');
    if (inNs) rest = rest.slice('(ns)'.length).trimStart();
    columns.push({ ...known, unit: inNs || !known.isTime ? 'ns' : 'in-cell' });
  }
}

/** Words a row needs for these columns. */
export function cellsOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { unit }) => sum + (unit === 'in-cell' ? 2 : 1), 0);
}

/** Waits cannot be told without these two. */
export function isEnough(columns: readonly Column[]): boolean {
  return ['contended', 'waitTotalNs'].every((field) => columns.some((column) => column.field === field));
}

/** Reads the words of `columns`; `null` when a word is not the number or unit it should be. */
export function readFigures(columns: readonly Column[], words: readonly string[]): Figures | null {
  const figures: { -readonly [Key in keyof Figures]: Figures[Key] } = {
    acquired: null,
    contended: Number.NaN,
    waitTotalNs: Number.NaN,
    waitMaxNs: null,
    waitMinNs: null,
    waitAvgNs: null,
  };
  let at = 0;
  for (const { field, unit } of columns) {
    const text = words[at++] ?? '';
    const value = unit === 'ns' ? countOf(text) : durationNs(text, words[at++] ?? '');
    if (Number.isNaN(value)) return null;
    figures[field] = value;
  }
  // A unit cut from "ms" to "m" makes minutes of milliseconds; only the other cells can tell.
  const { waitMinNs, waitMaxNs } = figures;
  return waitMinNs !== null && waitMaxNs !== null && waitMinNs > waitMaxNs ? null : figures;
}

function countOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** "24.83" "s"; nanoseconds are whole, all others have two decimals: scaled as one integer, so without drift. */
function durationNs(text: string, unit: string): Nanoseconds {
  const perUnit = NS_PER_UNIT[unit];
  if (perUnit === undefined) return Number.NaN;
  if (unit === 'ns') return countOf(text);
  return text.at(-3) === '.' ? (countOf(text.slice(0, -3) + text.slice(-2)) * perUnit) / 100 : Number.NaN;
}
