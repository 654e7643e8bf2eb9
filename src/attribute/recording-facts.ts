import type { EventAttribution } from '../model/analysis.js';
import type { Machine } from '../model/machine.js';
import { type EventInfo, NO_STACK, type Profile } from '../model/profile.js';
import type { Percent } from '../model/units.js';
import type { BusyCpus } from './busy-cpus.js';
import { LOAD_GENERATORS, type RecordingFacts } from './findings.js';
import type { FrameCounts } from './frame-counts.js';
import type { Selection } from './selection.js';

/** Load generators with less of the busy time than this do not matter. */
const LOAD_GENERATOR_MIN_PCT = 1;

/** Collects what the findings are judged by from a profile and its attribution. */
export function recordingFacts(input: {
  readonly profile: Profile;
  readonly event: number;
  readonly everyCommand: Selection;
  readonly kernelFrames: FrameCounts;
  readonly attribution: EventAttribution;
  readonly machine: Machine;
  readonly busy: BusyCpus;
  readonly kernelSymbols: boolean | null;
  readonly symbolsMatch: boolean;
  readonly subject: string;
}): RecordingFacts {
  const { profile, event, everyCommand, kernelFrames, ...rest } = input;
  const busyByTask = new Map<string, number>();
  let busyTotal = 0;
  let hasCallchains = false;
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (cell.event !== event) continue;
    hasCallchains ||= cell.stack !== NO_STACK && profile.stackParent(cell.stack) !== NO_STACK;
    if (everyCommand.classify(cell) !== 'selected') continue;
    const comm = profile.tasks[cell.task]?.comm ?? '';
    busyByTask.set(comm, (busyByTask.get(comm) ?? 0) + cell.period);
    busyTotal += cell.period;
  }
  return {
    ...rest,
    event: profile.events[event] as EventInfo,
    hasCallchains,
    unresolvedKernelPct: unresolvedPct(kernelFrames),
    loadGenerators: [...busyByTask]
      .filter(([comm]) => LOAD_GENERATORS.has(comm))
      .map(([comm, period]) => ({ comm, sharePct: busyTotal > 0 ? (100 * period) / busyTotal : 0 }))
      .filter(({ sharePct }) => sharePct >= LOAD_GENERATOR_MIN_PCT),
  };
}

function unresolvedPct({ all, named }: FrameCounts): Percent {
  return all === 0 ? 0 : (100 * (all - named)) / all;
}
