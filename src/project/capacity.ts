import type { Projection } from '../model/projection.js';
import type { Fraction, Range, Ratio } from '../model/units.js';
import { demandRatioForShare } from './inversion.js';
import { solveNetwork } from './mva.js';

/** Fraction of a station's demand that a change takes away; `mid` is `null` where only bounds are known. */
export interface Removed {
  readonly low: Fraction;
  readonly mid: Fraction | null;
  readonly high: Fraction;
}

export type GainRange = NonNullable<Projection['gain']>;

/**
 * How much slower a transfer may get beyond twice the recorded CPUs, where they may spread over more complexes
 * and sockets: from half of the transfers crossing to all, 12/90 ns: 1.8, Cascade Lake 48/136: 1.5, and Milan from
 * across complexes to across sockets, 107/197: 1.8 (model.md, "Line service times"). A recording inside one
 * complex would need more (90 / 12); the projection says so.
 */
export const TRANSFER_GROWTH = 2;

/** D / Z of a station that showed `share` of the busy time at `cpus`. @throws RangeError as the inversion. */
export function demandRatios(share: Range, cpus: number): Range {
  return {
    low: demandRatioForShare(share.low, cpus),
    mid: demandRatioForShare(share.mid, cpus),
    high: demandRatioForShare(share.high, cpus),
  };
}

/** X' / X at `cpus` when `removed` of the demand goes: capacity of the same CPUs, after over before. */
export function capacityRatio(demandRatio: number, removed: Fraction, cpus: number): Ratio {
  const throughput = (demand: number) => solveNetwork({ thinkTime: 1, demands: [demand] }, cpus).throughput;
  return throughput(demandRatio * (1 - removed)) / throughput(demandRatio);
}

/**
 * The gain's range: the low end joins the smallest share with the least removed, the high end the largest with
 * the most. Always low <= mid <= high.
 */
export function capacityGain(demandRatio: Range, removed: Removed, cpus: number): GainRange {
  const mid = removed.mid === null ? null : capacityRatio(demandRatio.mid, removed.mid, cpus);
  const low = capacityRatio(demandRatio.low, removed.low, cpus);
  const high = capacityRatio(demandRatio.high, removed.high, cpus);
  // Equal ends may differ in their last bit.
  return { low: Math.min(low, mid ?? high), mid, high: Math.max(high, mid ?? low) };
}

/** 1 / (1 - share removed): the usual estimate, and the model's own when every transfer is removed. */
export function naiveRatio(share: Fraction, removed: Fraction): Ratio {
  return 1 / (1 - share * removed);
}
