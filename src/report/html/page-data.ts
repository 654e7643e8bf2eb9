import type { ContentionMap } from '../../model/contention-map.js';
import type { Bytes, Ratio, Seconds } from '../../model/units.js';

/** The call tree as the page's flame graph draws it: columns, one row a frame, callers before callees, row 0 is all. */
export interface FlameData {
  /** "label get", ...: names of the classes, in the order of `classPeriods`. */
  readonly classes: readonly string[];
  /** For each class, whether it is a contended counter: these are "the atomics' share". */
  readonly atomic: readonly boolean[];
  readonly unit: 'nanoseconds' | 'count';
  readonly names: readonly string[];
  /** Row of the caller; -1 for row 0. */
  readonly parent: readonly number[];
  /** Index into `names`. */
  readonly name: readonly number[];
  /** The class a row stands for where it is one of those added inside the innermost function, else -1. */
  readonly class: readonly number[];
  /** Period of the frame and all it called. */
  readonly period: readonly number[];
  /** For each class, the period of each row. */
  readonly classPeriods: readonly (readonly number[])[];
  /** For each row what the side after has more than the side before, in points of busy time; `null`: one side. */
  readonly deltaPoints: readonly number[] | null;
  /** Sentences: what is drawn, and what was left out. */
  readonly notes: readonly string[];
}

/** One scheme at one CPU count. */
export interface CurvePoint {
  readonly scheme: string;
  readonly cpus: number;
  readonly low: Ratio;
  /** `null` where only bounds are known. */
  readonly mid: Ratio | null;
  readonly high: Ratio;
}

/** One scheme at the recorded CPUs: what it gains for how much memory. */
export interface MemoryPoint {
  readonly scheme: string;
  readonly memoryBytes: Bytes;
  readonly low: Ratio;
  readonly mid: Ratio;
  readonly high: Ratio;
}

/** What the script of the page draws; everything else is in the document already. */
export interface PageData {
  readonly flame: FlameData | null;
  readonly map: ContentionMap | null;
  readonly window: { readonly fromS: Seconds; readonly toS: Seconds } | null;
  readonly curves: readonly CurvePoint[];
  readonly recordedCpus: number | null;
  readonly memory: readonly MemoryPoint[];
}

/** Ids of elements that the document has and the script fills. */
export const PAGE_IDS = {
  data: 'refscope-data',
  flame: 'flame-graph',
  flameSearch: 'flame-search',
  flameReset: 'flame-reset',
  flameDetails: 'flame-details',
  map: 'contention-map',
  curves: 'scaling-curves',
  memory: 'gain-memory',
  theme: 'theme',
} as const;
