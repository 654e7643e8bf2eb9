import type { SyscallCount } from './call-path.js';
import type { Percent } from './units.js';

/**
 * `label-line`: the cache line of the counter that the analysis is about (a label's count, or that of `--sites`);
 * `lock`: a spinning lock; `atomic`: another contended counter.
 */
export type StationKind = 'label-line' | 'lock' | 'atomic';

/** A place in the code from which samples visited a station. */
export interface StationSite {
  /** The call site; of a lock, the nearest caller outside the lock primitives. */
  readonly function: string;
  readonly samples: number | null;
  readonly period: number;
  /** Of the busy period of the selected commands in the window. */
  readonly sharePct: Percent;
  readonly syscalls: readonly SyscallCount[];
}

/** An access of perf c2c to the station's line that is none of its own sites: it waits for the line for nothing. */
export interface FalseSharer {
  /** `null` where perf c2c had no name. */
  readonly symbol: string | null;
  /** Offset in the line, bytes; `null` when not printed. */
  readonly offset: number | null;
  readonly remoteHitmPct: Percent | null;
  readonly localHitmPct: Percent | null;
}

/** A line of perf c2c on which sites of the station were seen. */
export interface StationCacheLine {
  /** As printed. */
  readonly address: string;
  /** The station's sites seen there. */
  readonly sites: readonly string[];
  /** Offsets in the line at which they touch it, bytes. */
  readonly offsets: readonly number[];
  readonly falseSharers: readonly FalseSharer[];
}

/**
 * What all the CPUs queue for: a queueing station of the projection if it is a single instance, else a row that is
 * listed and not modelled, as nobody knows over how many instances the visits spread.
 */
export interface Station {
  /** "label reference count", "dentry lockref", "zone->lock". */
  readonly name: string;
  readonly kind: StationKind;
  /** Key of the catalogue row, and what `--single-instance` takes: "label", "dentry-lockref", "zone-lock". */
  readonly class: string;
  /** The sites seen, by share. */
  readonly sites: readonly StationSite[];
  readonly samples: number | null;
  readonly period: number;
  /** Of the busy period of the selected commands in the window. */
  readonly sharePct: Percent;
  /** 95 % interval; `null` where the input gives percentages only. */
  readonly shareLowPct: Percent | null;
  readonly shareHighPct: Percent | null;
  readonly singleInstance: boolean;
  /** What says so: an assumption, an address, perf c2c, the catalogue, `--single-instance`. */
  readonly singleInstanceWhy: string;
  /** Lines of perf c2c that the station's sites touch; empty without perf c2c. */
  readonly cacheLines: readonly StationCacheLine[];
  /** Sentences: what the share rests on, what it includes besides the atomic. */
  readonly evidence: readonly string[];
}
