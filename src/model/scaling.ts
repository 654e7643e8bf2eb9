import type { LineTopology } from './line-topology.js';
import type { Bottleneck } from './projection.js';
import type { Bytes, Fraction, Range } from './units.js';

/** Raised when a field of `Scaling` changes its meaning or goes. */
export const SCALING_SCHEMA_VERSION = 1;

/** low <= high; `mid` is `null` where only bounds are known. */
export interface Bounds {
  readonly low: number;
  readonly mid: number | null;
  readonly high: number;
}

/** One curve at one CPU count. */
export interface ScalingPoint {
  readonly cpus: number;
  /** Throughput over today's at the recorded CPUs; `null` with `why`. */
  readonly capacity: Bounds | null;
  /** Throughput of a CPU over today's at the first CPU count of the curve, as published tables print it. */
  readonly efficiencyPct: Bounds | null;
  /** Capacity over today's at the same CPUs. */
  readonly gain: Bounds | null;
  /** What limits the CPUs there; `null` where the network cannot be solved. */
  readonly bottleneck: Bottleneck | null;
  readonly why: string | null;
}

/** How one scheme scales; "kref" is today. */
export interface ScalingCurve {
  readonly scheme: string;
  readonly memoryBytes: Bytes | null;
  readonly points: readonly ScalingPoint[];
}

/** A figure that the curve was calibrated with. */
export interface CalibrationPoint {
  readonly cpus: number;
  /** Throughput, or the share of busy time at the line where recordings calibrate. */
  readonly measured: number;
  readonly fitted: number;
  /** The universal scalability law, fitted to the same figures. */
  readonly usl: number | null;
}

/** What today's curve was fitted to besides the recording. */
export interface Calibration {
  readonly kind: 'throughput' | 'recordings';
  readonly from: string;
  readonly points: readonly CalibrationPoint[];
  /** Median |ln(fitted / measured)|. */
  readonly medianAbsLogError: number;
  readonly uslMedianAbsLogError: number | null;
  /** The line's share of busy time at `cpus`, which the schemes are projected from, with its 95 % interval. */
  readonly cpus: number;
  readonly share: Range;
}

/** A row of --throughput-by-cpus. */
export interface ThroughputRow {
  readonly cpus: number;
  readonly throughput: number;
  /** The same load without AppArmor. */
  readonly off: number | null;
}

/** What `refscope project` prints. */
export interface Scaling {
  readonly schemaVersion: number;
  readonly topology: LineTopology | null;
  readonly topologyWhy: string;
  /** CPUs that everything is projected from: the recorded ones, or the most that calibrate. */
  readonly recordedCpus: number | null;
  readonly share: Range | null;
  readonly shareBound: 'upper' | 'measured';
  readonly calibration: Calibration | null;
  readonly labels: number | null;
  readonly possibleCpus: number | null;
  readonly staleFraction: Fraction;
  /** Why throughput will not follow capacity. */
  readonly throughputWithheld: string | null;
  readonly curves: readonly ScalingCurve[];
  /** The recording that would turn bounds into figures; `null` where there are no bounds. */
  readonly decidedBy: string | null;
  readonly assumptions: readonly string[];
}
