import { expect, it } from 'vitest';
import { isBlindToIrqOff, isClock, samplesTime } from '../../src/attribute/event-sight.js';
import type { EventInfo } from '../../src/model/profile.js';

const named = (name: string): EventInfo => ({
  name,
  type: null,
  config: null,
  precise: null,
  instances: null,
  lost: null,
});
const typed = (type: number, config: number): EventInfo => ({ ...named('any'), type, config });

it.each(['cycles', 'cycles:ppp', 'cpu_core/cycles:ppp/', 'cpu-clock', 'task-clock:u', 'ibs_op//', 'folded'])(
  '%s samples time',
  (name) => {
    expect(samplesTime(named(name))).toBe(true);
  },
);

// tools/perf/util/evsel.c perf_evsel__hw_names, __sw_names; a tracepoint has its subsystem before the colon.
it.each([
  'instructions:u',
  'cache-misses',
  'LLC-load-misses',
  'page-faults',
  'context-switches',
  'lock:contention_begin',
  'sched:sched_switch',
  'dummy:HG',
])('%s counts occurrences', (name) => {
  expect(samplesTime(named(name))).toBe(false);
});

it('a tracepoint is told by its type, whatever its name', () => {
  expect(samplesTime(typed(2, 300))).toBe(false);
});

it.each([
  [typed(1, 0), true],
  [typed(1, 1), true],
  [typed(1, 2), false],
  [typed(0, 0), false],
  [named('cpu-clock:u'), true],
  [named('cycles'), false],
])('only the clocks are blind to irq-off code (%#)', (event, clock) => {
  expect(isClock(event)).toBe(clock);
  expect(isBlindToIrqOff(event)).toBe(clock);
});
