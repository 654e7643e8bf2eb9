import type { Fraction, Nanoseconds, Ratio } from '../model/units.js';
import { solveNetwork } from './mva.js';

/** What a visit of a line costs apart from waiting for it. */
export interface VisitCosts {
  /** On the CPU itself, whoever had the line before: belongs to the delay station. */
  readonly localNs: Nanoseconds;
  /** Getting the line over from another CPU: what the station is busy with. */
  readonly transferNs: Nanoseconds;
}

/**
 * Priors, of which only the ratio decides where nothing is left behind. Local 3 to 8 ns (model.md, limit 2; 2.8 ns:
 * Falcato's xadd alone, <https://lkml.iu.edu/2603.0/00428.html>). Transfer 60 ns: the contended RMW on two-socket
 * Skylake (59 to 63) and on a 24-core VM (41 to 60), evidence of f4fee216df7d; one Zen4 complex has 10.5.
 */
export const VISIT_COSTS: VisitCosts = { localNs: 5, transferNs: 60 };
/** All of a visit is queueing: the plain model. */
export const NO_LOCAL_COST: VisitCosts = { localNs: 0, transferNs: 60 };

/** What a change does to one line. */
export interface LineChange {
  /** Part of its visits that stays. */
  readonly kept: Fraction;
  /** Local time left in place of each visit that goes. */
  readonly residualNs: Nanoseconds;
}

/** A line that a scheme leaves as it is. */
export const UNTOUCHED: LineChange = { kept: 1, residualNs: 0 };

/** Contended lines as N busy CPUs show them: visits per ns of work that touches none of them. */
export interface LineNetwork {
  readonly costs: VisitCosts;
  readonly visits: readonly number[];
}

/** The same visits where each transfer takes `growth` times as long. */
export function withTransfers({ costs, visits }: LineNetwork, growth: Ratio): LineNetwork {
  return { visits, costs: { ...costs, transferNs: costs.transferNs * growth } };
}

/** Networks by station, share, hidden time and number of other stations; of one recording. */
export type FittedNetworks = Map<string, LineNetwork>;

/** Natural logarithms of two ratios of throughput. */
export interface LogChange {
  /** Today's at the CPUs projected for, over that at the recorded ones. */
  readonly logToday: number;
  /** After the change over today's, at the CPUs projected for. */
  readonly logGain: number;
}

export interface LineState {
  /** Operations per ns of untouched work of one CPU. */
  readonly throughput: number;
  /** Busy time at each line, local part included. */
  readonly shares: readonly Fraction[];
  readonly utilisations: readonly Fraction[];
}

const MAX_ROUNDS = 200;
const ACCURACY = 1e-10;

/** Chance that another CPU had the line last, if all visit it alike; the plain model asks nobody. */
export function remoteChance(costs: VisitCosts, cpus: number): Fraction {
  if (costs.localNs === 0) return 1;
  return cpus > 1 ? 1 - 1 / cpus : 0;
}

/** The network's steady state with `cpus` customers after `changes` (none: as it is). */
export function lineState(
  { costs, visits }: LineNetwork,
  cpus: number,
  changes: readonly LineChange[] = [],
): LineState {
  const remote = remoteChance(costs, cpus);
  const kept = visits.map((rate, k) => rate * (changes[k] ?? UNTOUCHED).kept);
  const local = kept.map((rate) => rate * costs.localNs);
  const left = visits.reduce((sum, rate, k) => {
    const change = changes[k] ?? UNTOUCHED;
    return sum + rate * (1 - change.kept) * change.residualNs;
  }, 0);
  const thinkTime = 1 + left + local.reduce((sum, time) => sum + time, 0);
  const demands = kept.map((rate) => rate * remote * costs.transferNs);
  const { throughput, stations } = solveNetwork({ thinkTime, demands }, cpus);
  return {
    throughput,
    shares: stations.map(({ queue }, k) => (queue + throughput * (local[k] ?? 0)) / cpus),
    utilisations: stations.map(({ utilisation }) => utilisation),
  };
}

/**
 * The visits with which `cpus` busy CPUs show `shares` of their time at the lines.
 *
 * The exact network is inverted by a fixed point whose step is the inverse of Schweitzer's approximation,
 * D / Z = (p / (1 - sum p)) / (1 + (n - 1) p) (Schweitzer 1979; Lazowska et al. 1984, ch. 6.4), as a ratio: where it
 * stops, the *exact* shares are those asked for, to 1e-10.
 *
 * @throws RangeError unless every share is 0 or more, their sum is below 1 and `cpus` can be solved for.
 */
export function fitLines(shares: readonly Fraction[], cpus: number, costs = VISIT_COSTS): LineNetwork {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (!(shares.every((share) => share >= 0) && total < 1)) {
    throw new RangeError(`shares at lines: expected 0 or more each and below 1 together, found ${shares}`);
  }
  const asked = approximateDemands(shares, cpus);
  const scale = costs.localNs + costs.transferNs;
  let visits = asked.map((demand) => demand / scale);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const shown = lineState({ costs, visits }, cpus).shares;
    const error = Math.max(0, ...shown.map((share, k) => Math.abs(share - (shares[k] ?? 0))));
    if (error < ACCURACY) break;
    const found = approximateDemands(shown, cpus);
    // A share below the smallest number that can be told from 0 stays as it is.
    visits = visits.map((rate, k) => (found[k] ? rate * ((asked[k] ?? 0) / found[k]) : rate));
  }
  return { costs, visits };
}

function approximateDemands(shares: readonly Fraction[], cpus: number): number[] {
  const think = 1 - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / think / (1 + Math.max(0, cpus - 1) * share));
}
