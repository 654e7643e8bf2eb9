import { type LineTopology, TOPOLOGY_VERSION, type TransferTime } from '../../model/line-topology.js';
import type { Nanoseconds } from '../../model/units.js';

const CORE_TO_CORE = 'nviennot/core-to-core-latency README.md @0dddf509cd3f';
const ANANDTECH = 'AnandTech, review of Ryzen 9 7950X';
const FALCATO = 'https://lkml.iu.edu/2603.0/00428.html (shared xadd on 7840U, 4 to 16 threads)';

function published(source: string, mid: Nanoseconds, low = mid, high = mid): TransferTime {
  return { low, mid, high, basis: 'published', source };
}

function inferred(source: string, low: Nanoseconds, mid: Nanoseconds, high: Nanoseconds): TransferTime {
  return { low, mid, high, basis: 'inferred', source };
}

type Shape = Pick<LineTopology, 'sockets' | 'complexesPerSocket' | 'coresPerComplex' | 'threadsPerCore'>;

function shape(sockets: number, complexes: number, cores: number, threads: number): Shape {
  return {
    sockets,
    complexesPerSocket: complexes,
    coresPerComplex: cores,
    threadsPerCore: threads,
  };
}

function preset(
  id: string,
  name: string,
  cpus: Shape,
  transferNs: LineTopology['transferNs'],
  scope = 'two CPUs hand a line back and forth, median',
): LineTopology {
  return { topologyVersion: TOPOLOGY_VERSION, id, name, ...cpus, fill: 'compact', transferNs, scope };
}

/**
 * Machines of which transfer times were published, and some that are inferred from them, which each time says. Where a
 * source prints several figures, low .. high spans them; a single printed figure has no span, which says nothing of
 * how sure it is.
 */
export const TOPOLOGIES: readonly LineTopology[] = [
  preset('zen2-server', 'EPYC 7002 (Zen 2), 2 sockets of 16 complexes', shape(2, 16, 4, 2), {
    sameCore: published(`Threadripper 3960X, ${CORE_TO_CORE}`, 6.5),
    sameComplex: published(`Threadripper 3960X, ${CORE_TO_CORE}`, 24),
    sameSocket: published(`Threadripper 3960X, ${CORE_TO_CORE}`, 94),
    otherSocket: inferred('around EPYC 7R13 (Zen 3), 197', 150, 197, 240),
  }),
  preset('zen2-desktop', 'Threadripper 3960X (Zen 2), 8 complexes', shape(1, 8, 3, 2), {
    sameCore: published(`Threadripper 3960X, ${CORE_TO_CORE}`, 6.5),
    sameComplex: published(`Threadripper 3960X, ${CORE_TO_CORE}`, 24),
    sameSocket: published(`Threadripper 3960X, ${CORE_TO_CORE}`, 94),
    otherSocket: null,
  }),
  preset('zen3-server', 'EPYC 7003 (Zen 3), 2 sockets of 8 complexes', shape(2, 8, 8, 2), {
    sameCore: published(`EPYC 7R13 and 7773X, ${CORE_TO_CORE}`, 9.8, 9.8, 10),
    sameComplex: published(`EPYC 7R13, ${CORE_TO_CORE}`, 23),
    sameSocket: published(`EPYC 7R13 and 7773X, ${CORE_TO_CORE}`, 107, 90, 115),
    otherSocket: published(`EPYC 7R13, ${CORE_TO_CORE}`, 197),
  }),
  preset('zen3-desktop', 'Ryzen 9 5950X (Zen 3), 2 complexes', shape(1, 2, 8, 2), {
    sameCore: inferred('EPYC 7R13 and 7773X (Zen 3)', 9.8, 9.8, 10),
    sameComplex: published(`Ryzen 5950X, ${CORE_TO_CORE}`, 17),
    sameSocket: published(`Ryzen 5950X, ${CORE_TO_CORE}`, 85),
    otherSocket: null,
  }),
  preset(
    'zen4-server',
    'EPYC 9004 (Zen 4), 2 sockets of 12 complexes',
    shape(2, 12, 8, 2),
    {
      sameCore: inferred(`Ryzen 9 7950X (Zen 4), ${CORE_TO_CORE}`, 5.3, 5.3, 5.3),
      sameComplex: inferred(`one Zen 4 laptop complex, ${FALCATO}`, 10.5, 12, 14),
      sameSocket: inferred('no text figure for Genoa: between Ryzen 9 7950X and EPYC Milan-X', 80, 90, 115),
      otherSocket: inferred('around EPYC 7R13 (Zen 3), 197', 150, 197, 240),
    },
    'many CPUs add to one line; across complexes two of them hand it back and forth',
  ),
  preset('zen4-desktop', 'Ryzen 9 7950X (Zen 4), 2 complexes', shape(1, 2, 8, 2), {
    sameCore: published(`Ryzen 9 7950X, ${CORE_TO_CORE}`, 5.3),
    sameComplex: published(ANANDTECH, 17, 15, 19),
    sameSocket: published(`${ANANDTECH}; median of all pairs, ${CORE_TO_CORE}`, 74, 68, 79.5),
    otherSocket: null,
  }),
  preset('cascade-lake', 'Xeon Gold 6252 and kin (Cascade Lake), 2 sockets', shape(2, 1, 24, 2), {
    sameCore: published(`Xeon Gold 6242 and 8275CL, ${CORE_TO_CORE}`, 7.5, 7.4, 7.6),
    sameComplex: published(`Xeon Gold 6242 and 8275CL, ${CORE_TO_CORE}`, 48, 47, 48),
    sameSocket: null,
    otherSocket: published(`Xeon Gold 6242 and 8275CL, ${CORE_TO_CORE}`, 136, 134, 136),
  }),
  preset('ice-lake', 'Xeon 8375C (Ice Lake), 2 sockets', shape(2, 1, 32, 2), {
    sameCore: published(`Xeon 8375C, ${CORE_TO_CORE}`, 8.1),
    sameComplex: published(`Xeon 8375C, ${CORE_TO_CORE}`, 51),
    sameSocket: null,
    otherSocket: published(`Xeon 8375C, ${CORE_TO_CORE}`, 108),
  }),
  preset('sapphire-rapids', 'Xeon 8480 (Sapphire Rapids), 2 sockets', shape(2, 1, 56, 2), {
    sameCore: inferred('Ice Lake, Cascade Lake', 7.4, 8, 10),
    sameComplex: inferred('no text figure: from Ice Lake (51) upwards, four tiles to cross', 51, 65, 90),
    sameSocket: null,
    otherSocket: inferred('no text figure: Ice Lake (108) to Cascade Lake (136) and above', 108, 130, 170),
  }),
  preset('graviton2', 'Graviton2 (Neoverse N1)', shape(1, 1, 64, 1), {
    sameCore: null,
    sameComplex: published(`Graviton2, ${CORE_TO_CORE}`, 47),
    sameSocket: null,
    otherSocket: null,
  }),
  preset('graviton3', 'Graviton3 (Neoverse V1)', shape(1, 1, 64, 1), {
    sameCore: null,
    sameComplex: published(`Graviton3, ${CORE_TO_CORE}`, 46),
    sameSocket: null,
    otherSocket: null,
  }),
  preset('ampere-altra', 'Ampere Altra (Neoverse N1), 2 sockets', shape(2, 1, 80, 1), {
    sameCore: null,
    sameComplex: inferred('no figure: Graviton2 (same cores, 47) to Kunpeng 920 (72)', 46, 55, 72),
    sameSocket: null,
    otherSocket: inferred('no figure: Ice Lake (108) to EPYC 7R13 (197)', 108, 150, 250),
  }),
];

/** @throws RangeError when there is none of that name. */
export function presetNamed(id: string): LineTopology {
  const found = TOPOLOGIES.find((topology) => topology.id === id);
  if (found === undefined) throw new RangeError(`no topology ${id}`);
  return found;
}
