import { type Nanoseconds, NS_PER_SECOND } from '../model/units.js';

const NS_PER_UNIT: Readonly<Record<string, Nanoseconds>> = {
  us: 1e3,
  ms: 1e6,
  s: NS_PER_SECOND,
  m: 60 * NS_PER_SECOND,
  h: 3600 * NS_PER_SECOND,
};

/**
 * "3.74ms", "705.08us", "1.00m", "568us" as wrk (src/units.c) and h2load (src/util.cc format_duration()) print
 * them, with at most two decimals; `null` when `text` is not one.
 */
export function durationNs(text: string): Nanoseconds | null {
  let unitAt = text.length;
  while (unitAt > 0 && text.charAt(unitAt - 1) >= 'a') unitAt--;
  const perUnit = NS_PER_UNIT[text.slice(unitAt)];
  const hundredths = Math.round(Number(text.slice(0, unitAt)) * 100);
  if (unitAt === 0 || perUnit === undefined || Number.isNaN(hundredths)) return null;
  return (hundredths * perUnit) / 100;
}
