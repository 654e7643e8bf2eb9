import { median } from 'simple-statistics';
import type { TimeSeries } from './time-series.js';

/** Slices [from, to) of a series. */
export interface SliceRange {
  readonly from: number;
  readonly to: number;
}

/** model.md, "Window": busy CPUs stay within 20 % of their median. */
const TOLERANCE = 0.2;
/**
 * Samples a point of the series needs so that 20 % is not sampling noise: 400 samples have a standard error of
 * 5 %, four of which make the tolerance. Slices are joined until the typical point has as many.
 */
const SAMPLES_PER_POINT = 400;

/**
 * The longest interval in which the busy share of the ticks (or, where the event does not tick on idle, the busy
 * weight per time) stays within 20 % of its median. `null` when nothing was busy.
 */
export function steadyWindow(series: TimeSeries, ticksOnIdle: boolean): SliceRange | null {
  const slices = series.busy.length;
  const mean = sum(series.samples, 0, slices) / slices;
  const width = Math.max(1, Math.min(slices, Math.ceil(SAMPLES_PER_POINT / Math.max(mean, 1e-9))));
  const points: number[] = [];
  for (let at = 0; at < slices; at += width) {
    const to = Math.min(slices, at + width);
    const busy = sum(series.busy, at, to);
    points.push(ticksOnIdle ? busy / Math.max(sum(series.all, at, to), Number.MIN_VALUE) : busy / (to - at));
  }
  const middle = median(points);
  if (!(middle > 0)) return null;
  const run = longestRun(points, (value) => Math.abs(value - middle) <= TOLERANCE * middle);
  return { from: run.from * width, to: Math.min(slices, run.to * width) };
}

function longestRun(points: readonly number[], isSteady: (value: number) => boolean): SliceRange {
  let best: SliceRange = { from: 0, to: 0 };
  let from = 0;
  for (let at = 0; at <= points.length; at++) {
    if (at < points.length && isSteady(points[at] as number)) continue;
    if (at - from > best.to - best.from) best = { from, to: at };
    from = at + 1;
  }
  return best;
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at++) total += values[at] as number;
  return total;
}
