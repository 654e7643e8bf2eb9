import type { ContentionField, ContentionMap } from '../model/contention-map.js';
import { LABEL_CLASSES } from '../model/sample-class.js';
import { NS_PER_SECOND } from '../model/units.js';
import { type SampledTrace, sampleClass } from './sampled-trace.js';

/** More would be narrower than a pixel. */
const MOST_COLUMNS = 240;
const MOST_ROWS = 256;

/** Fields of label contention by CPU and time, idle left out; `null` where no sample has both a CPU and a time. */
export function contentionMap(trace: SampledTrace): ContentionMap | null {
  const { profile, event, selection } = trace;
  const times = profile.cpuTimes;
  if (times === null) return null;
  const cpus = new Set<number>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < times.size; row++) {
    const cell = times.get(row);
    if (cell.event !== event) continue;
    cpus.add(cell.cpu);
    first = Math.min(first, cell.slice);
    last = Math.max(last, cell.slice);
  }
  if (cpus.size === 0) return null;
  const slicesPerColumn = Math.ceil((last - first + 1) / MOST_COLUMNS);
  const cpusPerRow = Math.ceil(cpus.size / MOST_ROWS);
  const sorted = [...cpus].sort((a, b) => a - b);
  const rowOf = new Map(sorted.map((cpu, index) => [cpu, Math.floor(index / cpusPerRow)]));
  const slices = Math.floor((last - first) / slicesPerColumn) + 1;
  const label = new Map<number, number>();
  const busy = new Map<number, number>();
  for (let row = 0; row < times.size; row++) {
    const { slice, cpu, event: of, task, stack, period } = times.get(row);
    if (of !== event || selection.classify({ task, stack }) !== 'selected') continue;
    const field = (rowOf.get(cpu) as number) * slices + Math.floor((slice - first) / slicesPerColumn);
    busy.set(field, (busy.get(field) ?? 0) + period);
    if (LABEL_CLASSES.has(sampleClass(trace, stack))) label.set(field, (label.get(field) ?? 0) + period);
  }
  return {
    fromS: (first * times.sliceNs) / NS_PER_SECOND,
    sliceNs: times.sliceNs * slicesPerColumn,
    slices,
    cpus: sorted.filter((_, index) => index % cpusPerRow === 0),
    cpusPerRow,
    fields: [...busy]
      .sort(([a], [b]) => a - b)
      .map(
        ([field, busyPeriod]): ContentionField => ({
          cpu: Math.floor(field / slices),
          slice: field % slices,
          labelPeriod: label.get(field) ?? 0,
          busyPeriod,
        }),
      ),
  };
}
