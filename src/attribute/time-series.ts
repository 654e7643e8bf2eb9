import type { Cell } from '../model/cell-tables.js';
import type { Profile } from '../model/profile.js';
import { NO_SLICE } from '../model/time-slices.js';
import type { Selection } from './selection.js';

/** Busy and all weight of one event per slice of time, without gaps; slice 0 is `first`. */
export interface TimeSeries {
  readonly first: number;
  /** Period of the selected commands' busy samples. */
  readonly busy: Float64Array;
  /** Period of all samples, idle and other commands included. */
  readonly all: Float64Array;
  /** Samples behind `busy`: how well it is known. */
  readonly busySamples: Float64Array;
}

/** A recording longer than this has slices far apart: corrupt times. */
const MAX_SLICES = 1 << 20;

/** The series of `event`; `null` when its samples carry no usable time. */
export function timeSeries(profile: Profile, selection: Selection, event: number): TimeSeries | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const cells: Cell[] = [];
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (cell.event !== event || cell.slice === NO_SLICE || !cell.inside) continue;
    cells.push(cell);
    first = Math.min(first, cell.slice);
    last = Math.max(last, cell.slice);
  }
  const length = last - first + 1;
  if (cells.length === 0 || length > MAX_SLICES) return null;
  const series: TimeSeries = {
    first,
    busy: new Float64Array(length),
    all: new Float64Array(length),
    busySamples: new Float64Array(length),
  };
  for (const cell of cells) {
    const at = cell.slice - first;
    series.all[at] = (series.all[at] as number) + cell.period;
    if (selection.classify(cell) !== 'selected') continue;
    series.busy[at] = (series.busy[at] as number) + cell.period;
    series.busySamples[at] = (series.busySamples[at] as number) + cell.samples;
  }
  return series;
}
