import type { WidthFrom } from '../model/projection.js';
import type { Range } from '../model/units.js';
import type { WeightedSample } from '../stats/weighted-sample.js';
import type { GainRange } from './capacity.js';

/** The causes of an interval's width. */
export type Cause = keyof WidthFrom;
export const EVERY_CAUSE: readonly Cause[] = ['sampling', 'priors', 'discrepancy'];

/** Squared widths of each cause alone, as parts of their sum. */
export function widthFrom(of: (cause: Cause) => Range): WidthFrom | null {
  const squared = (cause: Cause): number => {
    const { low, high } = of(cause);
    return (high - low) ** 2;
  };
  const [sampling = 0, priors = 0, discrepancy = 0] = EVERY_CAUSE.map(squared);
  const total = sampling + priors + discrepancy;
  if (!(total > 0)) return null;
  return { sampling: sampling / total, priors: priors / total, discrepancy: discrepancy / total };
}

/** Median and central 95 % of the weight. */
export function central95(sample: WeightedSample): Range {
  return { low: sample.quantile(0.025), mid: sample.quantile(0.5), high: sample.quantile(0.975) };
}

/** Of logarithms. */
export function exponential({ low, mid, high }: Range, midIsKnown: boolean): GainRange {
  return { low: Math.exp(low), mid: midIsKnown ? Math.exp(mid) : null, high: Math.exp(high) };
}
