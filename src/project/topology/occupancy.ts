import type { Distance, Fill, LineTopology } from '../../model/line-topology.js';
import type { Fraction } from '../../model/units.js';

/** Busy CPUs of one cache complex, and of each of its sockets. */
interface Occupied {
  readonly socket: number;
  readonly cpus: number;
}

/**
 * Chance, for two different CPUs out of `cpus` busy ones, of each distance between them. Every CPU is taken to visit the
 * line alike, so this is where its previous owner sits when it is not the same CPU.
 * @param cpus a whole number from 2 to the CPUs of the machine.
 * @param complexes cache complexes over which the CPUs are spread evenly; `null`: as the topology's `fill` says.
 */
export function distanceChances(
  topology: LineTopology,
  cpus: number,
  complexes: number | null = null,
): Record<Distance, Fraction> {
  const filled = occupied(topology, cpus, complexes);
  const pairs = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count * (count - 1), 0);
  const cores = filled.reduce((sum, { cpus: inside }) => sum + pairs(perCore(inside, topology)), 0);
  const inComplex = pairs(filled.map(({ cpus: inside }) => inside));
  const bySocket = Array.from({ length: topology.sockets }, (_, socket) =>
    filled.reduce((sum, each) => sum + (each.socket === socket ? each.cpus : 0), 0),
  );
  const inSocket = pairs(bySocket);
  const all = cpus * (cpus - 1);
  return {
    sameCore: cores / all,
    sameComplex: (inComplex - cores) / all,
    sameSocket: (inSocket - inComplex) / all,
    otherSocket: (all - inSocket) / all,
  };
}

function occupied(topology: LineTopology, cpus: number, complexes: number | null): Occupied[] {
  const { complexesPerSocket, sockets, coresPerComplex, threadsPerCore } = topology;
  const total = sockets * complexesPerSocket;
  const size = coresPerComplex * threadsPerCore;
  const used = complexes ?? USED_COMPLEXES[topology.fill](cpus, size, total);
  const evenly = complexes !== null || topology.fill === 'spread';
  return Array.from({ length: used }, (_, at) => ({
    socket: Math.floor(at / complexesPerSocket),
    cpus: evenly ? share(cpus, used, at) : Math.min(size, cpus - at * size),
  }));
}

const USED_COMPLEXES: Readonly<Record<Fill, (cpus: number, size: number, total: number) => number>> = {
  compact: (cpus, size) => Math.ceil(cpus / size),
  spread: (cpus, _size, total) => Math.min(cpus, total),
};

/** Cores first, then their siblings. */
function perCore(cpus: number, { coresPerComplex }: LineTopology): number[] {
  return Array.from({ length: Math.min(cpus, coresPerComplex) }, (_, at) => share(cpus, coresPerComplex, at));
}

/** The part `at` of `count` things dealt evenly into `parts`. */
function share(count: number, parts: number, at: number): number {
  return Math.floor(count / parts) + (at < count % parts ? 1 : 0);
}
