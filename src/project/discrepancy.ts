import type { Discrepancy } from '../model/backtest.js';
import type { Fraction } from '../model/units.js';
import { type Atom, normalAtoms } from '../stats/quadrature.js';
import { MAX_STATION_SHARE } from './share-limit.js';

/**
 * Model discrepancy: what published before/after pairs say about the queueing model that the model itself does not.
 * Two numbers vary from machine to machine, and a machine that nobody has published a pair for draws them from the
 * spread seen on the others (partial pooling):
 *
 * - **hidden line time** h: p / (1 - p) = e^h p_observed / (1 - p_observed). Line time also lies outside the printed
 *   symbols (readers of the line, stores that drain before a locked instruction): on Skylake open1 everything else fell
 *   from .430 to .261 of the old operation time. Negative where a hook's share is partly work of its own. Odds, for
 *   hidden time is a part of what is not seen: p = p_observed (1 + h) would take more time than there is where the line
 *   has most of it. For small shares the two are one; a full removal gains 1 + e^h p_observed / (1 - p_observed).
 * - **response** r: gain = (model's gain) ^ r. If all other service times grow as throughput ^ e, throughput grows
 *   only by gain ^ (1 / (1 + e)), whatever the network. They do grow: removing transfers raised the time per
 *   remaining RMW from 41 to 60 ns (24-core VM) and from 59 to 63 ns (Skylake), and "fixing one scalability problem
 *   usually exposes further ones" (Boyd-Wickizer et al., OSDI 2010).
 *
 * Both leave a change that removes nothing at exactly 1, and no larger removal ever gains less.
 */

const HIDDEN_ATOMS = 11;
const RESPONSE_ATOMS = 31;

/** Hidden line time h as points with weights; 0 hides nothing. */
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

/** Shares of all lines with the hidden part, in proportion, so that something always happens elsewhere. */
export function withHidden(shares: readonly Fraction[], hidden: number): Fraction[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return [...shares];
  const observed = Math.min(total, MAX_STATION_SHARE);
  const odds = (observed / (1 - observed)) * Math.exp(hidden);
  return shares.map((share) => (share / total) * (odds / (1 + odds)));
}
