import type { Fraction, Range } from '../model/units.js';

/** A station seen for all of the busy time would leave no demand elsewhere: no closed network shows that. */
export const MAX_STATION_SHARE = 0.99;

/** A share that a station can have, and the sentence that says so where it had to be cut. */
export function limitedShare(share: Range): { share: Range; assumptions: readonly string[] } {
  const within = (value: Fraction) => Math.min(Math.max(value, 0), MAX_STATION_SHARE);
  const cut = { low: within(share.low), mid: within(share.mid), high: within(share.high) };
  const assumptions =
    share.high > MAX_STATION_SHARE
      ? [`Shares above ${100 * MAX_STATION_SHARE} % are taken as that: something must happen elsewhere.`]
      : [];
  return { share: cut, assumptions };
}
