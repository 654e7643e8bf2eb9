import type { Range } from '../model/units.js';
import { Z_95 } from './normal.js';

/**
 * Wilson's 95 % interval for `hits` of `trials`: for samples without a time, where no blocks can be drawn.
 * Wilson (1927), JASA 22. With no trials nothing is known: 0 to 1.
 */
export function wilsonInterval(hits: number, trials: number): Range {
  if (!(trials > 0)) return { low: 0, mid: 0, high: 1 };
  const mid = hits / trials;
  const z2 = Z_95 * Z_95;
  const centre = (mid + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Z_95 / (1 + z2 / trials)) * Math.sqrt((mid * (1 - mid)) / trials + z2 / (4 * trials * trials));
  return {
    low: Math.max(0, Math.min(mid, centre - half)),
    mid,
    high: Math.min(1, Math.max(mid, centre + half)),
  };
}
