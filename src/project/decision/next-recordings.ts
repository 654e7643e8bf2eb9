import type { NextRecording } from '../../model/decision.js';
import type { ProjectionInput } from '../../model/projection.js';
import type { Fraction } from '../../model/units.js';
import type { GainRange } from '../capacity.js';
import { GainModel } from '../gain-distribution.js';
import type { FittedNetworks } from '../line-network.js';
import { isCpuCount } from '../mva.js';
import { otherStations, schemeEffect } from '../project.js';
import type { Scheme } from '../schemes/scheme.js';
import { EXTRAPOLATION_LIMIT, transferGrowth } from '../transfer-growth.js';

const BY_INSTRUCTION =
  'samples by instruction (perf.data with vmlinux, or perf annotate): they tell the atomic from the rest of the hook';

/** Four times the samples halve the standard error, which leaves a quarter of the variance. */
const LONGER = 4;

/**
 * What would narrow the interval of `scheme` at `cpus`, best first. Each is worked out from the model itself: how wide
 * ln(gain) is with that cause and without it, all else as it is. What a recording would show nobody knows, so where it
 * need not settle its cause altogether the figure is the most that it could do.
 */
export function nextRecordings(
  scheme: Scheme,
  input: ProjectionInput,
  cpus: number,
  networks: FittedNetworks,
): NextRecording[] {
  const effect = schemeEffect(scheme, input);
  const recorded = input.busyCpus;
  if (effect.kind !== 'station' || !isCpuCount(recorded)) return [];
  const model = new GainModel(effect, otherStations(effect, input), recorded, networks);
  const growth = transferGrowth(input.topology, recorded, cpus);
  const { gain, widthFrom } = model.at(cpus, growth);
  const width = logWidth(gain);
  // Of an upper bound the low end is no gain, whatever is recorded but instructions: the rest moves the high end only.
  const middle = Math.log(gain.mid ?? Math.sqrt(gain.low * gain.high));
  const reach = effect.upperBound ? 1 - middle / Math.log(gain.high) : 1;
  const found: NextRecording[] = [];
  if (effect.upperBound && gain.high > 1) {
    found.push({
      what: BY_INSTRUCTION,
      narrows: Math.max(0, 1 - width / Math.log(gain.high)),
      atMost: false,
    });
  }
  if (widthFrom !== null) {
    found.push(
      {
        what: `a recording ${LONGER} times as long: sampling error halves`,
        narrows: 1 - Math.sqrt(1 - widthFrom.sampling * (1 - 1 / LONGER)),
        atMost: false,
      },
      {
        what: 'throughput and profile before and after any label change on this machine (refscope backtest)',
        narrows: 1 - Math.sqrt(1 - widthFrom.discrepancy),
        atMost: true,
      },
    );
    if (effect.removed.low < effect.removed.high && !effect.keptIsKnown) {
      found.push({
        what: `a trial of ${scheme.id}, or counts of the references that it would keep`,
        narrows: 1 - Math.sqrt(1 - widthFrom.priors),
        atMost: true,
      });
    }
  }
  if (growth.mid === null && width > 0) {
    const ends = [growth.low, growth.high].map((at) =>
      logWidth(model.at(cpus, { ...growth, low: at, mid: at, high: at }).gain),
    );
    found.push({
      what: `the same load on at least ${Math.ceil(cpus / EXTRAPOLATION_LIMIT)} busy CPUs`,
      narrows: Math.max(0, 1 - Math.max(...ends) / width),
      atMost: false,
    });
  }
  return found
    .map((each) => (each.what === BY_INSTRUCTION ? each : { ...each, narrows: each.narrows * reach }))
    .filter(({ narrows }) => narrows > LEAST)
    .sort((a, b) => b.narrows - a.narrows);
}

/** Less than this is not worth a recording. */
const LEAST: Fraction = 0.005;

function logWidth({ low, high }: GainRange): number {
  return Math.log(high / low);
}
