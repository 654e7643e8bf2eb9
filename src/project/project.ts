import type { Projection, ProjectionInput, StationLoad } from '../model/projection.js';
import type { Fraction } from '../model/units.js';
import { MAX_CAS_CPUS } from './cas-loops.js';
import { type Effect, LABEL_LINE } from './effect.js';
import { LEARNED_DISCREPANCY } from './learned-discrepancy.js';
import type { FittedNetworks } from './line-network.js';
import { VISIT_COSTS } from './line-network.js';
import { lockEffect } from './lock-effect.js';
import { isCpuCount } from './mva.js';
import { type Outcome, outcomesAt } from './outcome.js';
import type { Scheme } from './schemes/scheme.js';
import { tunedSchemes } from './schemes/settings.js';
import { limitedShare } from './share-limit.js';
import { siteEffect } from './site-effect.js';

/** What every modelled gain rests on; the report prints it once, a row's own `assumptions` beside the row. */
export const MODEL_ASSUMPTIONS: readonly string[] = [
  'A gain is capacity: what the same busy CPUs could do, after over before, if CPU time is the limit.',
  'All label get and put in the recording visit one cache line, a server with a queue. Other lines and locks of at least 0.1 % of busy time are servers of their own if they are known to be one instance; those that may be many are one each in half of the draws; everything else waits for nobody.',
  `A dentry lockref (before v6.3 above all) or file count (before v6.13) that is a station is a compare-and-swap loop: each success takes 2 to 9 % longer for every waiter, and what moves there may lose. The exact network says by how much at the middle of everything; all draws take that shift, above ${MAX_CAS_CPUS} CPUs the one of ${MAX_CAS_CPUS} (none where more were recorded). So is the line that is projected, if it counts dentries or files, and to the part of its time that sits in such loops (stale labels); else it is an add.`,
  `A visit costs ${VISIT_COSTS.localNs} ns on the CPU itself and ${VISIT_COSTS.transferNs} ns of transfer when another CPU had the line last (priors; only their ratio matters).`,
  `low .. high is 95 %: sampling, priors, and how far published before/after pairs lie from the model (refscope backtest): line time against all other time is e^h times what the share says, h = ${spread(LEARNED_DISCREPANCY.hiddenMean, LEARNED_DISCREPANCY.hiddenSd)}, and the gain is the model's to the power r, ln r = ${spread(LEARNED_DISCREPANCY.logResponseMean, LEARNED_DISCREPANCY.logResponseSd)}.`,
];

function spread(mean: number, sd: number): string {
  return `${mean.toFixed(2)} +- ${sd.toFixed(2)}`;
}

/**
 * What each scheme would gain: one row a scheme and CPU count of `input.at` (the recorded one when empty), schemes
 * in the order of their table. A gain is X'(M) / X(M) of the closed network of the label's line and
 * the other stations, fitted to the shares seen at the recorded N; see model.md, "The smallest model that says so". Every figure is finite,
 * or `null` with the reason in `why`.
 */
export function projectSchemes(input: ProjectionInput): Projection[] {
  const recorded = isCpuCount(input.busyCpus) ? input.busyCpus : null;
  const counts = input.at.length > 0 ? input.at : [recorded];
  const networks: FittedNetworks = new Map();
  return tunedSchemes(input.settings).flatMap((scheme) => {
    const effect = schemeEffect(scheme, input);
    const outcomes = outcomesAt(
      effect,
      otherStations([effect], input),
      recorded,
      counts,
      networks,
      input.topology,
    );
    return outcomes.map((outcome, i) => projection(scheme, effect, outcome, counts[i] ?? null, input));
  });
}

function projection(
  scheme: Scheme,
  effect: Effect,
  outcome: Outcome,
  cpus: number | null,
  input: ProjectionInput,
): Projection {
  const gain = partOfTheTime(outcome.gain, scheme.revertedFraction(input.labels));
  const withheld = gain === null ? null : input.throughputWithheld;
  const whys = [outcome.why, withheld];
  return {
    scheme: scheme.id,
    cpus,
    gain,
    naiveGain: outcome.naiveGain,
    plainGain: outcome.plainGain,
    equalsNaive: outcome.equalsNaive,
    widthFrom: gain === null ? null : outcome.widthFrom,
    narrowedBy: outcome.narrowedBy,
    bottleneckAfter: outcome.bottleneckAfter,
    throughputGain: withheld === null ? gain : null,
    coveredPct: effect.coveredPct,
    memoryBytes: scheme.memoryBytes(input.labels, input.possibleCpus),
    labels: input.labels,
    possibleCpus: input.possibleCpus,
    assumptions: [...outcome.assumptions, ...scheme.assumptions],
    why: whys.filter((why) => why !== null).join('; ') || null,
  };
}

/** A gain that is there only while the scheme is on: the throughput of both times together. */
export function partOfTheTime(gain: Projection['gain'], reverted: Fraction): Projection['gain'] {
  if (gain === null) return null;
  const at = (value: number) => reverted + (1 - reverted) * value;
  return { low: at(gain.low), mid: gain.mid === null ? null : at(gain.mid), high: at(gain.high) };
}
/** Below this nobody queues to speak of: left in the delay station. */
const LEAST_STATION_SHARE = 0.001;

/** Stations beside those that effects change; where these are locks, the label's line is one of them. */
export function otherStations(
  effects: readonly Effect[],
  { stations, labelShare, casSlopes }: ProjectionInput,
): StationLoad[] {
  const changed = new Set(effects.flatMap((effect) => (effect.kind === 'station' ? [effect.station] : [])));
  if (changed.size === 0) return [];
  const label =
    labelShare === null
      ? []
      : [{ ...LABEL_LINE, share: limitedShare(labelShare).share, singleInstance: true, casSlopes }];
  return [...label, ...stations].filter(
    (other) => !changed.has(other.class) && other.share.mid >= LEAST_STATION_SHARE,
  );
}

/** What a scheme does to what the input shows. */
export function schemeEffect(scheme: Scheme, input: ProjectionInput): Effect {
  const { cover } = scheme;
  if (cover === null) return { kind: 'none', why: 'the baseline', coveredPct: 0 };
  return cover.kind === 'sites' ? siteEffect(scheme, cover, input) : lockEffect(scheme, cover, input);
}
