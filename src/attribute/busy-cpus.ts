import type { Counter } from '../model/counter.js';
import type { EventInfo, Profile } from '../model/profile.js';
import { NS_PER_SECOND, type Percent, type Seconds } from '../model/units.js';
import { isClock } from './event-sight.js';

/** How an event's samples relate to CPU time. */
export interface TickBasis {
  /** The event ticks on every recorded CPU all the time, idle or not: shares of ticks are shares of CPU time. */
  readonly ticksOnIdle: boolean;
  /** Periods are nanoseconds of CPU time. */
  readonly clock: boolean;
  /** CPUs that have samples; 0 when samples name no CPU. */
  readonly cpusSeen: number;
}

const SYSTEM_WIDE_OPTION = /(^|\s)(-[a-zA-Z]*a[a-zA-Z]*|--all-cpus)(\s|$)/;

/**
 * `recordCommand` is perf record's command line, `null` when unknown: a clock event ticks on idle when the
 * recording was system-wide, which the command line or samples of the idle task show.
 */
export function tickBasis(profile: Profile, event: number, recordCommand: string | null): TickBasis {
  const info = profile.events[event] as EventInfo;
  const cpus = new Set<number>();
  let idleTaskSeen = false;
  let samples = 0;
  let period = 0;
  for (let index = 0; index < profile.cpuCellCount; index++) {
    const cell = profile.cpuCell(index);
    if (cell.event !== event) continue;
    if (cell.cpu >= 0) cpus.add(cell.cpu);
    samples += cell.samples;
    period += cell.period;
    idleTaskSeen ||= profile.tasks[cell.task]?.idleTask === true;
  }
  // A text without periods counts each sample as 1: those are no nanoseconds.
  const clock = isClock(info) && period > samples;
  const systemWide = idleTaskSeen || SYSTEM_WIDE_OPTION.test(recordCommand ?? '');
  return { ticksOnIdle: isClock(info) && systemWide, clock, cpusSeen: cpus.size };
}

/** N of model.md with the reason for the figure or for its absence. */
export interface BusyCpus {
  readonly busyCpus: number | null;
  readonly why: string;
  /** Idle part of the recorded CPUs in the window. */
  readonly idlePct: Percent | null;
  /** Ticks that came / ticks that should have come in the window; `null` when that cannot be told. */
  readonly tickYield: number | null;
}

/** Why the number is what it is, where --recorded-cpus gives it. */
export const BY_OPTION = 'from --recorded-cpus';

/**
 * Busy CPU-seconds of the selected commands / window length. From shares of ticks where the event ticks on idle,
 * because lost ticks (an overcommitted or emulated machine) leave shares right and sums too small.
 */
export function busyCpus(
  basis: TickBasis,
  weights: {
    readonly busyPeriod: number;
    readonly idlePeriod: number;
    readonly allPeriod: number;
    /** False when kernel addresses have no names: then the idle loop cannot be told from work. */
    readonly idleKnown: boolean;
  },
  durationS: Seconds | null,
  recordedCpus: number | null,
  onlineCpus: number | null,
  utilized: number | null = null,
): BusyCpus {
  const { busyPeriod, idlePeriod, allPeriod, idleKnown } = weights;
  const cpus = basis.cpusSeen > 0 ? basis.cpusSeen : onlineCpus;
  const windowNs = durationS === null ? null : durationS * NS_PER_SECOND;
  const idleByTicks = basis.ticksOnIdle && idleKnown && allPeriod > 0 ? (100 * idlePeriod) / allPeriod : null;
  const tickYield =
    basis.ticksOnIdle && basis.clock && windowNs !== null && windowNs > 0 && cpus !== null
      ? allPeriod / (windowNs * cpus)
      : null;
  if (recordedCpus !== null) {
    const idleByOption = cpus === null ? null : Math.max(0, 100 * (1 - recordedCpus / cpus));
    return {
      busyCpus: recordedCpus,
      why: BY_OPTION,
      idlePct: idleByTicks ?? idleByOption,
      tickYield,
    };
  }
  if (allPeriod === 0) {
    return { busyCpus: null, why: 'unknown: no sample in the window', idlePct: null, tickYield };
  }
  if (basis.ticksOnIdle && !idleKnown) {
    const why = 'unknown: without kernel symbols idle time cannot be told from work';
    return { busyCpus: null, why, idlePct: null, tickYield };
  }
  if (basis.ticksOnIdle && cpus === null) {
    const why = 'unknown: nothing tells how many CPUs were recorded (give --recorded-cpus)';
    return { busyCpus: null, why, idlePct: idleByTicks, tickYield };
  }
  if (basis.ticksOnIdle && cpus !== null && allPeriod > 0) {
    return {
      busyCpus: (cpus * busyPeriod) / allPeriod,
      why: `busy part of the ticks on ${cpus} CPUs`,
      idlePct: idleByTicks,
      tickYield,
    };
  }
  if (basis.clock && windowNs !== null && windowNs > 0) {
    return { busyCpus: busyPeriod / windowNs, why: 'CPU time per second', idlePct: null, tickYield };
  }
  if (utilized !== null) {
    return { busyCpus: utilized, why: 'CPUs utilized, by perf stat', idlePct: idleByTicks, tickYield };
  }
  return {
    busyCpus: null,
    why: basis.clock
      ? windowNs === null
        ? 'unknown: the samples carry no time'
        : 'unknown: all samples are of one instant'
      : 'unknown: the event does not tick on idle CPUs (give --recorded-cpus)',
    idlePct: idleByTicks,
    tickYield,
  };
}

/** perf stat -a counts every CPU all the time: what comes this close to all of them says nothing of busy ones. */
const WHOLE_MACHINE = 0.97;
const CPU_TIME_EVENTS: ReadonlySet<string> = new Set(['task-clock', 'cpu-clock']);

/** "CPUs utilized" of a perf stat that followed processes; `null` where none did. */
export function utilizedCpus(counters: readonly Counter[], onlineCpus: number | null): number | null {
  const row = counters.find(
    ({ event, metric, metricUnit, cpu, scope, intervalS }) =>
      CPU_TIME_EVENTS.has(event) &&
      metricUnit === 'CPUs utilized' &&
      metric !== null &&
      cpu === null &&
      scope === null &&
      intervalS === null &&
      onlineCpus !== null &&
      metric < onlineCpus * WHOLE_MACHINE,
  );
  return row?.metric ?? null;
}
