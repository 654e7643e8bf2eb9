import type { EventAttribution } from '../model/analysis.js';
import type { Machine } from '../model/machine.js';
import { type EventInfo, FrameFlag, NO_STACK, type Profile } from '../model/profile.js';
import type { BusyCpus } from './busy-cpus.js';
import { LOAD_GENERATORS, type RecordingFacts } from './findings.js';
import type { Selection } from './selection.js';

/** Load generators with less of the busy time than this do not matter. */
const LOAD_GENERATOR_MIN_PCT = 1;

/** Collects what the findings are judged by from a profile and its attribution. */
export function recordingFacts(input: {
  readonly profile: Profile;
  readonly event: number;
  readonly everyCommand: Selection;
  readonly attribution: EventAttribution;
  readonly machine: Machine;
  readonly busy: BusyCpus;
  readonly kernelSymbols: boolean | null;
  readonly symbolsMatch: boolean;
  readonly subject: string;
}): RecordingFacts {
  const { profile, event, everyCommand, ...rest } = input;
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
    unresolvedKernelPct: unresolvedKernelPct(profile),
    loadGenerators: [...busyByTask]
      .filter(([comm]) => LOAD_GENERATORS.has(comm))
      .map(([comm, period]) => ({ comm, sharePct: busyTotal > 0 ? (100 * period) / busyTotal : 0 }))
      .filter(({ sharePct }) => sharePct >= LOAD_GENERATOR_MIN_PCT),
  };
}

function unresolvedKernelPct(profile: Profile): number {
  let kernel = 0;
  let unresolved = 0;
  for (let frame = 0; frame < profile.frameCount; frame++) {
    if ((profile.frameFlags(frame) & FrameFlag.kernel) === 0) continue;
    kernel++;
    if (profile.frameSymbolIndex(frame) < 0) unresolved++;
  }
  return kernel === 0 ? 0 : (100 * unresolved) / kernel;
}
