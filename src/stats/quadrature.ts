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
