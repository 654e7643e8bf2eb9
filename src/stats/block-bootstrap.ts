import { quantileSorted } from 'simple-statistics';
import type { Range } from '../model/units.js';
import { seededRandom } from './random.js';

/** Weights per block of time: `parts[k][b]` is what share k has in block b, `whole[b]` all of block b. */
export interface BlockWeights {
  readonly whole: readonly number[];
  readonly parts: readonly (readonly number[])[];
}

const DRAWS = 2000;
const SEED = 20240110;
/** More blocks than this no longer change an interval: neighbours are joined. */
const MAX_BLOCKS = 1000;

/**
 * Draws of the shares parts/whole: `draws[k]` holds share k in every resample, sorted by draw, so that draws
 * of different shares belong together. Blocks of time are resampled, not samples, because neighbouring samples
 * are not independent. Künsch (1989), Annals of Statistics 17; Efron & Tibshirani (1993), ch. 8.
 *
 * @returns `null` with fewer than two blocks: there is nothing to resample.
 */
export function bootstrapShares(weights: BlockWeights, seed = SEED): Float64Array[] | null {
  const blocks = joinBlocks(weights);
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

/** The central 95 % of `draws` around the estimate `mid`. */
export function percentileInterval(draws: Float64Array, mid: number): Range {
  const sorted = Array.from(draws).sort((a, b) => a - b);
  // The estimate itself always lies inside: with few samples the percentiles can miss it by a hair.
  return {
    low: Math.min(mid, quantileSorted(sorted, 0.025)),
    mid,
    high: Math.max(mid, quantileSorted(sorted, 0.975)),
  };
}

function joinBlocks(weights: BlockWeights): BlockWeights {
  const width = Math.ceil(weights.whole.length / MAX_BLOCKS);
  if (width <= 1) return weights;
  const join = (values: readonly number[]): number[] => {
    const joined = new Array<number>(Math.ceil(values.length / width)).fill(0);
    values.forEach((value, index) => {
      const block = Math.floor(index / width);
      joined[block] = (joined[block] as number) + value;
    });
    return joined;
  };
  return { whole: join(weights.whole), parts: weights.parts.map(join) };
}
