import type { Analysis } from '../model/analysis.js';
import type { Side } from './share.js';

/** Why shares of the sides cannot be compared at all; `null` if they can. */
export function shareObstacle(before: Side, after: Side): string | null {
  const all = [...before, ...after];
  for (const { attribution } of all) {
    if (attribution === null || !(attribution.total.period > 0)) return 'a side has no busy samples';
  }
  const unknown = all.find(({ attribution }) => attribution?.labelSharePct === null);
  if (unknown !== undefined) return `a side has no share: ${unknown.attribution?.labelShareWhy ?? 'unknown'}`;
  if (!isUniform(all, ({ attribution }) => attribution?.event))
    return 'the events differ: pick one that both have with --event';
  return isUniform(all, ({ catalogue }) => catalogue.id) ? null : 'the sides are about different counters';
}

/** The same for shares of the counter's sites. */
export function labelObstacle(before: Side, after: Side): string | null {
  const obstacle = shareObstacle(before, after);
  if (obstacle !== null) return obstacle;
  return isUniform([...before, ...after], ({ attribution }) => attribution?.labelShareBound)
    ? null
    : 'one side is measured at instructions, the other counted by function';
}

function isUniform(all: readonly Analysis[], read: (analysis: Analysis) => unknown): boolean {
  return new Set(all.map(read)).size <= 1;
}
