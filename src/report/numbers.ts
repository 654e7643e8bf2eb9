import type { Bytes, Nanoseconds, Percent, Ratio } from '../model/units.js';

/** Shown for what is not known; the reason stands beside it. */
export const UNKNOWN = '?';

/** "11,171": whole, with thousands set apart. */
export function countText(value: number | null): string {
  return value === null ? UNKNOWN : Math.round(value).toLocaleString('en-US');
}

/** "row" of one, "rows" of any other number. */
export function nounText(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

/** A counter's value with the two decimals that perf stat gives a time or a size; whole numbers have none. */
export function counterText(value: number): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    maximumFractionDigits: 2,
  });
}

/** "0.41 %". */
export function percentText(value: Percent | null): string {
  return value === null ? UNKNOWN : `${value.toFixed(2)} %`;
}

/** A change in percentage points with its sign: "+0.98", "-1.09", "0.00". */
export function pointsText(value: Percent | null): string {
  if (value === null) return UNKNOWN;
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return text;
  return value > 0 ? `+${text}` : `-${text}`;
}

/** A p value; small ones only as being small. */
export function pValueText(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

/** "1.010": of a gain or a factor. */
export function ratioText(value: Ratio | null): string {
  return value === null ? UNKNOWN : value.toFixed(3);
}

/** "3.7", "8", "0.04": busy CPUs need not be whole, and of few of them the first digit that says something stands. */
export function cpusText(value: number | null): string {
  if (value === null) return UNKNOWN;
  if (value > 0 && value < 0.001) return '<0.001';
  return String(Number(value > 0 && value < 0.05 ? value.toPrecision(1) : value.toFixed(1)));
}

/** "9.3 s", "11.6 ms". */
export function secondsText(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value > 0 && value < SHORT_S
    ? `${Number((1000 * value).toPrecision(3))} ms`
    : `${value.toFixed(1)} s`;
}

/** What is shorter has no digit in tenths of a second. */
const SHORT_S = 0.1;

const TIME_UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'us'],
] as const;

/** "4.94 s", "414 ms", "26.1 us": three digits in the largest unit that fits. */
export function durationText(value: Nanoseconds | null): string {
  if (value === null) return UNKNOWN;
  const [size, unit] = TIME_UNITS.find(([limit]) => value >= limit) ?? [1, 'ns'];
  return `${threeDigits(value / size)} ${unit}`;
}

const BYTE_UNITS = [
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
] as const;

/** "15.7 KiB", "6.13 MiB": three digits in the largest unit that fits. */
export function bytesText(value: Bytes | null): string {
  if (value === null) return UNKNOWN;
  const [size, unit] = BYTE_UNITS.find(([limit]) => Math.abs(value) >= limit) ?? [1, 'B'];
  return `${threeDigits(value / size)} ${unit}`;
}

/** Three significant digits, but never an exponent. */
function threeDigits(value: number): string {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(3)));
}
