import type { LineTopology } from '../model/line-topology.js';
import type { Projection, StationLoad, WidthFrom } from '../model/projection.js';
import type { Fraction, Range, Ratio } from '../model/units.js';
import { demandRatios, type GainRange, naiveRatio } from './capacity.js';
import { MAX_CAS_CPUS } from './cas-loops.js';
import { withHidden } from './discrepancy.js';
import type { Effect, StationEffect } from './effect.js';
import { type GainDistribution, GainModel } from './gain-distribution.js';
import { type FittedNetworks, fitLines, lineState, NO_LOCAL_COST } from './line-network.js';
import { isCasLoop } from './loop-shifts.js';
import { isCpuCount, MAX_CPUS } from './mva.js';
import { EXTRAPOLATION_LIMIT, NO_GROWTH, type TransferGrowth, transferGrowth } from './transfer-growth.js';

/** The figures of one effect at one CPU count. */
export type Outcome = Pick<
  Projection,
  | 'gain'
  | 'naiveGain'
  | 'plainGain'
  | 'equalsNaive'
  | 'widthFrom'
  | 'narrowedBy'
  | 'bottleneckAfter'
  | 'why'
  | 'assumptions'
>;

const NO_CHANGE: GainRange = { low: 1, mid: 1, high: 1 };
const NOTHING_MODELLED = { equalsNaive: false, widthFrom: null, narrowedBy: null, bottleneckAfter: null };

const UPPER_BOUND =
  'The share is an upper bound: samples in a hook are not proven to sit on the atomic, so the low end is no gain.';
const EQUALS_NAIVE =
  'Every transfer is removed: the queueing model equals the naive figure by construction; what the gain differs by is ' +
  'what published cases say of the error of both.';
const UNKNOWN_CPUS = 'the number of busy CPUs is not known: give --recorded-cpus';

/** What to record for each cause of an interval's width. */
const NARROWED_BY: Readonly<Record<keyof WidthFrom, string>> = {
  sampling: 'a longer recording: four times the samples halve the part that sampling has',
  priors: 'a trial of the scheme, or counts of what it would keep: no recording of today tells',
  discrepancy: 'a before/after pair of any change of this counter on this machine, for refscope backtest',
};
const NARROWED_BY_INSTRUCTIONS =
  'samples by instruction (perf annotate, or perf.data with vmlinux): they tell the atomic from the rest of the hook';

/**
 * The figures of one effect at each of `counts`.
 * @param others stations beside the effect's own.
 * @param recorded N of the recording, `null` when it is not known.
 * @param counts CPU counts to project for, `null` for a recorded one that is not known.
 * @param networks fitted so far; of one recording.
 * @param topology transfer times at other CPU counts, where they are known.
 */
export function outcomesAt(
  effect: Effect,
  others: readonly StationLoad[],
  recorded: number | null,
  counts: readonly (number | null)[],
  networks: FittedNetworks,
  topology: LineTopology | null,
): Outcome[] {
  if (effect.kind === 'station') {
    const model = recorded === null ? null : new GainModel([effect], others, recorded, networks);
    return counts.map((cpus) => stationOutcome(effect, model, others, recorded, cpus, topology));
  }
  const [gain, one] = effect.kind === 'none' ? [NO_CHANGE, 1] : [null, null];
  return counts.map(() => ({
    ...NOTHING_MODELLED,
    gain,
    naiveGain: one,
    plainGain: one,
    why: effect.why,
    assumptions: [],
  }));
}

function stationOutcome(
  effect: StationEffect,
  model: GainModel | null,
  others: readonly StationLoad[],
  recorded: number | null,
  cpus: number | null,
  topology: LineTopology | null,
): Outcome {
  const { share, removed } = effect;
  const assumptions = [...effect.assumptions];
  if (effect.upperBound) assumptions.push(UPPER_BOUND);
  const naiveGain = removed.mid === null ? null : naiveRatio(share.mid, removed.mid);
  const equalsNaive = removed.low === 1 && cpus === recorded && others.length === 0;
  if (equalsNaive) assumptions.push(EQUALS_NAIVE);
  const common = {
    ...NOTHING_MODELLED,
    naiveGain,
    plainGain: null,
    equalsNaive,
    why: effect.why,
    assumptions,
  };
  if (recorded === null || model === null) {
    if (equalsNaive) return { ...common, ...modelled(effect, fullRemoval(effect)), plainGain: naiveGain };
    return { ...common, gain: null, why: UNKNOWN_CPUS };
  }
  if (!isCpuCount(cpus)) {
    const why = `CPU counts above 0 and up to ${MAX_CPUS} can be projected, found ${cpus}`;
    return { ...common, gain: null, why };
  }
  const loops = [{ ...effect, name: effect.stationName }, ...others]
    .filter(isCasLoop)
    .map(({ name }) => name);
  if (loops.length > 0) assumptions.push(casSentence(loops, recorded, cpus));
  const grows = cpus > EXTRAPOLATION_LIMIT * recorded;
  const growth = transferGrowth(topology, recorded, cpus);
  const figures = {
    ...modelled(effect, model.at(cpus, growth)),
    bottleneckAfter: model.bottleneck(cpus, growth),
    plainGain:
      growth.mid === null || removed.mid === null
        ? null
        : plainGain(effect, others, removed.mid, recorded, cpus, growth.mid),
  };
  if (grows) {
    const demand = demandRatios(share, recorded);
    const slowest = { ...demand, high: demand.high * growth.high };
    assumptions.push(
      beyondRecording(effect.upperBound ? { ...slowest, low: 0 } : slowest, recorded, cpus, growth),
    );
    const narrowedBy = `a recording of the same load on at least ${Math.ceil(cpus / EXTRAPOLATION_LIMIT)} busy CPUs`;
    const why = effect.why ?? 'beyond twice the recorded CPUs: bounds only';
    return { ...common, ...figures, narrowedBy, why };
  }
  if (cpus !== recorded && growth.fromTopology) {
    const times = `${rounded(growth.mid ?? growth.high)} times (${rounded(growth.low)} to ${rounded(growth.high)})`;
    assumptions.push(
      `One visit takes ${times} as long at ${cpus} CPUs as at the recorded ${rounded(recorded)}, by the topology.`,
    );
  } else if (cpus !== recorded) {
    assumptions.push(`One visit takes as long at ${cpus} CPUs as at the recorded ${rounded(recorded)}.`);
  }
  return { ...common, ...figures };
}

function casSentence(names: readonly string[], recorded: number, cpus: number): string {
  const lines = names.join(', ');
  if (recorded > MAX_CAS_CPUS) {
    return `${lines}: compare-and-swap loops, which get slower with waiters. Not worked out for recordings of more than ${MAX_CAS_CPUS} CPUs: what moves there may lose throughput, below the low end, and what leaves may gain more.`;
  }
  const beyond =
    cpus > MAX_CAS_CPUS
      ? ` Above ${MAX_CAS_CPUS} CPUs they are taken to cost what they cost there: what moves to one may lose more, and what leaves one may gain more.`
      : '';
  return `${lines}: compare-and-swap loops, each success slower with every waiter (lockref's published tables): to take visits off such a line gains more than its queue alone says; where the change moves the CPUs to one, throughput may fall.${beyond}`;
}

/** The queueing model alone: everything at its middle, no local cost, nothing hidden. */
function plainGain(
  effect: StationEffect,
  others: readonly StationLoad[],
  removed: Fraction,
  recorded: number,
  cpus: number,
  growth: Ratio,
): Ratio {
  const certain = others.filter(({ singleInstance }) => singleInstance).map((other) => other.share.mid);
  const fitted = fitLines(withHidden([effect.share.mid, ...certain], 0), recorded, NO_LOCAL_COST);
  const network = { ...fitted, costs: { ...NO_LOCAL_COST, transferNs: NO_LOCAL_COST.transferNs * growth } };
  const before = lineState(network, cpus).throughput;
  return lineState(network, cpus, [{ kept: 1 - removed, residualNs: 0 }]).throughput / before;
}

function modelled(
  { upperBound }: StationEffect,
  { gain, widthFrom }: GainDistribution,
): Pick<Outcome, 'gain' | 'widthFrom' | 'narrowedBy'> {
  if (upperBound)
    return { gain: { ...gain, low: Math.min(1, gain.low) }, widthFrom, narrowedBy: NARROWED_BY_INSTRUCTIONS };
  if (widthFrom === null) return { gain, widthFrom, narrowedBy: null };
  const causes = Object.keys(widthFrom) as (keyof WidthFrom)[];
  const [widest = 'discrepancy'] = causes.sort((a, b) => widthFrom[b] - widthFrom[a]);
  return { gain, widthFrom, narrowedBy: NARROWED_BY[widest] };
}

/** A closed station saturates where its own capacity 1 / D meets that of the CPUs, N / (Z + D): N = 1 + Z / D. */
function beyondRecording(demand: Range, recorded: number, cpus: number, growth: TransferGrowth): string {
  const slower = growth.fromTopology
    ? `${rounded(growth.low)} to ${rounded(growth.high)} times as slow as recorded, as the topology says`
    : `as slow as recorded (low) or up to ${growth.high} times slower (high; more, if all recorded CPUs share one L3)`;
  const earliest = rounded(1 + 1 / demand.high);
  const latest = demand.low > 0 ? rounded(1 + 1 / demand.low) : 'never';
  return (
    `Beyond twice the recorded ${rounded(recorded)} CPUs only bounds: saturation could come at ` +
    `N = ${earliest} .. ${latest}, with visits ${slower}. A recording of the same load on at least ` +
    `${Math.ceil(cpus / EXTRAPOLATION_LIMIT)} busy CPUs would decide.`
  );
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/**
 * The full removal of the only station, whatever the number of CPUs: (1 + e^h p / (1 - p)) ^ r, which is what one CPU
 * gives. The local time left is not subtracted: without N nobody knows what a visit costs.
 */
function fullRemoval(effect: StationEffect): GainDistribution {
  return new GainModel([{ ...effect, residualNs: 0 }], [], 1).at(1, NO_GROWTH);
}
