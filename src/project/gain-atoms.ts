import type { Range } from '../model/units.js';
import { Z_95 } from '../stats/normal.js';
import type { Atom } from '../stats/quadrature.js';
import { hiddenAtoms, responseAtoms } from './discrepancy.js';
import type { StationEffect } from './effect.js';
import { LEARNED_DISCREPANCY } from './learned-discrepancy.js';
import type { TransferGrowth } from './transfer-growth.js';

/** A three-point rule for a normal variable: Gauss-Hermite. */
const GAUSS_HERMITE = { reach: Math.sqrt(3), outer: 1 / 6 };

/** A 95 % interval as three points of a (skew) normal. */
export function threePoints({ low, mid, high }: Range): Atom[] {
  if (low === high) return [{ value: mid, weight: 1 }];
  const { reach, outer } = GAUSS_HERMITE;
  return [
    { value: mid + ((low - mid) * reach) / Z_95, weight: outer },
    { value: mid, weight: 1 - 2 * outer },
    { value: mid + ((high - mid) * reach) / Z_95, weight: outer },
  ];
}

/** One number of the model's discrepancy: its points, its mean, and what stands for none. */
interface LearnedNumber {
  readonly atoms: readonly Atom[];
  readonly mean: number;
  readonly none: number;
}

/** Hidden line time h. */
export const HIDDEN: LearnedNumber = {
  atoms: hiddenAtoms(LEARNED_DISCREPANCY),
  mean: LEARNED_DISCREPANCY.hiddenMean,
  none: 0,
};
/** Response r. */
export const RESPONSE: LearnedNumber = {
  atoms: responseAtoms(LEARNED_DISCREPANCY),
  mean: Math.exp(LEARNED_DISCREPANCY.logResponseMean),
  none: 1,
};

/** `applies`: whether the change has it at all; `varies`: whether it is drawn, else it is its mean. */
export function discrepancyAtoms(
  { atoms, mean, none }: LearnedNumber,
  applies: boolean,
  varies: boolean,
): readonly Atom[] {
  return applies && varies ? atoms : [{ value: applies ? mean : none, weight: 1 }];
}

/** How much slower transfers are; bounds without a middle are equally likely. */
export function growthAtoms({ low, mid, high }: TransferGrowth, varies: boolean): Atom[] {
  if (!varies) return [{ value: mid ?? 1, weight: 1 }];
  return mid === null ? ends(low, high) : threePoints({ low, mid, high });
}

/** What a scheme takes off the line; bounds without a middle are equally likely. */
export function removedAtoms({ low, mid, high }: StationEffect['removed'], varies: boolean): Atom[] {
  if (mid === null) return varies ? ends(low, high) : [{ value: (low + high) / 2, weight: 1 }];
  if (!varies || low === high) return [{ value: mid, weight: 1 }];
  const { outer } = GAUSS_HERMITE;
  return [
    { value: low, weight: outer },
    { value: mid, weight: 1 - 2 * outer },
    { value: high, weight: outer },
  ];
}

/** What several independent variables are together. */
export interface AtomSet {
  readonly values: readonly number[];
  readonly weight: number;
}

/** Every combination of one atom of each of `variables`, in their order. */
export function combinedAtoms(variables: readonly (readonly Atom[])[]): AtomSet[] {
  return variables.reduce<AtomSet[]>(
    (sets, atoms) =>
      sets.flatMap(({ values, weight }) =>
        atoms.map((atom) => ({ values: [...values, atom.value], weight: weight * atom.weight })),
      ),
    [{ values: [], weight: 1 }],
  );
}

function ends(low: number, high: number): Atom[] {
  if (low === high) return [{ value: low, weight: 1 }];
  return [
    { value: low, weight: 0.5 },
    { value: high, weight: 0.5 },
  ];
}
