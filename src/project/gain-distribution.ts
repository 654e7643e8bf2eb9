import type { Bottleneck, StationLoad, WidthFrom } from '../model/projection.js';
import type { Fraction, Range, Ratio } from '../model/units.js';
import { WeightedSample } from '../stats/weighted-sample.js';
import type { GainRange } from './capacity.js';
import { withHidden } from './discrepancy.js';
import { middleChange, type StationEffect } from './effect.js';
import {
  combinedAtoms,
  discrepancyAtoms,
  growthAtoms,
  HIDDEN,
  RESPONSE,
  removedAtoms,
  threePoints,
} from './gain-atoms.js';
import { type Cause, central95, EVERY_CAUSE, exponential, widthFrom } from './gain-range.js';
import {
  type FittedNetworks,
  fitLines,
  type LineNetwork,
  type LogChange,
  lineState,
  withTransfers,
} from './line-network.js';
import { isCasLoop, loopShifts } from './loop-shifts.js';
import type { TransferGrowth } from './transfer-growth.js';

/** One combination of what is not known. */
interface Draw extends LogChange {
  readonly weight: number;
}

/** What a draw takes for known of the recording and of the change. */
interface Situation {
  /** At the middle, or off it, of each effect's station. */
  readonly shares: readonly Fraction[];
  /** h of discrepancy.ts. */
  readonly hidden: number;
  readonly others: readonly StationLoad[];
  /** Part of its visits that each effect takes away. */
  readonly gone: readonly Fraction[];
}

interface Solved extends LogChange {
  /** What the shift of loops cannot lead beyond: it is of the middle, and may be too much where a draw has less there. */
  readonly bounds: { readonly least: number; readonly most: number };
}

export interface GainDistribution {
  readonly gain: GainRange;
  readonly widthFrom: WidthFrom | null;
}

/**
 * The gain of one change, or of changes to several stations at a time, at one CPU count, with the uncertainty of its
 * shares (sampling), of what the scheme keeps, of locks that may be one instance or many and of growing transfers
 * (priors), and of the model itself (discrepancy). Every combination is solved exactly; the interval is the central
 * 95 % of their weight.
 */
export class GainModel {
  readonly #effects: readonly StationEffect[];
  readonly #others: readonly StationLoad[];
  readonly #recorded: number;
  readonly #networks: FittedNetworks;
  readonly #solved = new Map<string, Solved>();

  /**
   * @param effects of different stations, made together; at least one.
   * @param others stations beside the effects' own.
   * @param networks what other effects on the same recording have fitted already.
   */
  constructor(
    effects: readonly StationEffect[],
    others: readonly StationLoad[],
    recorded: number,
    networks: FittedNetworks = new Map(),
  ) {
    this.#effects = effects;
    this.#others = others;
    this.#recorded = recorded;
    this.#networks = networks;
  }

  at(cpus: number, growth: TransferGrowth): GainDistribution {
    const of = (causes: readonly Cause[]): Range => {
      const gains = new WeightedSample();
      this.#draw(cpus, growth, causes, ({ logGain, weight }) => gains.add(logGain, weight));
      return central95(gains);
    };
    const logs = of(EVERY_CAUSE);
    const gain = exponential(logs, growth.mid !== null && this.#isMidKnown());
    return { gain, widthFrom: logs.high > logs.low ? widthFrom((cause) => of([cause])) : null };
  }

  /**
   * What the CPUs do at `cpus`, over what they do today at the recorded count: as they are, and after the change. The
   * same draws make both, so that a share that is too low is so in both.
   */
  capacities(cpus: number, growth: TransferGrowth): { readonly today: GainRange; readonly after: GainRange } {
    const [today, after] = [new WeightedSample(), new WeightedSample()];
    this.#draw(cpus, growth, EVERY_CAUSE, ({ logToday, logGain, weight }) => {
      today.add(logToday, weight);
      after.add(logToday + logGain, weight);
    });
    const known = growth.mid !== null;
    return {
      today: exponential(central95(today), known),
      after: exponential(central95(after), known && this.#isMidKnown()),
    };
  }

  /** Chance that the gain is at least `target`. */
  chanceOf(target: Ratio, cpus: number, growth: TransferGrowth): Fraction {
    const least = Math.log(target);
    let reached = 0;
    let all = 0;
    this.#draw(cpus, growth, EVERY_CAUSE, ({ logGain, weight }) => {
      if (logGain >= least) reached += weight;
      all += weight;
    });
    return reached / all;
  }

  /** The station that limits throughput after the change, with everything at its middle. */
  bottleneck(cpus: number, growth: TransferGrowth): Bottleneck {
    const shares = this.#effects.map(({ share }) => share.mid);
    const network = this.#network(shares, 0, this.#certain());
    const slower = withTransfers(network, growth.mid ?? Math.sqrt(growth.low * growth.high));
    const { utilisations } = lineState(slower, cpus, this.#effects.map(middleChange));
    const busiest = Math.max(...utilisations);
    const at = utilisations.indexOf(busiest);
    const names = [
      ...this.#effects.map(({ stationName }) => stationName),
      ...this.#certain().map(({ name }) => name),
    ];
    // A closed station saturates where its capacity falls below what the CPUs could do if nobody waited.
    return { station: busiest >= SATURATED ? (names[at] ?? null) : null, utilisationPct: 100 * busiest };
  }

  #isMidKnown(): boolean {
    return this.#effects.every(({ removed }) => removed.mid !== null);
  }

  #certain(): readonly StationLoad[] {
    return this.#others.filter(({ singleInstance }) => singleInstance);
  }

  /** Every combination of what `causes` leave open, one at a time: there are tens of thousands. */
  #draw(cpus: number, growth: TransferGrowth, causes: readonly Cause[], each: (draw: Draw) => void): void {
    const has = (cause: Cause) => causes.includes(cause);
    const mayHide = this.#effects.every((effect) => effect.mayHide);
    // Measured without the line too, up to the recorded CPUs.
    const isMeasured = !this.#effects.some(({ mayRespond }) => mayRespond);
    const mayRespond = !isMeasured || cpus > this.#recorded;
    const hidden = discrepancyAtoms(HIDDEN, mayHide, has('discrepancy'));
    const response = discrepancyAtoms(RESPONSE, mayRespond, has('discrepancy'));
    const slower = growthAtoms(growth, has('priors'));
    const uncertain = this.#others.length > this.#certain().length;
    const stations = uncertain && has('priors') ? [this.#certain(), this.#others] : [this.#certain()];
    const shiftsOf = (others: readonly StationLoad[]) =>
      loopShifts(this.#effects, others, this.#recorded, cpus, has('priors'), this.#networks);
    const shifts = new Map(stations.map((others) => [others, shiftsOf(others)]));
    const shareSets = combinedAtoms(
      this.#effects.map(({ share }) =>
        has('sampling') ? threePoints(share) : [{ value: share.mid, weight: 1 }],
      ),
    );
    const goneSets = combinedAtoms(
      this.#effects.map(({ removed, keptIsKnown }) =>
        removedAtoms(removed, has(keptIsKnown ? 'sampling' : 'priors')),
      ),
    );
    for (const shares of shareSets) {
      for (const h of hidden) {
        for (const others of stations) {
          const loops = shifts.get(others) ?? [];
          for (const g of slower) {
            for (const gone of goneSets) {
              const situation = { shares: shares.values, hidden: h.value, others, gone: gone.values };
              const logs = this.#solvedAt(cpus, g.value, situation);
              const { least } = logs.bounds;
              const sure = isMeasured
                ? bounded(this.#solvedAt(Math.min(cpus, this.#recorded), 1, situation), 0)
                : 0;
              const weight = (shares.weight * h.weight * g.weight * gone.weight) / stations.length;
              for (const r of response) {
                for (const loop of loops) {
                  each({
                    logToday: logs.logToday + loop.logToday,
                    // What is gained beyond the measured part may also be less than nothing, where another line fills up.
                    logGain: Math.max(least, sure + r.value * (bounded(logs, loop.logGain) - sure)),
                    weight: weight * r.weight * loop.weight,
                  });
                }
              }
            }
          }
        }
      }
    }
  }

  /** @param growth of transfers, as a factor. */
  #solvedAt(cpus: number, growth: Ratio, situation: Situation): Solved {
    const { shares, hidden, others, gone } = situation;
    const key = `${cpus} ${shares} ${hidden} ${others.length} ${growth} ${gone}`;
    const known = this.#solved.get(key) ?? this.#solve(cpus, growth, situation);
    this.#solved.set(key, known);
    return known;
  }

  #solve(cpus: number, growth: Ratio, { shares, hidden, others, gone }: Situation): Solved {
    const network = this.#network(shares, hidden, others);
    const slower = withTransfers(network, growth);
    const before = lineState(slower, cpus).throughput;
    const logToday = Math.log(before / lineState(network, this.#recorded).throughput);
    if (gone.every((part) => part === 0)) return { logToday, logGain: 0, bounds: { least: 0, most: 0 } };
    const logGain = (removed: readonly Fraction[]) => {
      const changes = this.#effects.map(({ residualNs }, k) => ({ kept: 1 - (removed[k] ?? 0), residualNs }));
      return Math.log(lineState(slower, cpus, changes).throughput / before);
    };
    return {
      logToday,
      logGain: logGain(gone),
      bounds: {
        // Only where pressure moves to another loop can a change lose.
        least: others.some(isCasLoop) ? Number.NEGATIVE_INFINITY : 0,
        most: this.#effects.some(isCasLoop) ? logGain(gone.map(() => 1)) : Number.POSITIVE_INFINITY,
      },
    };
  }

  #network(shares: readonly Fraction[], hidden: number, others: readonly StationLoad[]): LineNetwork {
    const key = `${this.#effects.map(({ station }) => station)} ${shares} ${hidden} ${others.length}`;
    const known = this.#networks.get(key);
    if (known !== undefined) return known;
    const observed = withHidden([...shares, ...others.map((other) => other.share.mid)], hidden);
    const network = fitLines(observed, this.#recorded);
    this.#networks.set(key, network);
    return network;
  }
}

/** ln of the gain with the shift of loops, within its bounds. */
function bounded({ logGain, bounds: { least, most } }: Solved, shift: number): number {
  return Math.max(least, Math.min(logGain + shift, most));
}

/** A station this busy limits throughput. */
const SATURATED = 0.9;
