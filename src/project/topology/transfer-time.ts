import {
  type Distance,
  type LineTopology,
  type MeanTransfer,
  topologyCpus,
} from '../../model/line-topology.js';
import type { Range } from '../../model/units.js';
import { distanceChances } from './occupancy.js';

const DISTANCE_NAMES: Readonly<Record<Distance, string>> = {
  sameCore: 'SMT siblings',
  sameComplex: 'CPUs of one cache complex',
  sameSocket: 'cache complexes of one socket',
  otherSocket: 'sockets',
};

/**
 * Mean time of a transfer of a line that `cpus` busy CPUs visit alike: the times of the topology, weighted by the chance
 * of each distance to the previous owner. Between whole numbers it is interpolated; one CPU alone moves no line, and is
 * given the time of two.
 * @param complexes as in `distanceChances`.
 */
export function meanTransfer(
  topology: LineTopology,
  cpus: number,
  complexes: number | null = null,
): MeanTransfer {
  const size = topologyCpus(topology);
  if (size < 2) return unknown(`the topology ${topology.id} has one CPU: no line moves there`);
  if (!(cpus > 0) || Math.ceil(cpus) > size) {
    return unknown(`the topology ${topology.id} has ${size} CPUs, and nothing is known of ${cpus}`);
  }
  const below = Math.max(2, Math.floor(cpus));
  const lower = meanOfWhole(topology, below, complexes);
  if (cpus <= below || lower.ns === null) return lower;
  const upper = meanOfWhole(topology, below + 1, complexes);
  if (upper.ns === null) return upper;
  const part = cpus - below;
  const { ns: from } = lower;
  const { ns: to } = upper;
  const at = (end: keyof Range) => from[end] + part * (to[end] - from[end]);
  return { ns: { low: at('low'), mid: at('mid'), high: at('high') }, why: null };
}

function meanOfWhole(topology: LineTopology, cpus: number, complexes: number | null): MeanTransfer {
  const sum = { low: 0, mid: 0, high: 0 };
  for (const [distance, chance] of Object.entries(distanceChances(topology, cpus, complexes))) {
    if (chance === 0) continue;
    const time = topology.transferNs[distance as Distance];
    if (time === null) {
      return unknown(
        `the topology ${topology.id} has no time between ${DISTANCE_NAMES[distance as Distance]}`,
      );
    }
    sum.low += chance * time.low;
    sum.mid += chance * time.mid;
    sum.high += chance * time.high;
  }
  return { ns: sum, why: null };
}

function unknown(why: string): MeanTransfer {
  return { ns: null, why };
}
