import type { Range, Ratio } from '../model/units.js';
import { capacityGain, demandRatios, type GainRange, naiveRatio, TRANSFER_GROWTH } from './capacity.js';
import type { Effect, StationEffect } from './effect.js';
import { isCpuCount, MAX_CPUS } from './mva.js';

/** Bounds only beyond this many times the recorded CPUs (model.md, limit 4). */
const EXTRAPOLATION_LIMIT = 2;

/** The figures of one effect at one CPU count. */
export interface Outcome {
  readonly gain: GainRange | null;
  readonly naiveGain: Ratio | null;
  readonly equalsNaive: boolean;
  readonly why: string | null;
  readonly assumptions: readonly string[];
}

const NO_CHANGE: GainRange = { low: 1, mid: 1, high: 1 };

const UPPER_BOUND =
  'The share is an upper bound: samples in a hook are not proven to sit on the atomic, so the low end is no gain.';
const EQUALS_NAIVE = 'Every transfer is removed: equals the naive figure by construction.';
const UNKNOWN_CPUS = 'the number of busy CPUs is not known: give --recorded-cpus';

/**
 * The figures of one effect at each of `counts`.
 * @param recorded N of the recording, `null` when it is not known.
 * @param counts CPU counts to project for, `null` for a recorded one that is not known.
 */
export function outcomesAt(
  effect: Effect,
  recorded: number | null,
  counts: readonly (number | null)[],
): Outcome[] {
  if (effect.kind === 'station') {
    const demand = recorded === null ? null : demandRatios(effect.share, recorded);
    return counts.map((cpus) => stationOutcome(effect, recorded, demand, cpus));
  }
  const [gain, naiveGain] = effect.kind === 'none' ? [NO_CHANGE, 1] : [null, null];
  return counts.map(() => ({ gain, naiveGain, equalsNaive: false, why: effect.why, assumptions: [] }));
}

function stationOutcome(
  effect: StationEffect,
  recorded: number | null,
  demand: Range | null,
  cpus: number | null,
): Outcome {
  const { share, removed } = effect;
  const assumptions = [...effect.assumptions];
  if (effect.upperBound) assumptions.push(UPPER_BOUND);
  const bounded = (gain: GainRange): GainRange => (effect.upperBound ? { ...gain, low: 1 } : gain);
  const outcome = {
    naiveGain: removed.mid === null ? null : naiveRatio(share.mid, removed.mid),
    equalsNaive: false,
    why: effect.why,
    assumptions,
  };
  if (removed.low === 1 && cpus === recorded) {
    assumptions.push(EQUALS_NAIVE);
    return { ...outcome, gain: bounded(naiveRange(share)), equalsNaive: true };
  }
  if (recorded === null || demand === null) return { ...outcome, gain: null, why: UNKNOWN_CPUS };
  if (!isCpuCount(cpus)) {
    const why = `CPU counts above 0 and up to ${MAX_CPUS} can be projected, found ${cpus}`;
    return { ...outcome, gain: null, why };
  }
  if (cpus <= EXTRAPOLATION_LIMIT * recorded) {
    if (cpus !== recorded) {
      assumptions.push(`One visit takes as long at ${cpus} CPUs as at the recorded ${rounded(recorded)}.`);
    }
    return { ...outcome, gain: bounded(capacityGain(demand, removed, cpus)) };
  }
  const slowest = { ...demand, high: demand.high * TRANSFER_GROWTH };
  const saturation = effect.upperBound ? { ...slowest, low: 0 } : slowest;
  assumptions.push(beyondRecording(saturation, recorded, cpus));
  const why = effect.why ?? 'beyond twice the recorded CPUs: bounds only';
  return { ...outcome, gain: { ...bounded(capacityGain(slowest, removed, cpus)), mid: null }, why };
}

/** X' = N / Z and X = N (1 - p) / Z: the gain when every transfer is removed, whatever N is. */
function naiveRange(share: Range): GainRange {
  return { low: naiveRatio(share.low, 1), mid: naiveRatio(share.mid, 1), high: naiveRatio(share.high, 1) };
}

/** A closed station saturates where its own capacity 1 / D meets that of the CPUs, N / (Z + D): N = 1 + Z / D. */
function beyondRecording(demand: Range, recorded: number, cpus: number): string {
  const earliest = rounded(1 + 1 / demand.high);
  const latest = demand.low > 0 ? rounded(1 + 1 / demand.low) : 'never';
  return (
    `Beyond twice the recorded ${rounded(recorded)} CPUs only bounds: saturation could come at ` +
    `N = ${earliest} .. ${latest}, with visits as slow as recorded (low) or up to ${TRANSFER_GROWTH} ` +
    `times slower (high; more, if all recorded CPUs share one L3). A recording of the same load on at least ` +
    `${Math.ceil(cpus / EXTRAPOLATION_LIMIT)} busy CPUs would decide.`
  );
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
