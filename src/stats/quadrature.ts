import { probit } from 'simple-statistics';

/** A value and its weight; the weights of a set add up to 1. */
export interface Atom {
  readonly value: number;
  readonly weight: number;
}

/**
 * `count` points of the normal distribution, each standing for the same probability: quantiles (i + 1/2) / count.
 * A spread of 0 gives one point.
 */
export function normalAtoms(mean: number, sd: number, count: number): Atom[] {
  if (!(sd > 0)) return [{ value: mean, weight: 1 }];
  return Array.from({ length: count }, (_, i) => ({
    value: mean + sd * probit((i + 0.5) / count),
    weight: 1 / count,
  }));
}

/**
 * The smallest value below which lie `fractions[i]` of the weight (inverse of the step distribution). So where
 * every atom grows, no quantile falls, and equal atoms give exactly their value.
 */
export function weightedQuantiles(atoms: readonly Atom[], fractions: readonly number[]): number[] {
  const sorted = [...atoms].sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  return fractions.map((fraction) => {
    let below = 0;
    for (const { value, weight } of sorted) {
      below += weight;
      if (below >= fraction * total) return value;
    }
    return sorted.at(-1)?.value ?? Number.NaN;
  });
}
