import { quantileSorted } from 'simple-statistics';
import type { Range } from '../model/units.js';
import { fewBlocksFactor } from './few-blocks.js';
import { seededRandom } from './random.js';

/** Weights per block of time: `parts[k][b]` is what share k has in block b, `whole[b]` all of block b. */
export interface BlockWeights {
  readonly whole: readonly number[];
  readonly parts: readonly (readonly number[])[];
}

const DRAWS = 2000;
const SEED = 20240110;

/**
 * Draws of the shares parts/whole: `draws[k]` holds share k in every resample, sorted by draw, so that draws
 * of different shares belong together. Blocks of time are resampled, not samples, because neighbouring samples
 * are not independent. Künsch (1989), Annals of Statistics 17; Efron & Tibshirani (1993), ch. 8.
 *
 * @returns `null` with fewer than two blocks: there is nothing to resample.
 */
export function bootstrapShares(blocks: BlockWeights, seed = SEED): Float64Array[] | null {
  const count = blocks.whole.length;
  if (count < 2) return null;
  const random = seededRandom(seed);
  const draws = blocks.parts.map(() => new Float64Array(DRAWS));
  const sums = new Float64Array(blocks.parts.length);
  for (let draw = 0; draw < DRAWS; draw++) {
    let whole = 0;
    sums.fill(0);
    for (let pick = 0; pick < count; pick++) {
      const block = Math.floor(random() * count);
      whole += blocks.whole[block] as number;
      for (let part = 0; part < sums.length; part++) {
        sums[part] = (sums[part] as number) + ((blocks.parts[part] as readonly number[])[block] as number);
      }
    }
    draws.forEach((values, part) => {
      values[draw] = whole > 0 ? (sums[part] as number) / whole : 0;
    });
  }
  return draws;
}

/**
 * The central 95 % of `draws` around the estimate `mid`, stretched for having been drawn from `blocks` blocks only.
 * Shares stay between 0 and 1.
 */
export function percentileInterval(draws: Float64Array, mid: number, blocks: number): Range {
  const sorted = Array.from(draws).sort((a, b) => a - b);
  const stretch = Math.sqrt(blocks / (blocks - 1)) * fewBlocksFactor(blocks);
  // The estimate itself always lies inside: with few samples the percentiles can miss it by a hair.
  const below = Math.max(0, mid - quantileSorted(sorted, 0.025));
  const above = Math.max(0, quantileSorted(sorted, 0.975) - mid);
  return {
    low: Math.min(mid, Math.max(0, mid - stretch * below)),
    mid,
    high: Math.max(mid, Math.min(1, mid + stretch * above)),
  };
}
