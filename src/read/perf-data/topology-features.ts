import type { Machine } from '../../model/machine.js';
import type { CpuTopology } from '../../model/topology.js';
import type { Bytes } from './bytes.js';
import { readString, readStrings } from './feature-text.js';

/** What the topology features of one file say; `null`: the file lacks the feature. */
export interface TopologyFeatures {
  /** CPU list of each package, "0-7". */
  packages: readonly string[] | null;
  /** CPU list of each core: its hardware threads. */
  cores: readonly string[] | null;
  numaNodes: number | null;
  /** CPU lists of the caches by level. */
  caches: ReadonlyMap<number, ReadonlySet<string>> | null;
}

/** Nothing said yet of packages, cores, nodes and caches. */
export function noTopologyFeatures(): TopologyFeatures {
  return { packages: null, cores: null, numaNodes: null, caches: null };
}

/** HEADER_CPU_TOPOLOGY. The tables of core, socket and die ids behind the lists repeat what the lists say. */
export function readCpuTopology(bytes: Bytes, at: number, end: number, features: TopologyFeatures): void {
  const packages = readStrings(bytes, at, end);
  const cores = readStrings(bytes, packages.next, end);
  features.packages = packages.texts;
  features.cores = cores.texts;
}

/** u32 number, u64 total and u64 free memory stand before the CPU list of a node. */
const NODE_NUMBERS = 20;

/** HEADER_NUMA_TOPOLOGY: a count, then number, memory and CPU list of each node. */
export function readNumaTopology(bytes: Bytes, at: number, end: number, features: TopologyFeatures): void {
  if (at + 4 > end) throw new RangeError('NUMA_TOPOLOGY shorter than 4 bytes');
  let next = at + 4;
  for (let left = bytes.u32(at); left > 0; left--) next = readString(bytes, next + NODE_NUMBERS, end).next;
  features.numaNodes = bytes.u32(at);
}

/** Version of the HEADER_CACHE layout: it has been 1 since the feature exists (util/header.c write_cache()). */
const CACHE_VERSION = 1;
/** u32 level, line size, sets and ways stand before the strings of a cache. */
const CACHE_NUMBERS = 16;

/** HEADER_CACHE: every distinct cache of the machine with its type, size and the list of CPUs that share it. */
export function readCaches(bytes: Bytes, at: number, end: number, features: TopologyFeatures): void {
  if (at + 8 > end || bytes.u32(at) !== CACHE_VERSION) throw new RangeError('CACHE of another layout');
  const caches = new Map<number, Set<string>>();
  let next = at + 8;
  for (let left = bytes.u32(at + 4); left > 0; left--) {
    if (next + CACHE_NUMBERS > end) throw new RangeError('CACHE beyond its section');
    const level = bytes.u32(next);
    const type = readString(bytes, next + CACHE_NUMBERS, end);
    const size = readString(bytes, type.next, end);
    const map = readString(bytes, size.next, end);
    const maps = caches.get(level) ?? new Set();
    caches.set(level, maps.add(map.text));
    next = map.next;
  }
  features.caches = caches;
}

/** The topology those features describe; `null` when the file has none of them. */
export function topologyOf(features: TopologyFeatures, machine: Machine, file: string): CpuTopology | null {
  const { packages, cores, numaNodes, caches } = features;
  if (packages === null && numaNodes === null && caches === null) return null;
  const lastLevel = largest([...(caches?.keys() ?? [])]);
  return {
    cpus: machine.onlineCpus,
    sockets: packages?.length || null,
    coresPerSocket: evenShare(cores?.length ?? 0, packages?.length ?? 0),
    threadsPerCore: largest(cores?.map(cpusIn) ?? []),
    numaNodes: numaNodes || null,
    cacheDomains: lastLevel === null ? null : (caches?.get(lastLevel)?.size ?? null),
    model: machine.cpuModel,
    vendor: machine.cpuId?.split(',')[0] ?? null,
    hypervisor: null,
    file,
  };
}

/** `null` where sockets differ in size: one number would be wrong for some of them. */
function evenShare(cores: number, sockets: number): number | null {
  const share = cores / sockets;
  return share > 0 && Number.isInteger(share) ? share : null;
}

function largest(numbers: readonly number[]): number | null {
  return numbers.reduce<number | null>((most, number) => Math.max(most ?? number, number), null);
}

/** CPUs in a list as sysfs prints it: "0-3,8" holds 5. */
function cpusIn(list: string): number {
  let cpus = 0;
  for (const range of list.split(',')) {
    const [first, last] = range.split('-').map(Number);
    cpus += first === undefined || last === undefined ? 1 : last - first + 1;
  }
  return cpus;
}
