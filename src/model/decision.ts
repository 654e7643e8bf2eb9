import type { Bounds } from './scaling.js';
import type { Bytes, Fraction, Percent, Ratio } from './units.js';

/** Raised when a field of `Decision` changes its meaning or goes. */
export const DECISION_SCHEMA_VERSION = 1;

/** A scheme, or several together, at one CPU count. */
export interface Candidate {
  readonly schemes: readonly string[];
  readonly gain: Bounds | null;
  /**
   * Chance that the gain reaches the target; of bounds, at the worse end. Where the label's share is an upper bound, the
   * chance if all of it were the line's. `null` with `why`.
   */
  readonly chancePct: Percent | null;
  readonly why: string | null;
}

/** What is chosen for a number of labels on a machine; `schemes` is `null` where nothing reaches the target. */
export interface DecisionCell {
  readonly cpus: number;
  readonly possibleCpus: number;
  readonly labels: number;
  readonly schemes: readonly string[] | null;
  readonly memoryBytes: Bytes | null;
}

/** Labels at which the answer changes: `below` up to `labels`, `above` from the next on. */
export interface Flip {
  readonly cpus: number;
  readonly labels: number;
  readonly below: readonly string[] | null;
  readonly above: readonly string[] | null;
}

/** CPU counts between which the answer changes; between two counts of --at whose answers differ. */
export interface CpuFlip {
  readonly labels: number;
  /** The most CPUs known to have the answer `below`. */
  readonly upTo: number;
  /** The fewest known to have the answer `above`. */
  readonly from: number;
  readonly below: readonly string[] | null;
  readonly above: readonly string[] | null;
}

/** Nothing costs less memory and gains as much. */
export interface ParetoPoint {
  readonly cpus: number;
  readonly labels: number;
  readonly schemes: readonly string[];
  readonly gain: Ratio;
  readonly memoryBytes: Bytes;
}

/** What to record next, and the part of the interval's width, in ln(gain), that would go. */
export interface NextRecording {
  readonly what: string;
  readonly narrows: Fraction;
  /** Whether `narrows` is the most that it could be. */
  readonly atMost: boolean;
}

export interface DecisionAt {
  readonly cpus: number;
  readonly candidates: readonly Candidate[];
}

/** What `refscope decide` prints. */
export interface Decision {
  readonly schemaVersion: number;
  readonly target: Ratio;
  readonly chanceNeededPct: Percent;
  /** `null`: any memory. */
  readonly budgetBytes: Bytes | null;
  readonly recordedCpus: number | null;
  /** `upper`: what is chosen rests on all of the share being the line's, which the recording does not prove. */
  readonly shareBound: 'upper' | 'measured';
  readonly at: readonly DecisionAt[];
  /** Every CPU count with every number of labels. */
  readonly region: readonly DecisionCell[];
  readonly flips: readonly Flip[];
  /** For the fewest and the most labels. */
  readonly cpuFlips: readonly CpuFlip[];
  readonly pareto: readonly ParetoPoint[];
  /** Best first. */
  readonly next: readonly NextRecording[];
  readonly throughputWithheld: string | null;
  readonly assumptions: readonly string[];
}
