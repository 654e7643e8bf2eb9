import { callCounts, lockWaitRows } from '../attribute/companion-rows.js';
import type { Companions, ListingSummary } from '../model/companions.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import type { InstructionListing } from '../model/instruction-listing.js';
import { parseKernelRelease } from '../model/kernel-release.js';
import type { LockWait } from '../model/lock-wait.js';
import type { Machine } from '../model/machine.js';
import type { Recording } from '../model/recording.js';
import type { CpuTopology } from '../model/topology.js';
import { formatAddress } from '../model/units.js';
import { rmwOfText } from '../symbols/code/rmw-text.js';

/** What the inputs without samples say, joined; `labels` is the option, which goes before what they say. */
export function joinCompanions(
  groups: readonly (readonly Recording[])[],
  machine: Machine,
  labels: number | null,
): Companions {
  const recordings = groups.flat();
  const all = <K extends keyof Recording>(field: K): Recording[K][] =>
    recordings.map((recording) => recording[field]);
  const kernel = parseKernelRelease(machine.kernel);
  return {
    topology: fullest(all('topologies').flat()),
    labels: labels ?? all('labels').find((count) => count !== null) ?? null,
    counters: all('counters').flat(),
    cacheLines: all('cacheLines').flat(),
    lockWaits: lockWaitRows(groups.flatMap((group) => bestView(lockViews(group)))),
    functionCalls: callCounts(all('functionCalls').flat(), all('throughput').flat(), kernel),
    listings: all('listings').flat().map(summary),
  };
}

function summary({ instructions, ...listing }: InstructionListing): ListingSummary {
  const notable = instructions.flatMap(({ address, text, percents, sourceLine }) => {
    const atomic = rmwOfText(text) !== null;
    if (!atomic && !percents.some((percent) => percent > 0)) return [];
    return [{ address: formatAddress(address), text, atomic, percents, sourceLine }];
  });
  return { ...listing, instructions: instructions.length, notable };
}

/** The description that knows most; of equals the first by file name, so that the order of inputs changes nothing. */
function fullest(topologies: readonly CpuTopology[]): CpuTopology | null {
  const known = (topology: CpuTopology): number =>
    Object.values(topology).filter((value) => value !== null).length;
  return [...topologies].sort((a, b) => known(b) - known(a) || (a.file < b.file ? -1 : 1))[0] ?? null;
}

/** The perf lock tables of one PATH. */
function lockViews(group: readonly Recording[]): LockWait[][] {
  return group.map(({ lockWaits }) => lockWaits).filter((view) => view.length > 0);
}

/**
 * Several perf lock texts beside one another are views of one recording (sorted otherwise, by thread, with stacks):
 * adding them would count every wait again. The one that names callers, with stacks and the most rows, is kept.
 */
function bestView(views: readonly (readonly LockWait[])[]): readonly LockWait[] {
  const worth = (view: readonly LockWait[]): number =>
    view.length +
    (view.some(({ caller }) => caller !== null) ? PREFERRED : 0) +
    (view.some(({ stack }) => stack.length > 0) ? PREFERRED : 0);
  const fileOf = (view: readonly LockWait[]): string => view[0]?.file ?? '';
  return [...views].sort((a, b) => worth(b) - worth(a) || (fileOf(a) < fileOf(b) ? -1 : 1))[0] ?? [];
}

/** More than a table has rows. */
const PREFERRED = 1e9;

/** Says which perf lock text of a PATH is listed when it holds several. */
export function lockViewFindings(groups: readonly (readonly Recording[])[]): Diagnostic[] {
  return groups.map(lockViews).flatMap((views) => {
    const [row] = bestView(views);
    if (row === undefined || views.length < 2) return [];
    const text = `${views.length} perf lock texts stand together, taken for views of one recording: this one is listed`;
    return [finding('lock-views', text, 'give others as a PATH of their own', row.file)];
  });
}
