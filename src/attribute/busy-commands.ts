import type { BusyCommand } from '../model/analysis.js';
import { type CountedSamples, countedCells } from './counted-cells.js';
import { UNKNOWN_COMM } from './shares-profile.js';

/** Commands with less are left out: workers of the kernel come by the hundred, and each says nothing of the load. */
const LEAST_PCT = 1;

/** Which commands the busy time is of that the label share is taken of, the largest first; none without names. */
export function busyCommands(samples: CountedSamples): BusyCommand[] {
  const periods = new Map<string, number>();
  let total = 0;
  for (const { task, period } of countedCells(samples)) {
    const comm = samples.profile.tasks[task]?.comm ?? '';
    total += period;
    if (comm !== '' && comm !== UNKNOWN_COMM) periods.set(comm, (periods.get(comm) ?? 0) + period);
  }
  return [...periods]
    .map(([comm, period]) => ({ comm, sharePct: (100 * period) / total }))
    .filter(({ sharePct }) => sharePct >= LEAST_PCT)
    .sort((a, b) => b.sharePct - a.sharePct || (a.comm < b.comm ? -1 : 1));
}
