import type { EventInfo } from '../model/profile.js';

const PERF_TYPE_SOFTWARE = 1;
/** PERF_COUNT_SW_CPU_CLOCK and PERF_COUNT_SW_TASK_CLOCK. */
const CLOCK_CONFIGS: ReadonlySet<number> = new Set([0, 1]);
const CLOCK_NAMES: ReadonlySet<string> = new Set(['cpu-clock', 'task-clock']);

/** The event's name without modifiers: "cycles" of "cycles:ppp". */
export function eventBaseName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(0, colon);
}

/** True for events whose period is nanoseconds of CPU time. */
export function isClock(event: EventInfo): boolean {
  if (event.type !== null) {
    return event.type === PERF_TYPE_SOFTWARE && event.config !== null && CLOCK_CONFIGS.has(event.config);
  }
  return CLOCK_NAMES.has(eventBaseName(event.name));
}

/**
 * True for events that never sample code running with interrupts off: the clocks are hrtimers
 * (kernel/events/core.c perf_swevent_hrtimer()), whose interrupt waits until they are on again.
 */
export function isBlindToIrqOff(event: EventInfo): boolean {
  return isClock(event);
}

/**
 * Where the time of irq-off code lands under a blind event: the functions that turn interrupts on again.
 */
export const IRQ_OFF_LANDING: ReadonlySet<string> = new Set([
  '_raw_spin_unlock_irqrestore',
  '_raw_spin_unlock_irq',
  '_raw_read_unlock_irqrestore',
  '_raw_read_unlock_irq',
  '_raw_write_unlock_irqrestore',
  '_raw_write_unlock_irq',
  'finish_task_switch',
  'handle_softirqs',
  '__do_softirq',
]);

/** Events that count occurrences: a share of them is no share of time. */
const OCCURRENCES =
  /^(instructions|branch|cache-|bus-cycles|L1-|LLC-|dTLB-|iTLB-|node-|mem-|page-faults|minor-faults|major-faults|context-switches|cpu-migrations|alignment-faults|emulation-faults|dummy|bpf-output|cgroup-switches)/;
const PERF_TYPE_TRACEPOINT = 2;
/** Letters that may follow an event's colon: tools/perf/Documentation/perf-list.txt, "EVENT MODIFIERS". */
const MODIFIERS = /^[ukhGHpPSDWeIb]*$/;

/** True for events whose samples stand for time (clocks, cycles), of which shares are shares of busy time. */
export function samplesTime(event: EventInfo): boolean {
  if (event.type === PERF_TYPE_TRACEPOINT || OCCURRENCES.test(event.name)) return false;
  const colon = event.name.indexOf(':');
  const rest = colon < 0 ? '' : event.name.slice(colon + 1);
  // A tracepoint's name has its subsystem before the colon: "lock:contention_begin".
  return event.name.includes('/') || event.name.includes('=') || MODIFIERS.test(rest);
}
