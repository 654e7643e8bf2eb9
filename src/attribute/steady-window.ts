import type { TimeSeries } from './time-series.js';

/** Slices [from, to) of a series. */
export interface SliceRange {
  readonly from: number;
  readonly to: number;
}

/** model.md, "Window": busy CPUs stay within 20 % of their median. */
const TOLERANCE = 0.2;
/**
 * Busy samples a point of the series needs so that 20 % is not sampling noise: 300 samples have a standard error
 * of 6 %, three of which make the tolerance. Slices are joined until the mean point has as many.
 */
const SAMPLES_PER_POINT = 300;
/** All intervals of the points are looked at: this many keep that under a tenth of a second. */
const MAX_POINTS = 400;

/**
 * The interval in which the busy share of the ticks (or, where the event does not tick on idle, the busy weight
 * per time) stays within 20 % of the interval's own median, and which holds the most busy time: the longest one
 * of steady load, but never an idle tail. `null` when nothing was busy.
 */
export function steadyWindow(series: TimeSeries, ticksOnIdle: boolean): SliceRange | null {
  const slices = series.busy.length;
  const meanSamples = sum(series.busySamples, 0, slices) / slices;
  if (meanSamples === 0) return null;
  const width = Math.min(
    slices,
    Math.max(Math.ceil(SAMPLES_PER_POINT / meanSamples), Math.ceil(slices / MAX_POINTS)),
  );
  const points: Point[] = [];
  for (let at = 0; at < slices; at += width) {
    const to = Math.min(slices, at + width);
    const busy = sum(series.busy, at, to);
    const all = sum(series.all, at, to);
    points.push({ busy, level: ticksOnIdle ? (all > 0 ? busy / all : 0) : busy / (to - at) });
  }
  const best = busiestSteadyRun(points);
  return best === null ? null : { from: best.from * width, to: Math.min(slices, best.to * width) };
}

interface Point {
  readonly busy: number;
  /** What must be steady. */
  readonly level: number;
}

function busiestSteadyRun(points: readonly Point[]): SliceRange | null {
  let best: SliceRange | null = null;
  let bestBusy = 0;
  for (let from = 0; from < points.length; from++) {
    const sorted: number[] = [];
    let busy = 0;
    for (let at = from; at < points.length; at++) {
      const point = points[at] as Point;
      insert(sorted, point.level);
      busy += point.busy;
      if (busy > bestBusy && isSteady(sorted)) {
        best = { from, to: at + 1 };
        bestBusy = busy;
      }
    }
  }
  return best;
}

function isSteady(sorted: readonly number[]): boolean {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
  const lowest = sorted[0] as number;
  const highest = sorted.at(-1) as number;
  return lowest >= median * (1 - TOLERANCE) && highest <= median * (1 + TOLERANCE);
}

function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && (sorted[at - 1] as number) > value) at--;
  sorted.splice(at, 0, value);
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at++) total += values[at] as number;
  return total;
}
