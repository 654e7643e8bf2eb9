import type { StationLoad, WidthFrom } from '../model/projection.js';
import type { Fraction, Range } from '../model/units.js';
import { Z_95 } from '../stats/normal.js';
import { type Atom, weightedQuantiles } from '../stats/quadrature.js';
import { type GainRange, TRANSFER_GROWTH } from './capacity.js';
import { hiddenAtoms, responseAtoms, withHidden } from './discrepancy.js';
import type { StationEffect } from './effect.js';
import { LEARNED_DISCREPANCY } from './learned-discrepancy.js';
import { fitLines, type LineNetwork, lineState } from './line-network.js';

/** The causes of an interval's width. */
type Cause = keyof WidthFrom;
const EVERY_CAUSE: readonly Cause[] = ['sampling', 'priors', 'discrepancy'];

/** ln(gain) of one combination of what is not known. */
interface Draw {
  readonly logGain: number;
  readonly weight: number;
}

export interface GainDistribution {
  readonly gain: GainRange;
  readonly widthFrom: WidthFrom | null;
}

/** Networks by station, share, hidden time and number of other stations; of one recording. */
export type FittedNetworks = Map<string, LineNetwork>;

/** A three-point rule for a normal variable: Gauss-Hermite. */
const GAUSS_HERMITE = { reach: Math.sqrt(3), outer: 1 / 6 };
const HIDDEN = hiddenAtoms(LEARNED_DISCREPANCY);
const RESPONSE = responseAtoms(LEARNED_DISCREPANCY);

/**
 * The gain of one change at one CPU count, with the uncertainty of its shares (sampling), of what the scheme keeps, of
 * locks that may be one instance or many and of growing transfers (priors), and of the model itself (discrepancy).
 * Every combination is solved exactly; the interval is the central 95 % of their weight.
 */
export class GainModel {
  readonly #effect: StationEffect;
  readonly #others: readonly StationLoad[];
  readonly #recorded: number;
  readonly #networks: FittedNetworks;

  /**
   * @param others stations beside the effect's own.
   * @param networks what other effects on the same recording have fitted already.
   */
  constructor(
    effect: StationEffect,
    others: readonly StationLoad[],
    recorded: number,
    networks: FittedNetworks = new Map(),
  ) {
    this.#effect = effect;
    this.#others = others;
    this.#recorded = recorded;
    this.#networks = networks;
  }

  /** @param grows whether transfers may take up to TRANSFER_GROWTH times as long at `cpus`. */
  at(cpus: number, grows: boolean): GainDistribution {
    const solved = new Map<string, number>();
    const of = (causes: readonly Cause[]): Range => {
      const atoms = this.#draws(cpus, grows, causes, solved).map(({ logGain, weight }) => ({
        value: logGain,
        weight,
      }));
      const [low = 0, mid = 0, high = 0] = weightedQuantiles(atoms, [0.025, 0.5, 0.975]);
      return { low, mid, high };
    };
    const { low, mid, high } = of(EVERY_CAUSE);
    const isBounds = grows || this.#effect.removed.mid === null;
    const gain = { low: Math.exp(low), mid: isBounds ? null : Math.exp(mid), high: Math.exp(high) };
    return { gain, widthFrom: high > low ? shares((cause) => of([cause])) : null };
  }

  /** The station that limits throughput after the change, with everything at its middle. */
  bottleneck(cpus: number): { readonly station: string | null; readonly utilisationPct: number } {
    const network = this.#network(this.#effect.share.mid, 0, this.#certain());
    const { removed, residualNs } = this.#effect;
    const kept = 1 - (removed.mid ?? (removed.low + removed.high) / 2);
    const { utilisations } = lineState(network, cpus, [{ kept, residualNs }]);
    const busiest = Math.max(...utilisations);
    const at = utilisations.indexOf(busiest);
    const names = [this.#effect.stationName, ...this.#certain().map(({ name }) => name)];
    // A closed station saturates where its capacity falls below what the CPUs could do if nobody waited.
    return { station: busiest >= SATURATED ? (names[at] ?? null) : null, utilisationPct: 100 * busiest };
  }

  #certain(): readonly StationLoad[] {
    return this.#others.filter(({ singleInstance }) => singleInstance);
  }

  #draws(cpus: number, grows: boolean, causes: readonly Cause[], solved: Map<string, number>): Draw[] {
    const has = (cause: Cause) => causes.includes(cause);
    const { share, removed, keptIsKnown } = this.#effect;
    const hidden = has('discrepancy') ? HIDDEN : [{ value: LEARNED_DISCREPANCY.hiddenMean, weight: 1 }];
    const response = has('discrepancy')
      ? RESPONSE
      : [{ value: Math.exp(LEARNED_DISCREPANCY.logResponseMean), weight: 1 }];
    const growth = grows && has('priors') ? ends(1, TRANSFER_GROWTH) : [{ value: 1, weight: 1 }];
    const uncertain = this.#others.length > this.#certain().length;
    const stations = uncertain && has('priors') ? [this.#certain(), this.#others] : [this.#certain()];
    const draws: Draw[] = [];
    for (const atShare of has('sampling') ? threePoints(share) : [{ value: share.mid, weight: 1 }]) {
      for (const h of hidden) {
        for (const others of stations) {
          for (const g of growth) {
            for (const gone of removedAtoms(removed, has(keptIsKnown ? 'sampling' : 'priors'))) {
              const key = `${atShare.value} ${h.value} ${others.length} ${g.value} ${gone.value}`;
              const logGain =
                solved.get(key) ?? this.#logGain(cpus, atShare.value, h.value, others, g.value, gone.value);
              solved.set(key, logGain);
              const weight = (atShare.weight * h.weight * g.weight * gone.weight) / stations.length;
              for (const r of response) draws.push({ logGain: r.value * logGain, weight: weight * r.weight });
            }
          }
        }
      }
    }
    return draws;
  }

  #logGain(
    cpus: number,
    share: Fraction,
    hidden: number,
    others: readonly StationLoad[],
    growth: number,
    gone: Fraction,
  ): number {
    if (gone === 0) return 0;
    const { costs, visits } = this.#network(share, hidden, others);
    const slower = { visits, costs: { ...costs, transferNs: costs.transferNs * growth } };
    const before = lineState(slower, cpus).throughput;
    const change = { kept: 1 - gone, residualNs: this.#effect.residualNs };
    return Math.log(lineState(slower, cpus, [change]).throughput / before);
  }

  #network(share: Fraction, hidden: number, others: readonly StationLoad[]): LineNetwork {
    const key = `${this.#effect.station} ${share} ${hidden} ${others.length}`;
    const known = this.#networks.get(key);
    if (known !== undefined) return known;
    const observed = withHidden([share, ...others.map((other) => other.share.mid)], hidden);
    const network = fitLines(observed, this.#recorded);
    this.#networks.set(key, network);
    return network;
  }
}

/** A station this busy limits throughput. */
const SATURATED = 0.9;

/**
 * The full removal of the only station, whatever the number of CPUs: (1 / (1 - p (1 + h))) ^ r, which is what one CPU
 * gives. The local time left is not subtracted: without N nobody knows what a visit costs.
 */
export function fullRemoval(effect: StationEffect): GainDistribution {
  return new GainModel({ ...effect, residualNs: 0 }, [], 1).at(1, false);
}

/** Squared widths of each cause alone, as parts of their sum. */
function shares(of: (cause: Cause) => Range): WidthFrom | null {
  const squared = (cause: Cause): number => {
    const { low, high } = of(cause);
    return (high - low) ** 2;
  };
  const [sampling = 0, priors = 0, discrepancy = 0] = EVERY_CAUSE.map(squared);
  const total = sampling + priors + discrepancy;
  if (!(total > 0)) return null;
  return { sampling: sampling / total, priors: priors / total, discrepancy: discrepancy / total };
}

/** A 95 % interval as three points of a (skew) normal. */
function threePoints({ low, mid, high }: Range): Atom[] {
  if (low === high) return [{ value: mid, weight: 1 }];
  const { reach, outer } = GAUSS_HERMITE;
  return [
    { value: mid + ((low - mid) * reach) / Z_95, weight: outer },
    { value: mid, weight: 1 - 2 * outer },
    { value: mid + ((high - mid) * reach) / Z_95, weight: outer },
  ];
}

function removedAtoms({ low, mid, high }: StationEffect['removed'], varies: boolean): Atom[] {
  if (mid === null) return varies ? ends(low, high) : [{ value: (low + high) / 2, weight: 1 }];
  if (!varies || low === high) return [{ value: mid, weight: 1 }];
  const { outer } = GAUSS_HERMITE;
  return [
    { value: low, weight: outer },
    { value: mid, weight: 1 - 2 * outer },
    { value: high, weight: outer },
  ];
}

function ends(low: number, high: number): Atom[] {
  if (low === high) return [{ value: low, weight: 1 }];
  return [
    { value: low, weight: 0.5 },
    { value: high, weight: 0.5 },
  ];
}
