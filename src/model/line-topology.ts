import type { Nanoseconds, Range } from './units.js';

/** Raised when a field of a topology file changes its meaning or goes. */
export const TOPOLOGY_VERSION = 1;

/**
 * What a transfer time rests on. `published`: printed by its source for this processor. `measured`: on the machine
 * itself (`refscope calibrate`). `inferred`: from processors like it, low .. high being the bracket.
 */
export type TransferBasis = 'published' | 'measured' | 'inferred';

/** Nanoseconds that a cache line takes to come over from the CPU that wrote it last. */
export interface TransferTime extends Range {
  readonly basis: TransferBasis;
  readonly source: string;
}

/** How two CPUs sit to each other: the nearest thing that they share. */
export type Distance = 'sameCore' | 'sameComplex' | 'sameSocket' | 'otherSocket';

/**
 * Which CPUs of a machine a load keeps busy when it keeps only some: `compact` fills one cache complex after the
 * other (cores first, then their SMT siblings), as the published tables do; `spread` uses all complexes alike.
 */
export type Fill = 'compact' | 'spread';

/** A machine as contended cache lines see it: who shares what, and what a transfer costs at each distance. */
export interface LineTopology {
  readonly topologyVersion: number;
  /** "zen4-server". */
  readonly id: string;
  readonly name: string;
  readonly sockets: number;
  /** Last-level caches of a socket. */
  readonly complexesPerSocket: number;
  readonly coresPerComplex: number;
  readonly threadsPerCore: number;
  readonly fill: Fill;
  /** `null` where the machine has no such pair of CPUs, or nobody knows the time. */
  readonly transferNs: Readonly<Record<Distance, TransferTime | null>>;
  /** What the figures hold for: "same L3, virtual". */
  readonly scope: string;
}

/** CPUs (hardware threads) of the machine. */
export function topologyCpus(topology: LineTopology): number {
  return topology.sockets * topology.complexesPerSocket * topology.coresPerComplex * topology.threadsPerCore;
}

/** Mean transfer time among some CPUs of a machine; `null` with the reason. */
export type MeanTransfer =
  | { readonly ns: Range & { readonly mid: Nanoseconds }; readonly why: null }
  | { readonly ns: null; readonly why: string };
