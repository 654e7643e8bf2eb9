import type { Projection } from '../model/projection.js';
import type { Fraction, Range, Ratio } from '../model/units.js';
import { demandRatioForShare } from './inversion.js';

/** Fraction of a station's demand that a change takes away; `mid` is `null` where only bounds are known. */
export interface Removed {
  readonly low: Fraction;
  readonly mid: Fraction | null;
  readonly high: Fraction;
}

/** Capacity after / before, middle and 95 %. */
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

/** 1 / (1 - share removed): the usual estimate, and the model's own when every transfer is removed. */
export function naiveRatio(share: Fraction, removed: Fraction): Ratio {
  return 1 / (1 - share * removed);
}
