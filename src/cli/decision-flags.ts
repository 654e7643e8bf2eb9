import { UsageError } from '../model/errors.js';
import type { Bytes } from '../model/units.js';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kib: 2 ** 10,
  kb: 1e3,
  m: 2 ** 20,
  mib: 2 ** 20,
  mb: 1e6,
  g: 2 ** 30,
  gib: 2 ** 30,
  gb: 1e9,
};
const MAX_LABELS = 1e9;
const MAX_TARGET = 1000;

/** "4MiB", "512 KiB", "6.4MB", "65536"; K, M and G are powers of 1024. @throws UsageError */
export function parseBudget(text: string): Bytes {
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = Object.hasOwn(UNITS, unit.toLowerCase()) ? UNITS[unit.toLowerCase()] : undefined;
  if (number !== '' && factor !== undefined) return Number(number) * factor;
  throw new UsageError(`expected --budget to be a size like 4MiB, found "${text}"`);
}

/** "200:4000", or one number for both ends. @throws UsageError */
export function parseLabelRange(text: string): { low: number; high: number } {
  const [low, high] = /^\d+(:\d+)?$/.test(text) ? text.split(':').map(Number) : [];
  const end = high ?? low;
  if (low !== undefined && end !== undefined && low > 0 && low <= end && end <= MAX_LABELS) {
    return { low, high: end };
  }
  throw new UsageError(`expected --labels to be N or FROM:TO in whole numbers from 1, found "${text}"`);
}

/** A ratio of 1 or more: 1.10 is 10 % more. @throws UsageError */
export function parseTarget(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 1 && value <= MAX_TARGET) return value;
  throw new UsageError(`expected --target to be a gain of 1 or more, like 1.10, found "${text}"`);
}
