import type { Candidate } from '../../model/decision.js';
import type { ProjectionInput } from '../../model/projection.js';
import type { Ratio } from '../../model/units.js';
import { GainModel } from '../gain-distribution.js';
import type { FittedNetworks } from '../line-network.js';
import { isCpuCount } from '../mva.js';
import { otherStations, partOfTheTime, schemeEffect } from '../project.js';
import { transferGrowth } from '../transfer-growth.js';
import type { Combination } from './combinations.js';

/** Gain of one combination at one CPU count, and the chance that it reaches `target`. */
export function candidateAt(
  { schemes, scheme }: Combination,
  input: ProjectionInput,
  cpus: number,
  target: Ratio,
  networks: FittedNetworks,
): Candidate {
  const ids = schemes.map(({ id }) => id);
  const effect = schemeEffect(scheme, input);
  const recorded = input.busyCpus;
  if (effect.kind === 'none') {
    return {
      schemes: ids,
      gain: { low: 1, mid: 1, high: 1 },
      chancePct: target <= 1 ? 100 : 0,
      why: effect.why,
    };
  }
  const unknown = (why: string): Candidate => ({ schemes: ids, gain: null, chancePct: null, why });
  if (effect.kind === 'unknown') return unknown(effect.why);
  if (!isCpuCount(recorded)) return unknown('the number of busy CPUs is not known');
  const model = new GainModel(effect, otherStations(effect, input), recorded, networks);
  const growth = transferGrowth(input.topology, recorded, cpus);
  const reverted = scheme.revertedFraction(input.labels);
  // While the scheme is off the gain is 1: the rest of the time must make up for it.
  const needed = 1 + (target - 1) / Math.max(1e-9, 1 - reverted);
  const { gain } = model.at(cpus, growth);
  const grown = growth.mid === null ? [growth.low, growth.high] : [null];
  const chances = grown.map((at) =>
    model.chanceOf(needed, cpus, at === null ? growth : { ...growth, low: at, mid: at, high: at }),
  );
  return {
    schemes: ids,
    gain: partOfTheTime(effect.upperBound ? { ...gain, low: Math.min(1, gain.low) } : gain, reverted),
    chancePct: 100 * Math.min(...chances),
    why: effect.why ?? (growth.mid === null ? 'beyond twice the recorded CPUs: bounds only' : null),
  };
}
