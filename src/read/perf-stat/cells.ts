import type { Counter } from '../../model/counter.js';

/** A row of perf stat but for its file. */
type CounterRow = Omit<Counter, 'file'>;

/** `extra`: a second metric of the counter before it, for which `Counter` has no place; `null`: not whole. */
export type RowReading = CounterRow | 'extra' | null;

/** What a row is of, as far as its first cells say. */
export type Scope = Pick<Counter, 'cpu' | 'scope' | 'intervalS'>;

const EMPTY = /^<not (counted|supported)>$/;
/** "1,234,567", "1.234,56" and "1 234,56" in other locales. */
const NUMBER = /^-?\d+([.,'\u00a0\u202f\u2019]\d+)*$/;
/** The end of an interval has nine decimals, `%6lu.%09lu`; no count has. */
const INTERVAL = /^\d+[.,]\d{9}$/;
const CPU = /^CPU(\d+)$/;
/** Sockets, dies, cores, nodes, caches and clusters, of which perf also prints the number of CPUs in them. */
const AGGREGATE = /^(S\d+(-D\d+)?((-L\d+-ID\d+)|(-CLS\d+))?(-C\d+)?|N\d+|D\d+)$/;

/** Whether a cell can be a count: a number, "<not counted>" or "<not supported>". */
export function isValue(text: string): boolean {
  return EMPTY.test(text) || NUMBER.test(text);
}

/** Whether a cell can be the time of `-I`. */
export function isInterval(text: string): boolean {
  return INTERVAL.test(text);
}

/** Whether a cell can name what --per-core and the like add up over. */
export function isAggregate(text: string): boolean {
  return AGGREGATE.test(text);
}

/** `label` is "CPU3", "S0-D0-C1", "nginx-423" or `null`. */
export function scopeOf(interval: string | null, label: string | null): Scope {
  const cpu = CPU.exec(label ?? '');
  return {
    cpu: cpu === null ? null : Number(cpu[1]),
    scope: cpu === null ? label : null,
    intervalS: interval === null ? null : numberOf(interval),
  };
}

/** `null` for "<not counted>" and "<not supported>". */
export function readValue(text: string): number | null {
  return EMPTY.test(text) ? null : numberOf(text);
}

/**
 * perf prints whole numbers in groups of three, or (before 4.17 and in intervals) with another number of
 * decimals than three: so a last separator with three digits behind it groups, any other is the decimal point.
 */
function numberOf(text: string): number {
  const decimals = /[.,](\d+)$/.exec(text)?.[1];
  const digits = text.replace(/[^\d-]/g, '');
  if (decimals === undefined || decimals.length === 3) return Number(digits);
  return Number(`${digits.slice(0, -decimals.length)}.${decimals}`);
}
