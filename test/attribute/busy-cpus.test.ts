import { describe, expect, it } from 'vitest';
import { busyCpus, type TickBasis, tickBasis, utilizedCpus } from '../../src/attribute/busy-cpus.js';
import type { Counter } from '../../src/model/counter.js';
import type { EventInfo } from '../../src/model/profile.js';
import { addDrawn, CPU_CLOCK, newProfile } from './stacks.js';

const CYCLES: EventInfo = { ...CPU_CLOCK, name: 'cycles', type: 0, config: 0 };
const S = 1e9;

function basis(event: EventInfo, command: string | null, idleTask = false, period = 2e6): TickBasis {
  const profile = newProfile(event);
  addDrawn(profile, { stack: 'tcp_sendmsg', cpu: 0, period });
  addDrawn(profile, { stack: 'do_idle', cpu: 3, idleTask, period });
  return tickBasis(profile, 0, command);
}

describe('an event ticks on idle CPUs', () => {
  it.each([
    ['when a clock was recorded on all CPUs', CPU_CLOCK, 'perf record -a -g -e cpu-clock', true],
    ['when the option stands among others', CPU_CLOCK, '/usr/bin/perf record -ga sleep 10', true],
    ['when it is spelt out', CPU_CLOCK, 'perf record --all-cpus', true],
    ['not when one process was recorded', CPU_CLOCK, 'perf record -g ./server --all', false],
    ['not when cycles were counted', CYCLES, 'perf record -a', false],
    ['not when nobody knows', CPU_CLOCK, null, false],
  ])('%s', (_, event, command, ticks) => {
    expect(basis(event, command).ticksOnIdle).toBe(ticks);
  });

  it('when the idle task was sampled, whatever the command line says', () => {
    expect(basis(CPU_CLOCK, null, true)).toEqual({ ticksOnIdle: true, clock: true, cpusSeen: 2 });
  });
});

it('a text without periods counts samples, not nanoseconds', () => {
  expect(basis(CPU_CLOCK, null, true, 1)).toEqual({ ticksOnIdle: true, clock: false, cpusSeen: 2 });
});

describe('busy CPUs', () => {
  const ticking: TickBasis = { ticksOnIdle: true, clock: true, cpusSeen: 8 };
  const weights = { busyPeriod: 30 * S, idlePeriod: 40 * S, allPeriod: 80 * S, idleKnown: true };

  it('are the busy part of the ticks, which lost ticks leave right', () => {
    const whole = busyCpus(ticking, weights, 10, null, 8);
    expect(whole).toMatchObject({ busyCpus: 3, idlePct: 50, tickYield: 1 });
    const halved = { busyPeriod: 15 * S, idlePeriod: 20 * S, allPeriod: 40 * S, idleKnown: true };
    expect(busyCpus(ticking, halved, 10, null, 8)).toMatchObject({
      busyCpus: 3,
      idlePct: 50,
      tickYield: 0.5,
    });
  });

  it('are unknown, with the reason that holds, of no sample and of samples of one instant', () => {
    const none = { busyPeriod: 0, idlePeriod: 0, allPeriod: 0, idleKnown: false };
    expect(busyCpus(ticking, none, 10, null, 8)).toMatchObject({
      busyCpus: null,
      why: 'unknown: no sample in the window',
    });
    const instant: TickBasis = { ticksOnIdle: false, clock: true, cpusSeen: 0 };
    expect(busyCpus(instant, weights, 0, null, null).why).toBe('unknown: all samples are of one instant');
    expect(busyCpus(instant, weights, null, null, null).why).toBe('unknown: the samples carry no time');
  });

  it('are CPU time per second for a clock that follows processes', () => {
    const clock: TickBasis = { ticksOnIdle: false, clock: true, cpusSeen: 8 };
    expect(busyCpus(clock, weights, 10, null, 8)).toMatchObject({
      busyCpus: 3,
      idlePct: null,
      tickYield: null,
    });
  });

  it('are unknown, with the reason, for an event that does not tell', () => {
    const counting: TickBasis = { ticksOnIdle: false, clock: false, cpusSeen: 8 };
    const busy = busyCpus(counting, weights, 10, null, 8);
    expect(busy.busyCpus).toBe(null);
    expect(busy.why).toContain('--recorded-cpus');
  });

  it('are unknown for a clock without times', () => {
    const clock: TickBasis = { ticksOnIdle: false, clock: true, cpusSeen: 0 };
    expect(busyCpus(clock, weights, null, null, 8)).toMatchObject({
      busyCpus: null,
      why: 'unknown: the samples carry no time',
    });
  });

  it('are what --recorded-cpus says before anything else', () => {
    const counting: TickBasis = { ticksOnIdle: false, clock: false, cpusSeen: 8 };
    expect(busyCpus(counting, weights, 10, 6, 8)).toMatchObject({ busyCpus: 6, idlePct: 25 });
    expect(busyCpus(ticking, weights, 10, 6, 8)).toMatchObject({ busyCpus: 6, idlePct: 50 });
  });

  it('are unknown where the idle loop has no name', () => {
    const busy = busyCpus(ticking, { ...weights, idleKnown: false }, 10, null, 8);
    expect(busy).toMatchObject({ busyCpus: null, idlePct: null });
    expect(busy.why).toContain('without kernel symbols');
  });

  it('are taken on the online CPUs where samples name none', () => {
    expect(busyCpus({ ...ticking, cpusSeen: 0 }, weights, 10, null, 16).busyCpus).toBe(6);
  });
});

describe('CPUs utilized, by perf stat', () => {
  const row = (changes: Partial<Counter>): Counter => ({
    event: 'task-clock',
    value: 24_000,
    unit: 'msec',
    cpu: null,
    scope: null,
    intervalS: null,
    variancePct: null,
    runningPct: null,
    metric: 3.5,
    metricUnit: 'CPUs utilized',
    file: 'stat.csv',
    ...changes,
  });

  it('of processes that were followed is the busy CPUs of an event that does not tell', () => {
    const counting: TickBasis = { ticksOnIdle: false, clock: false, cpusSeen: 8 };
    const weights = { busyPeriod: 1, idlePeriod: 0, allPeriod: 1, idleKnown: true };
    const utilized = utilizedCpus([row({})], 8);
    expect(busyCpus(counting, weights, 10, null, 8, utilized)).toMatchObject({ busyCpus: 3.5 });
  });

  it.each([
    ['of a whole machine says nothing', { metric: 8.001 }],
    ['of one CPU says nothing', { cpu: 0 }],
    ['of an interval says nothing', { intervalS: 1 }],
    ['is not another metric', { metricUnit: '/sec' }],
  ])('%s', (_, changes) => {
    expect(utilizedCpus([row(changes)], 8)).toBe(null);
  });
});
