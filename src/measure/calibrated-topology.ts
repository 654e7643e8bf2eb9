import type { CpuDomains, LoopTime } from '../model/calibration.js';
import {
  type Distance,
  type LineTopology,
  TOPOLOGY_VERSION,
  type TransferTime,
} from '../model/line-topology.js';

/** What a measurement on these CPUs holds for: what all of them share, and whether the machine is virtual. */
export function calibrationScope(domains: CpuDomains): string {
  return `${SHARED_TEXT[nearest(domains)]}${domains.virtual === true ? ', virtual' : ''}`;
}

type Shared = Distance | 'unknown' | 'one';

const SHARED_TEXT: Readonly<Record<Shared, string>> = {
  one: 'one CPU',
  sameCore: 'same core',
  sameComplex: 'same L3',
  sameSocket: 'same socket, several L3',
  otherSocket: 'several sockets',
  unknown: 'caches unknown',
};

/** The nearest thing that all CPUs share. */
function nearest({ cpus, cores, caches, sockets }: CpuDomains): Shared {
  if (cpus < 2) return 'one';
  if (isOne(cores)) return 'sameCore';
  if (caches.includes(null)) return 'unknown';
  if (isOne(caches)) return 'sameComplex';
  return isOne(sockets) ? 'sameSocket' : 'otherSocket';
}

function isOne(names: readonly (string | null)[]): boolean {
  return names[0] !== null && new Set(names).size === 1;
}

/**
 * Published times inside one L3 end at 72 ns (Kunpeng 920, nviennot/core-to-core-latency), and go up to 90 in the
 * bracket of the sapphire-rapids preset. Seen here: a Zen 4 guest that names one L3 and takes 27 ns in some minutes, 107
 * in others, as Zen 3 and 4 take inside a complex and across.
 */
const MOST_INSIDE_ONE_CACHE_NS = 90;
/** Rounds of a CPU pair that stays where it is differ by far less. */
const MOST_SPREAD = 2;

/**
 * An entry for `--topology` with the one time that can be told: threads are not pinned, so only a process whose CPUs
 * all share one L3 (or one core) knows between which CPUs the line went. Times across complexes and sockets are never
 * set.
 */
export function calibratedTopology(
  domains: CpuDomains,
  loops: readonly LoopTime[],
  node: string,
): { readonly topology: LineTopology | null; readonly why: string | null } {
  const handover = loops.find(({ loop }) => loop === 'handover');
  if (handover === undefined) return none('one worker moves no line: two are needed');
  const shared = nearest(domains);
  if (shared !== 'sameCore' && shared !== 'sameComplex') {
    return none(
      `${SHARED_TEXT[shared]}: which CPUs the line went between is not known; run it on CPUs of one L3 (taskset -c 0-7)`,
    );
  }
  const { low, high } = handover.perOperationNs;
  if (high > MOST_SPREAD * low) {
    return none(
      `rounds differ by more than ${MOST_SPREAD} times (${tenths(low / 2)} .. ${tenths(high / 2)} ns): measure while nothing else runs`,
    );
  }
  if (handover.perOperationNs.mid / 2 > MOST_INSIDE_ONE_CACHE_NS) {
    const moved = domains.virtual === true ? ': the hypervisor may run these CPUs on different caches' : '';
    return none(
      `${tenths(handover.perOperationNs.mid / 2)} ns is more than any published time inside one L3${moved}`,
    );
  }
  const cores = new Set(domains.cores).size;
  if (domains.cores.includes(null) || domains.cpus % cores !== 0) {
    return none('the cores of these CPUs have different numbers of threads');
  }
  const time: TransferTime = {
    // There and back.
    low: handover.perOperationNs.low / 2,
    mid: handover.perOperationNs.mid / 2,
    high: handover.perOperationNs.high / 2,
    basis: 'measured',
    source: `refscope calibrate, Node ${node}, two threads hand a line back and forth, median of ${handover.rounds} rounds`,
  };
  const topology: LineTopology = {
    topologyVersion: TOPOLOGY_VERSION,
    id: 'calibrated',
    name: domains.model ?? 'this machine',
    sockets: 1,
    complexesPerSocket: 1,
    coresPerComplex: cores,
    threadsPerCore: domains.cpus / cores,
    fill: 'compact',
    transferNs: { sameCore: null, sameComplex: null, sameSocket: null, otherSocket: null, [shared]: time },
    scope: calibrationScope(domains),
  };
  return { topology, why: null };
}

function tenths(value: number): string {
  return value.toFixed(1);
}

function none(why: string) {
  return { topology: null, why };
}
