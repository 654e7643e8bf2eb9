import type { Discrepancy } from '../model/backtest.js';
import type { Fraction } from '../model/units.js';
import { type Atom, normalAtoms } from '../stats/quadrature.js';
import { MAX_STATION_SHARE } from './share-limit.js';

/**
 * Model discrepancy: what published before/after pairs say about the queueing model that the model itself does not.
 * Two numbers vary from machine to machine, and a machine that nobody has published a pair for draws them from the
 * spread seen on the others (partial pooling):
 *
 * - **hidden line time** h: p = p_observed (1 + h). Line time also lies outside the printed symbols (readers of the
 *   line, stores that drain before a locked instruction): on Skylake open1 everything else fell from .430 to .261
 *   of the old operation time. Negative where a hook's share is partly work of its own.
 * - **response** r: gain = (model's gain) ^ r. If all other service times grow as throughput ^ e, throughput grows
 *   only by gain ^ (1 / (1 + e)), whatever the network. They do grow: removing transfers raised the time per
 *   remaining RMW from 41 to 60 ns (24-core VM) and from 59 to 63 ns (Skylake), and "fixing one scalability problem
 *   usually exposes further ones" (Boyd-Wickizer et al., OSDI 2010).
 *
 * Both leave a change that removes nothing at exactly 1, and no larger removal ever gains less.
 */

/** Hidden time never fills more of the time than this: something must happen elsewhere. */
const MAX_LINE_SHARE = 0.97;
/** Hidden time cannot take more than most of the observed share away. */
const LEAST_FACTOR = 0.2;

const HIDDEN_ATOMS = 11;
const RESPONSE_ATOMS = 31;

export function hiddenAtoms({ hiddenMean, hiddenSd }: Discrepancy): Atom[] {
  return normalAtoms(hiddenMean, hiddenSd, HIDDEN_ATOMS);
}

/** Exponents of the gain, all above 0. */
export function responseAtoms({ logResponseMean, logResponseSd }: Discrepancy): Atom[] {
  return normalAtoms(logResponseMean, logResponseSd, RESPONSE_ATOMS).map(({ value, weight }) => ({
    value: Math.exp(value),
    weight,
  }));
}

/** Shares of all lines with the hidden part, scaled together where they would take all of the time. */
export function withHidden(shares: readonly Fraction[], hidden: number): Fraction[] {
  const factor = Math.max(LEAST_FACTOR, 1 + hidden);
  const observed = shares.reduce((sum, share) => sum + share, 0);
  const room = Math.max(MAX_LINE_SHARE, Math.min(observed, MAX_STATION_SHARE));
  const scale = Math.min(factor, observed > 0 ? room / observed : factor);
  return shares.map((share) => share * scale);
}
