import type { Projection, ProjectionInput } from '../model/projection.js';
import type { Effect } from './effect.js';
import { lockEffect } from './lock-effect.js';
import { isCpuCount } from './mva.js';
import { type Outcome, outcomesAt } from './outcome.js';
import type { Scheme } from './schemes/scheme.js';
import { SCHEMES } from './schemes/table.js';
import { siteEffect } from './site-effect.js';

/** What every modelled gain rests on; the report prints it once, a row's own `assumptions` beside the row. */
export const MODEL_ASSUMPTIONS: readonly string[] = [
  'A gain is capacity: what the same busy CPUs could do, after over before, if CPU time is the limit.',
  'All label get and put in the recording visit one cache line; everything else waits for nobody.',
  'All of the share is queueing and transfer of that line, none of it local cost, and no line time is hidden elsewhere.',
];

/**
 * What each scheme would gain: one row a scheme and CPU count of `input.at` (the recorded one when empty), schemes
 * in the order of their table. A gain is X'(M) / X(M) of the closed network with one station, D / Z of which comes
 * from the share seen at the recorded N; see model.md, "The smallest model that says so". Every figure is finite,
 * or `null` with the reason in `why`.
 */
export function projectSchemes(input: ProjectionInput): Projection[] {
  const recorded = isCpuCount(input.busyCpus) ? input.busyCpus : null;
  const counts = input.at.length > 0 ? input.at : [recorded];
  return SCHEMES.flatMap((scheme) => {
    const effect = schemeEffect(scheme, input);
    const outcomes = outcomesAt(effect, recorded, counts);
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
  const { gain } = outcome;
  const withheld = gain === null ? null : input.throughputWithheld;
  const whys = [outcome.why, withheld];
  return {
    scheme: scheme.id,
    cpus,
    gain,
    naiveGain: outcome.naiveGain,
    equalsNaive: outcome.equalsNaive,
    throughputGain: withheld === null ? gain : null,
    coveredPct: effect.coveredPct,
    memoryBytes: scheme.memoryBytes(input.labels, input.possibleCpus),
    labels: input.labels,
    possibleCpus: input.possibleCpus,
    assumptions: [...outcome.assumptions, ...scheme.assumptions],
    why: whys.filter((why) => why !== null).join('; ') || null,
  };
}

function schemeEffect(scheme: Scheme, input: ProjectionInput): Effect {
  const { cover } = scheme;
  if (cover === null) return { kind: 'none', why: 'the baseline', coveredPct: 0 };
  return cover.kind === 'sites' ? siteEffect(scheme, cover, input) : lockEffect(scheme, cover, input);
}
