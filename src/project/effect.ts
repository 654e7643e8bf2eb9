import type { Nanoseconds, Percent, Range, Ratio } from '../model/units.js';
import type { Removed } from './capacity.js';
import type { LineChange } from './line-network.js';

/** What a scheme does to what this trace shows, whatever the number of CPUs. */
export type Effect = StationEffect | NoEffect | UnknownEffect;

/** It takes part of a station's demand away. */
export interface StationEffect {
  readonly kind: 'station';
  /** Class of the station, as in `StationLoad`. */
  readonly station: string;
  readonly stationName: string;
  /** Busy time at the station, below 1. */
  readonly share: Range;
  /** The share is an upper bound of the station's: it may be nothing. */
  readonly upperBound: boolean;
  readonly removed: Removed;
  /** Whether the range of `removed` comes of sampling alone, not of what the scheme may keep. */
  readonly keptIsKnown: boolean;
  /** Local time that each removed visit leaves behind. */
  readonly residualNs: Nanoseconds;
  /** Line time may hide outside the share, as published cases say. */
  readonly mayHide: boolean;
  /**
   * Other service times may grow with throughput, as published cases say. `false`: the machine was measured without the
   * line too, up to the recorded CPUs, and only what is gained beyond them may respond.
   */
  readonly mayRespond: boolean;
  /** As in `StationLoad`; `null`: an add, or a lock. */
  readonly casSlopes: readonly Ratio[] | null;
  /** Why `removed.mid` is `null`. */
  readonly why: string | null;
  readonly coveredPct: Percent | null;
  readonly assumptions: readonly string[];
}

/** What it does to its station, with what it removes at its middle. */
export function middleChange({ removed, residualNs }: StationEffect): LineChange {
  return { kept: 1 - (removed.mid ?? (removed.low + removed.high) / 2), residualNs };
}

/** It changes nothing here: gains exactly 1. */
interface NoEffect {
  readonly kind: 'none';
  readonly why: string;
  readonly coveredPct: Percent | null;
}

/** The trace does not tell. */
interface UnknownEffect {
  readonly kind: 'unknown';
  readonly why: string;
  readonly coveredPct: Percent | null;
}

/** The station of label get and put, or of the counter that --sites names. */
export const LABEL_LINE = { class: 'label', name: "the counter's line" };

export const TOUCHES_NOTHING = 'touches nothing seen in this trace';
