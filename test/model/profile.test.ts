import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CpuTimes } from '../../src/model/cpu-times.js';
import { FrameFlag, NO_STACK, Profile } from '../../src/model/profile.js';
import { mergeProfile } from '../../src/model/profile-merge.js';
import { Recording } from '../../src/model/recording.js';
import { NO_SLICE } from '../../src/model/time-slices.js';
import { contentOf } from '../conformance.js';

const MS = 1e6;

interface Sample {
  readonly comm: string;
  readonly cpu: number;
  readonly timeNs: number;
  readonly period: number;
  readonly stack: readonly string[];
}

const samples: fc.Arbitrary<Sample[]> = fc.array(
  fc.record({
    comm: fc.constantFrom('nginx', 'wrk', 'swapper'),
    cpu: fc.integer({ min: -1, max: 3 }),
    // Slices that widen, and some samples without a time.
    timeNs: fc.oneof(
      fc.integer({ min: 0, max: 60_000 }).map((ms) => ms * MS),
      fc.constant(Number.NaN),
    ),
    period: fc.integer({ min: 1, max: 1000 }),
    stack: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 80 },
);

function fill(profile: Profile, all: readonly Sample[]): Profile {
  profile.addEvent({ name: 'cpu-clock', type: 1, config: 0, precise: 0, instances: 1, lost: 1 });
  for (const sample of all) {
    let stack = NO_STACK;
    for (const symbol of sample.stack) {
      stack = profile.internStack(
        stack,
        profile.internFrame({ address: null, symbol, dso: 'x', offset: 0, flags: FrameFlag.kernel }),
      );
    }
    const task = profile.internTask(sample.comm, sample.comm === 'swapper');
    profile.addSample(0, task, sample.cpu, sample.timeNs, sample.period, stack);
  }
  return profile;
}

/** What a profile holds, whatever order it was filled in. */
function content(profile: Profile): unknown {
  const recording = new Recording();
  return contentOf(Object.assign(Object.create(recording), { profile }));
}

describe('a profile', () => {
  it('is the same whatever the order of its samples, also where slices had to be widened', () => {
    const shuffled = samples.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        fc.integer({ min: 5, max: 60 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, other, maxCells]) => {
        const first = fill(new Profile({ maxCells }), inOrder);
        const second = fill(new Profile({ maxCells }), other);
        expect(second.sliceNs).toBe(first.sliceNs);
        expect(content(second)).toEqual(content(first));
      }),
      { numRuns: 150 },
    );
  });

  it('merged from its parts is the whole, in either order', () => {
    const parts = samples.chain((all) =>
      fc.tuple(fc.constant(all), fc.nat(all.length), fc.boolean(), fc.integer({ min: 5, max: 60 })),
    );
    fc.assert(
      fc.property(parts, ([all, cut, swap, maxCells]) => {
        const whole = fill(new Profile({ maxCells }), all);
        const halves = [all.slice(0, cut), all.slice(cut)].map((half) =>
          fill(new Profile({ maxCells }), half),
        );
        const joined = new Profile({ maxCells });
        for (const half of swap ? halves.reverse() : halves) mergeProfile(joined, half);
        // Each half brings its own count of lost samples.
        expect(joined.events[0]?.lost).toBe(2);
        for (const event of joined.events) event.lost = 1;
        expect(joined.sliceNs).toBe(whole.sliceNs);
        expect(content(joined)).toEqual(content(whole));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps events apart that differ in precision, and joins those that do not', () => {
    const event = { name: 'cycles', type: 0, config: 0, precise: 0, instances: 1, lost: null };
    const into = new Profile();
    into.addEvent({ ...event });
    const from = new Profile();
    from.addEvent({ ...event, precise: 3 });
    from.addEvent({ ...event });
    mergeProfile(into, from);
    expect(into.events.map(({ precise, lost }) => [precise, lost])).toEqual([
      [0, null],
      [3, null],
    ]);
  });

  it('moves the samples of a task that is renamed to where its new name is', () => {
    const profile = new Profile({ keepCpuTimes: true });
    const info = { name: 'cpu-clock', type: null, config: null, precise: null, instances: null, lost: null };
    const event = profile.addEvent(info);
    const unnamed = [profile.addTask(':5', false), profile.addTask(':5', false)] as const;
    const named = profile.internTask('nginx', false);
    for (const [task, samples] of [...unnamed, named].map((task, index) => [task, 10 ** index] as const)) {
      profile.addSample(event, task, 1, 5e9, samples, NO_STACK, samples);
    }
    profile.renameTasks(new Map([[unnamed[1], 'nginx']]));
    expect(profile.tasks.map(({ comm }) => comm)).toEqual([':5', 'nginx']);
    const weights = (rows: readonly { readonly task: number; readonly period: number }[]) =>
      rows.map(({ task, period }) => [profile.tasks[task]?.comm, period]);
    const expected = [
      [':5', 1],
      ['nginx', 110],
    ];
    expect(weights([0, 1].map((index) => profile.cell(index)))).toEqual(expected);
    expect(weights([0, 1].map((index) => profile.cpuCell(index)))).toEqual(expected);
    expect(weights([0, 1].map((row) => (profile.cpuTimes as CpuTimes).get(row)))).toEqual(expected);
    expect([profile.cellCount, profile.cpuCellCount, profile.cpuTimes?.size]).toEqual([2, 2, 2]);
  });

  it('holds cells within bounds by widening slices, and loses no weight', () => {
    const profile = new Profile({ maxCells: 10 });
    const all = Array.from({ length: 1000 }, (_, index) => ({
      comm: 'nginx',
      cpu: 0,
      timeNs: index * 100 * MS,
      period: 3,
      stack: ['a'],
    }));
    fill(profile, all);
    expect(profile.cellCount).toBeLessThanOrEqual(10);
    // 1,000 slices of 100 ms in at most 10 cells: 12.8 s wide, the first power of two that does it.
    expect(profile.sliceNs).toBe(12_800 * MS);
    const cells = Array.from({ length: profile.cellCount }, (_, index) => profile.cell(index));
    expect(cells.reduce((sum, cell) => sum + cell.period, 0)).toBe(3000);
    expect(profile.samples).toBe(1000);
    expect([profile.firstTimeNs, profile.lastTimeNs]).toEqual([0, 99_900 * MS]);
  });

  it('keeps samples outside the asked times in cells of their own', () => {
    const profile = new Profile({ fromNs: 10, toNs: 20 });
    fill(
      profile,
      [9, 10, 19, 20, Number.NaN].map((timeNs) => ({ comm: 'x', cpu: 0, timeNs, period: 1, stack: [] })),
    );
    const inside = Array.from({ length: profile.cellCount }, (_, index) => profile.cell(index))
      .filter((cell) => cell.inside && cell.slice !== NO_SLICE)
      .reduce((sum, cell) => sum + cell.samples, 0);
    expect(inside).toBe(2);
  });
});

describe('a frame', () => {
  const addressOf = (address: number): number | null => {
    const profile = new Profile();
    return profile.frameAddress(
      profile.internFrame({ address, symbol: null, dso: null, offset: -1, flags: 0 }),
    );
  };

  it('keeps its address exactly, up to 2^53 on both sides', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (address) => {
        expect(addressOf(address)).toBe(address === 0 ? 0 : address);
      }),
    );
  });

  it('has an unknown offset where the one given makes no sense', () => {
    const profile = new Profile();
    for (const offset of [-1, 2 ** 31, 0xffff_018f_d5dc_e000]) {
      const frame = profile.internFrame({ address: null, symbol: 'x', dso: null, offset, flags: 0 });
      expect(profile.frameOffset(frame)).toBe(null);
    }
  });
});
