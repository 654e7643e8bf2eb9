import type { Fraction, Nanoseconds, Percent, Ratio } from './units.js';

/** A site of a published case, on one contended line. */
export interface CaseSite {
  /** Name of the contended cache line (or lock) that the site visits. */
  readonly line: string;
  readonly site: string;
  /** As printed; `null`: known to visit the line, share not published. */
  readonly sharePct: Percent | null;
  /** The same of busy time, which is more where the profile counted idle time too. */
  readonly busySharePct: Percent | null;
  /** Part of its line transfers that the change leaves. */
  readonly kept: Fraction;
  /** Line transfers per call. */
  readonly transfers: number;
  readonly rmws: number | null;
  readonly shareAfterPct: Percent | null;
  /** Local time that each removed transfer leaves behind. */
  readonly residualNs: Nanoseconds;
}

/** Gain as published, with the range that its source or its replicates give. */
export interface MeasuredGain {
  readonly mid: Ratio;
  readonly low: Ratio | null;
  readonly high: Ratio | null;
}

/** A published before/after pair. */
export interface BacktestCase {
  readonly id: string;
  readonly source: string;
  /** The case's own id where no machine is named: nobody knows whether two such cases share one. */
  readonly machine: string;
  readonly kernel: string | null;
  /** CPUs kept busy; `null`: not published. Equal ends: a known number. */
  readonly cpus: { readonly low: number; readonly high: number } | null;
  /** `null`: to be projected only. */
  readonly measured: MeasuredGain | null;
  readonly sites: readonly CaseSite[];
  /** What the reader assumed. */
  readonly notes: readonly string[];
}

/**
 * `partial`: visits of other sites, or a part of the changed ones', stay. `full`: every visit of every line goes.
 * `unchanged`: no visit goes (the counter is only built in another way).
 */
export type CaseKind = 'partial' | 'full' | 'unchanged';

/** How far published cases lie from the plain queueing model; see src/project/discrepancy.ts. */
export interface Discrepancy {
  /** h of p / (1 - p) = e^h p_observed / (1 - p_observed): line time that no printed symbol shows. */
  readonly hiddenMean: number;
  readonly hiddenSd: number;
  /** ln of the exponent in: gain = (model's gain) ^ response. */
  readonly logResponseMean: number;
  readonly logResponseSd: number;
}

/** Share of a site after the change. */
export interface ShareAfter {
  readonly line: string;
  readonly site: string;
  readonly plainPct: Percent;
  readonly projectedPct: Percent;
  readonly measuredPct: Percent;
}

/** One case, projected with parameters learnt from other machines only. */
export interface BacktestRow {
  readonly case: string;
  readonly machine: string;
  readonly source: string;
  readonly kind: CaseKind;
  /** Cases with the same machine, sites and change count as one; this names the first of them. */
  readonly replicateOf: string;
  /** 1 / (1 - published share removed). */
  readonly naive: Ratio | null;
  /** One station a line, shares as published or filled, nothing learnt. */
  readonly plain: Ratio | null;
  /** 95 % predictive interval of the measured gain: published noise included. */
  readonly low: Ratio | null;
  readonly mid: Ratio | null;
  readonly high: Ratio | null;
  readonly measured: Ratio | null;
  readonly measuredLow: Ratio | null;
  readonly measuredHigh: Ratio | null;
  /** ln(mid / measured). */
  readonly logError: number | null;
  readonly naiveLogError: number | null;
  readonly plainLogError: number | null;
  readonly covered: boolean | null;
  /** Whether the *published* range holds the naive figure; `null` where none is published. */
  readonly naiveWithinNoise: boolean | null;
  readonly sharesAfter: readonly ShareAfter[];
  readonly learnt: Discrepancy;
  /** Machines that the parameters were learnt from. */
  readonly learntFrom: readonly string[];
  readonly notes: readonly string[];
  /** Why there is no projection. */
  readonly why: string | null;
}

/** A median with its 95 % bootstrap interval; the interval is `null` with fewer than two values. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Projected against another estimate, over the cases for which both exist. */
export interface PairedComparison {
  /** Which estimate the projection is compared with, and on which cases. */
  readonly against: 'naive, partial removal' | 'plain, all cases';
  readonly cases: number;
  readonly wins: number;
  readonly losses: number;
  /** Cases whose published range holds the other estimate: nothing to win there. */
  readonly withinNoise: number;
  /** |error| of the other estimate less |error| of the projection: above 0 is better. */
  readonly medianGain: MedianInterval | null;
  /** Sign test, two-sided. */
  readonly signTestP: number | null;
}

/** Over cases that were projected and measured; replicates count as one, their errors averaged. */
export interface BacktestSummary {
  readonly cases: number;
  readonly independentCases: number;
  readonly machines: number;
  readonly medianAbsLogError: number | null;
  readonly naiveMedianAbsLogError: number | null;
  readonly plainMedianAbsLogError: number | null;
  readonly medianAbsLogErrorInterval: MedianInterval | null;
  readonly naiveMedianAbsLogErrorInterval: MedianInterval | null;
  readonly plainMedianAbsLogErrorInterval: MedianInterval | null;
  /** Of the predictive intervals, those that held the measured gain. */
  readonly coveragePct: Percent | null;
  /** Median of high / low. */
  readonly medianWidthRatio: Ratio | null;
  readonly comparisons: readonly PairedComparison[];
  /** Median |ln(projected / published)| of the shares after, plain and projected. */
  readonly sharesAfter: { readonly count: number; readonly plain: number; readonly projected: number } | null;
}

/** Raised when a field of `Backtest` changes its meaning or goes. */
export const BACKTEST_SCHEMA_VERSION = 1;

/** What `refscope backtest` prints. */
export interface Backtest {
  readonly schemaVersion: number;
  /** File that was judged; `null`: the built-in cases. */
  readonly file: string | null;
  readonly cases: readonly BacktestRow[];
  readonly summary: BacktestSummary;
  /** Scaling series, scored apart; only with the built-in cases or --series. */
  readonly series: readonly SeriesScore[];
}

/**
 * How a series is modelled. `add`: a line whose service time stays as it is (xadd plateaus); `cas`: one whose service
 * time grows with the waiters (compare-and-swap loops); `complexes`: throughput per CPU, against a published curve
 * without the line, with transfer times inside and across cache complexes.
 */
export type SeriesModel = 'add' | 'cas' | 'complexes';

/** A row of a published scaling table. */
export interface SeriesRow {
  readonly variant: string;
  readonly cpus: number;
  /** Operations per second, or percent efficiency where the model is `complexes`. */
  readonly value: number;
  readonly fit: boolean;
  /** Part of the line's transfers that the variant keeps. */
  readonly kept: Fraction;
  /** Cache complexes filled, and efficiency without the line; for `complexes` only. */
  readonly complexes: number | null;
  readonly offValue: number | null;
}

/** A published scaling table. */
export interface ScalingSeries {
  readonly series: string;
  readonly source: string;
  readonly model: SeriesModel;
  readonly rows: readonly SeriesRow[];
}

/** A published row of throughput by CPUs. */
export interface SeriesPoint {
  /** Column of the published table: "apparmor=on". */
  readonly variant: string;
  readonly cpus: number;
  readonly value: number;
  /** The model and the universal scalability law saw this row, or it holds by construction. */
  readonly fitted: boolean;
  readonly projected: number;
  /** Universal scalability law, fitted to the same rows; `null` where it cannot be fitted. */
  readonly usl: number | null;
}

export interface SeriesScore {
  readonly series: string;
  readonly source: string;
  readonly model: string;
  readonly points: readonly SeriesPoint[];
  /** Over rows that were not fitted. */
  readonly medianAbsLogError: number | null;
  readonly uslMedianAbsLogError: number | null;
  readonly parameters: string;
}
