import type { Weight } from '../model/analysis.js';
import type { Range } from '../model/units.js';
import { bootstrapShares, percentileInterval } from '../stats/block-bootstrap.js';
import { blockWidth, joinBlocks } from '../stats/block-width.js';
import { wilsonInterval } from '../stats/proportion.js';

/** Weight in total and per block of time. */
export class Tally {
  samples = 0;
  period = 0;
  readonly blocks = new Map<number, number>();

  add(slice: number, samples: number, period: number): void {
    this.samples += samples;
    this.period += period;
    this.blocks.set(slice, (this.blocks.get(slice) ?? 0) + period);
  }

  merge(other: Tally): void {
    this.samples += other.samples;
    this.period += other.period;
    for (const [slice, period] of other.blocks) {
      this.blocks.set(slice, (this.blocks.get(slice) ?? 0) + period);
    }
  }

  /** `counted` is false where the input gives shares only. */
  weight(counted: boolean): Weight {
    return { samples: counted ? this.samples : null, period: this.period };
  }
}

/** Tallies by key, made when first asked for. */
export class Tallies<K> extends Map<K, Tally> {
  of(key: K): Tally {
    let tally = this.get(key);
    if (tally === undefined) {
      tally = new Tally();
      this.set(key, tally);
    }
    return tally;
  }
}

/** Shares of `total` with their 95 % intervals: by blocks of time, or by samples where there is no time. */
export function shareIntervals(total: Tally, parts: readonly Tally[]): (Range | null)[] {
  if (!(total.period > 0)) return parts.map(() => null);
  // In order of time, not of appearance: the draws are seeded, and the order of the inputs must change nothing.
  const slices = [...total.blocks.keys()].sort((a, b) => a - b);
  const weightsOf = (tally: Tally): number[] => slices.map((slice) => tally.blocks.get(slice) ?? 0);
  const intervals = blockIntervals(weightsOf(total), parts.map(weightsOf));
  return parts.map((part, index) => {
    const share = part.period / total.period;
    const interval = intervals[index] ?? null;
    // Blocks without a single hit resample to 0 for ever, which would claim certainty.
    if (interval !== null && part.samples > 0) return { ...interval, mid: share };
    // Percentages without counts stand for themselves.
    if (total.samples === 0) return { low: share, mid: share, high: share };
    return wilsonInterval(share * total.samples, total.samples);
  });
}

/** By resampling blocks of time, for each part as wide as it wanders; `null` where there are too few to resample. */
function blockIntervals(whole: readonly number[], parts: readonly (readonly number[])[]): (Range | null)[] {
  const widths = parts.map((part) => blockWidth(whole, part));
  const intervals = new Array<Range | null>(parts.length).fill(null);
  for (const width of new Set(widths)) {
    const members = parts.flatMap((part, index) => (widths[index] === width ? [{ part, index }] : []));
    const blocks = joinBlocks(whole, width);
    const draws = bootstrapShares({
      whole: blocks,
      parts: members.map(({ part }) => joinBlocks(part, width)),
    });
    const total = blocks.reduce((sum, weight) => sum + weight, 0);
    members.forEach(({ part, index }, member) => {
      const values = draws?.[member];
      if (values === undefined) return;
      const mid = part.reduce((sum, weight) => sum + weight, 0) / total;
      intervals[index] = percentileInterval(values, mid, blocks.length);
    });
  }
  return intervals;
}
