import type { Percent } from './units.js';

/** One access site of a contended cache line, from the Pareto table of perf c2c report. */
export interface CacheLineAccess {
  /** Offset in the line, bytes. */
  readonly offset: number | null;
  readonly symbol: string | null;
  readonly dso: string | null;
  readonly remoteHitmPct: Percent | null;
  readonly localHitmPct: Percent | null;
  readonly peerPct: Percent | null;
  readonly records: number | null;
  readonly cpus: number | null;
}

/** One row of perf c2c's Shared Data Cache Line Table with its accesses. */
export interface CacheLine {
  /** As printed, "0xffff9d2a4bd51100". */
  readonly address: string;
  readonly records: number | null;
  readonly localHitm: number | null;
  readonly remoteHitm: number | null;
  readonly peer: number | null;
  readonly accesses: readonly CacheLineAccess[];
  readonly file: string;
}
