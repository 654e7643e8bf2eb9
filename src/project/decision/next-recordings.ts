import type { NextRecording } from '../../model/decision.js';
import type { ProjectionInput } from '../../model/projection.js';
import type { Fraction } from '../../model/units.js';
import type { GainRange } from '../capacity.js';
import { GainModel } from '../gain-distribution.js';
import type { FittedNetworks } from '../line-network.js';
import { isCpuCount } from '../mva.js';
import { otherStations, schemeEffect } from '../project.js';
import { EXTRAPOLATION_LIMIT, transferGrowth } from '../transfer-growth.js';
import type { Combination } from './combinations.js';

const BY_INSTRUCTION =
  'samples by instruction (perf.data with vmlinux, or perf annotate): they tell the atomic from the rest of the hook';

/** Four times the samples halve the standard error, which leaves a quarter of the variance. */
const LONGER = 4;

/**
 * What would narrow the interval of `combination` at `cpus`, best first. Each is worked out from the model itself: how wide
 * ln(gain) is with that cause and without it, all else as it is. What a recording would show nobody knows, so where it
 * need not settle its cause altogether the figure is the most that it could do; between bounds it is the mean of their two ends.
 */
export function nextRecordings(
  { schemes, parts }: Combination,
  input: ProjectionInput,
  cpus: number,
  networks: FittedNetworks,
): NextRecording[] {
  const effects = parts
    .map((part) => schemeEffect(part, input))
    .filter((effect) => effect.kind === 'station');
  const recorded = input.busyCpus;
  if (effects.length === 0 || !isCpuCount(recorded)) return [];
  const model = new GainModel(effects, otherStations(effects, input), recorded, networks);
  const upperBound = effects.some((effect) => effect.upperBound);
  const growth = transferGrowth(input.topology, recorded, cpus);
  const { gain, widthFrom } = model.at(cpus, growth);
  const width = logWidth(gain);
  // Of an upper bound the low end is no gain, whatever is recorded but instructions: the rest moves the high end only.
  const middle = Math.log(gain.mid ?? Math.sqrt(gain.low * gain.high));
  const reach = upperBound ? 1 - middle / Math.log(gain.high) : 1;
  const found: NextRecording[] = [];
  if (widthFrom !== null) {
    found.push(
      {
        what:
          input.shareFrom === 'samples'
            ? `a recording ${LONGER} times as long: sampling error halves`
            : `the table of throughput, measured ${LONGER} times over: its error halves`,
        narrows: reach * (1 - Math.sqrt(1 - widthFrom.sampling * (1 - 1 / LONGER))),
        atMost: false,
      },
      {
        what: 'throughput and profile before and after any label change on this machine (refscope backtest)',
        narrows: reach * (1 - Math.sqrt(1 - widthFrom.discrepancy)),
        atMost: true,
      },
    );
    if (effects.some(({ removed, keptIsKnown }) => removed.low < removed.high && !keptIsKnown)) {
      found.push({
        what: `a trial of ${schemes.map(({ id }) => id).join(' + ')}, or counts of the references that it would keep`,
        narrows: reach * (1 - Math.sqrt(1 - widthFrom.priors)),
        atMost: true,
      });
    }
  }
  if (upperBound && gain.high > 1) {
    const narrows = Math.max(0, 1 - width / Math.log(gain.high));
    found.push({ what: BY_INSTRUCTION, narrows, atMost: false });
  }
  const worthwhile = found.filter(({ narrows }) => narrows > LEAST);
  // Listed however little it narrows: without it there are bounds only.
  if (growth.mid === null) {
    const ends = [growth.low, growth.high].map((at) =>
      logWidth(model.at(cpus, { ...growth, low: at, mid: at, high: at }).gain),
    );
    const expected = ends.reduce((sum, end) => sum + end, 0) / ends.length;
    worthwhile.push({
      what: `the same load on at least ${Math.ceil(cpus / EXTRAPOLATION_LIMIT)} busy CPUs, which decides between the bounds`,
      narrows: width > 0 ? reach * Math.max(0, 1 - expected / width) : 0,
      atMost: false,
    });
  }
  return worthwhile.sort((a, b) => b.narrows - a.narrows);
}

/** Less than this is not worth a recording. */
const LEAST: Fraction = 0.005;

function logWidth({ low, high }: GainRange): number {
  return Math.log(high / low);
}
