import type { Candidate } from '../../model/decision.js';
import type { ProjectionInput } from '../../model/projection.js';
import type { Ratio } from '../../model/units.js';
import type { GainRange } from '../capacity.js';
import type { StationEffect } from '../effect.js';
import { GainModel } from '../gain-distribution.js';
import type { FittedNetworks } from '../line-network.js';
import { isCpuCount } from '../mva.js';
import { otherStations, partOfTheTime, schemeEffect } from '../project.js';
import { type TransferGrowth, transferGrowth } from '../transfer-growth.js';
import { type Combination, combinedReversion } from './combinations.js';

/** Gain of one combination at one CPU count, and the chance that it reaches `target`. */
export function candidateAt(
  combination: Combination,
  input: ProjectionInput,
  cpus: number,
  target: Ratio,
  networks: FittedNetworks,
): Candidate {
  const ids = combination.schemes.map(({ id }) => id);
  const effects = combination.parts.map((part) => schemeEffect(part, input));
  const recorded = input.busyCpus;
  const unknown = (why: string): Candidate => ({ schemes: ids, gain: null, chancePct: null, why });
  const working: StationEffect[] = [];
  for (const effect of effects) {
    if (effect.kind === 'unknown') return unknown(effect.why);
    if (effect.kind === 'station') working.push(effect);
  }
  if (working.length === 0) {
    return {
      schemes: ids,
      gain: { low: 1, mid: 1, high: 1 },
      chancePct: target <= 1 ? 100 : 0,
      why: effects.map(({ why }) => why).join('; '),
    };
  }
  if (!isCpuCount(recorded)) return unknown('the number of busy CPUs is not known');
  const model = new GainModel(working, otherStations(working, input), recorded, networks);
  const growth = transferGrowth(input.topology, recorded, cpus);
  const reverted = combinedReversion(combination, input.labels);
  // While the scheme is off the gain is 1: the rest of the time must make up for it.
  const needed = 1 + (target - 1) / Math.max(1e-9, 1 - reverted);
  const { gain } = model.at(cpus, growth);
  const grown = growth.mid === null ? [growth.low, growth.high] : [null];
  const chances = grown.map((at) =>
    model.chanceOf(needed, cpus, at === null ? growth : { ...growth, low: at, mid: at, high: at }),
  );
  const low = Math.min(gain.low, provenLow(working, input, recorded, cpus, growth, networks));
  const whys = new Set(working.flatMap(({ why }) => why ?? []));
  return {
    schemes: ids,
    gain: partOfTheTime({ ...gain, low }, reverted),
    chancePct: 100 * Math.min(...chances),
    why: [...whys].join('; ') || (growth.mid === null ? 'beyond twice the recorded CPUs: bounds only' : null),
  };
}

/** What is left where shares that are upper bounds are nothing: the low end of what the other effects gain. */
function provenLow(
  effects: readonly StationEffect[],
  input: ProjectionInput,
  recorded: number,
  cpus: number,
  growth: TransferGrowth,
  networks: FittedNetworks,
): GainRange['low'] {
  const proven = effects.filter(({ upperBound }) => !upperBound);
  if (proven.length === effects.length) return Number.POSITIVE_INFINITY;
  if (proven.length === 0) return 1;
  return new GainModel(proven, otherStations(proven, input), recorded, networks).at(cpus, growth).gain.low;
}
