import type { Analysis } from '../../model/analysis.js';
import type { Projection } from '../../model/projection.js';
import type { CurvePoint, MemoryPoint } from './page-data.js';

/** The schemes' gains over CPU counts, each point once; without the ones that no figure is known for. */
export function curvePoints(projections: readonly Projection[]): CurvePoint[] {
  const points = new Map<string, CurvePoint>();
  for (const { scheme, cpus, gain } of projections) {
    if (cpus === null || gain === null) continue;
    points.set(`${scheme} ${cpus}`, { scheme, cpus, ...gain });
  }
  return [...points.values()].sort((a, b) => a.cpus - b.cpus);
}

/** What each scheme gains for how much memory, at the first CPU count projected for; none where nothing gains. */
export function memoryPoints({ projections }: Analysis): MemoryPoint[] {
  const cpus = projections[0]?.cpus ?? null;
  const points = projections.flatMap(({ scheme, cpus: at, gain, memoryBytes }) =>
    at !== cpus || gain === null || gain.mid === null || memoryBytes === null
      ? []
      : [{ scheme, memoryBytes, low: gain.low, mid: gain.mid, high: gain.high }],
  );
  return points.some(({ high }) => high > 1) ? points : [];
}

/** CPU counts that a curve is drawn over: powers of two, the recorded count and what was asked for. */
export function curveCounts(recorded: number, asked: readonly number[]): number[] {
  const last = Math.max(...asked, recorded * FARTHEST);
  const counts = new Set([...asked, recorded, recorded * FARTHEST]);
  for (let count = 1; count <= last && counts.size < MOST_COUNTS; count *= 2) counts.add(count);
  return [...counts].sort((a, b) => a - b);
}

/** Beyond twice the recorded CPUs a projection is bounds only, and so wide that it hides the rest of the curve. */
const FARTHEST = 2;
const MOST_COUNTS = 24;
