import type { Bottleneck, ProjectionInput } from '../../model/projection.js';
import type { Bounds, ScalingCurve, ScalingPoint } from '../../model/scaling.js';
import type { Fraction, Ratio } from '../../model/units.js';
import { type Effect, LABEL_LINE, type StationEffect } from '../effect.js';
import { GainModel } from '../gain-distribution.js';
import type { FittedNetworks } from '../line-network.js';
import { isCpuCount } from '../mva.js';
import { otherStations, partOfTheTime, schemeEffect } from '../project.js';
import type { Scheme } from '../schemes/scheme.js';
import { limitedShare } from '../share-limit.js';
import { type TransferGrowth, transferGrowth } from '../transfer-growth.js';

/** Efficiency of the machine without the contended line, relative to any one count; `null` is constant. */
export type OffCurve = ((cpus: number) => Ratio) | null;

/**
 * Capacity and efficiency of today and of each scheme at the CPU counts of `input.at`, in ascending order. Today's figure
 * and a scheme's come from the same draws of what is not known, so that a share that is too low is so in both.
 * Efficiency is relative to today's at the first count, for all curves, as the thread's tables print it.
 */
export function scalingCurves(
  input: ProjectionInput,
  schemes: readonly Scheme[],
  off: OffCurve = null,
): ScalingCurve[] {
  const counts = [...new Set(input.at)].sort((a, b) => a - b);
  const networks: FittedNetworks = new Map();
  const today = todayEffect(input);
  const first = counts[0];
  const base =
    first === undefined ? null : (figuresAt(today, input, first, networks, off).today?.mid ?? null);
  return schemes.map((scheme) => {
    const effect = scheme.cover === null ? today : schemeEffect(scheme, input);
    const reverted = scheme.revertedFraction(input.labels);
    return {
      scheme: scheme.id,
      memoryBytes: scheme.memoryBytes(input.labels, input.possibleCpus),
      points: counts.map((cpus): ScalingPoint => {
        const figures = figuresAt(effect.kind === 'none' ? today : effect, input, cpus, networks, off);
        const isToday = scheme.cover === null || effect.kind === 'none';
        const capacity = isToday ? figures.today : mixed(figures, reverted);
        const gain = isToday && capacity !== null ? { low: 1, mid: 1, high: 1 } : figures.gain;
        return {
          cpus,
          capacity,
          efficiencyPct:
            capacity === null || base === null || first === undefined
              ? null
              : efficiency(capacity, first, base, cpus, isToday ? off : undefined),
          gain: partOfTheTime(gain, reverted),
          bottleneck: figures.bottleneck,
          why: isToday && effect.kind === 'none' ? effect.why : figures.why,
        };
      }),
    };
  });
}

/**
 * Today's never exceeds perfect scaling (that of the machine without the line): in every draw its first count has the
 * shorter queue, but the middle of that count, which all is relative to, is of another draw. A scheme may: it also takes
 * away what waits at the first count.
 * @param off `undefined`: a scheme's.
 */
function efficiency(
  capacity: Bounds,
  first: number,
  base: Ratio,
  cpus: number,
  off: OffCurve | undefined,
): Bounds {
  const relative = scaled(capacity, (100 * first) / (base * cpus));
  if (off === undefined) return relative;
  const perfect = off === null ? 100 : (100 * off(cpus)) / off(first);
  const capped = (value: number) => Math.min(value, perfect);
  return {
    low: capped(relative.low),
    mid: relative.mid === null ? null : capped(relative.mid),
    high: capped(relative.high),
  };
}

/** Throughput of the time in which the scheme is on and of that in which it is off. */
function mixed({ today, after }: Figures, reverted: Fraction): Bounds | null {
  if (today === null || after === null) return after;
  const at = (on: number, without: number) => (1 - reverted) * on + reverted * without;
  const mid = after.mid === null || today.mid === null ? null : at(after.mid, today.mid);
  return { low: at(after.low, today.low), mid, high: at(after.high, today.high) };
}

interface Figures {
  readonly today: Bounds | null;
  readonly after: Bounds | null;
  readonly gain: Bounds | null;
  readonly bottleneck: Bottleneck | null;
  readonly why: string | null;
}

function figuresAt(
  effect: Effect,
  input: ProjectionInput,
  cpus: number,
  networks: FittedNetworks,
  off: OffCurve,
): Figures {
  const none = { today: null, after: null, gain: null, bottleneck: null };
  const recorded = input.busyCpus;
  if (effect.kind !== 'station') return { ...none, why: effect.why };
  if (!isCpuCount(recorded)) return { ...none, why: 'the number of busy CPUs is not known' };
  const model = new GainModel([effect], otherStations([effect], input), recorded, networks);
  const growth = transferGrowth(input.topology, recorded, cpus);
  const { today, after } = model.capacities(cpus, growth);
  const { gain } = model.at(cpus, growth);
  const machine = off === null ? 1 : off(cpus) / off(recorded);
  // A share that is an upper bound may be nothing: then nothing waits, and today is as good as any scheme.
  const uncontended = cpus / recorded;
  const open = (bounds: Bounds): Bounds => (effect.upperBound ? widened(bounds, uncontended) : bounds);
  return {
    today: scaled(open(today), machine),
    after: scaled(open(after), machine),
    gain: effect.upperBound ? { ...gain, low: Math.min(1, gain.low) } : gain,
    bottleneck: model.bottleneck(cpus, growth),
    why: reason(effect, growth),
  };
}

function widened({ low, mid, high }: Bounds, value: number): Bounds {
  return { low: Math.min(low, value), mid, high: Math.max(high, value) };
}

function reason(effect: StationEffect, growth: TransferGrowth): string | null {
  if (effect.why !== null) return effect.why;
  return growth.mid === null ? 'beyond twice the recorded CPUs: bounds only' : null;
}

function scaled({ low, mid, high }: Bounds, factor: number): Bounds {
  return { low: low * factor, mid: mid === null ? null : mid * factor, high: high * factor };
}

/** The label's line as it is. */
function todayEffect(input: ProjectionInput): Effect {
  if (input.labelShare === null) {
    return { kind: 'unknown', why: 'the label share is not known', coveredPct: null };
  }
  return {
    kind: 'station',
    station: LABEL_LINE.class,
    stationName: LABEL_LINE.name,
    share: limitedShare(input.labelShare).share,
    upperBound: input.labelShareBound === 'upper',
    removed: { low: 0, mid: 0, high: 0 },
    keptIsKnown: true,
    residualNs: 0,
    mayHide: input.shareFrom === 'samples',
    mayRespond: input.shareFrom !== 'throughput-and-off',
    casSlopes: input.casSlopes,
    why: null,
    coveredPct: 0,
    assumptions: [],
  };
}
