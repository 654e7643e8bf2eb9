import type { Fraction } from '../model/units.js';
import { solveNetwork } from './mva.js';

/**
 * Share of an operation spent at a single queueing station: R / (R + Z), which is Q / n (Little's law).
 * @param demandRatio D / Z, 0 or more.
 */
export function stationShare(demandRatio: number, cpus: number): Fraction {
  return (solveNetwork({ thinkTime: 1, demands: [demandRatio] }, cpus).stations[0]?.queue ?? 0) / cpus;
}

/**
 * D / Z of a single station from the share of busy time seen there: the inverse of `stationShare`, which grows
 * strictly with D / Z. One customer always waits for nobody and at most for all others, D <= R <= n D, so with
 * r = p / (1 - p) = R / Z the answer lies in r / n .. r; it is found by bisection there.
 *
 * Limits: p = 0 gives 0. n <= 1 gives r exactly (p = D / (D + Z)). Towards saturation D / Z approaches
 * 1 / (n (1 - p)): the station is always busy and p only says how long the queue is. Every p below 1 is reached;
 * p = 1 is not (it needs Z = 0, or an infinite D) and is refused, as is anything outside 0..1.
 *
 * @throws RangeError unless 0 <= share < 1 and 0 < cpus <= MAX_CPUS.
 */
export function demandRatioForShare(share: Fraction, cpus: number): number {
  if (!(share >= 0 && share < 1)) {
    throw new RangeError(`share at a station: expected 0 <= share < 1, found ${share}`);
  }
  const ratio = share / (1 - share);
  // The check of `cpus` is the network's own.
  if (stationShare(ratio, cpus) <= share) return ratio;
  let low = ratio / Math.ceil(cpus);
  let high = ratio;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high || high - low < 1e-15 * high) return middle;
    if (stationShare(middle, cpus) < share) low = middle;
    else high = middle;
  }
}
