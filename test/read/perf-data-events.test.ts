import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { readBytes } from '../conformance.js';
import { join, PerfBytes } from './perf-data-bytes.js';

const USER = 2;
const IP_TID_TIME_PERIOD = 0x107;
const IDENTIFIER = 1 << 16;
const SAMPLE_ID_ALL = 18;

const little = new PerfBytes();
const read = (bytes: Uint8Array): Recording => readBytes(perfDataFormat, bytes);

describe('pipes', () => {
  it('without an event are refused', () => {
    expect(() => read(little.pipe(little.record(9, new Uint8Array(40), USER)))).toThrow(InputError);
    expect(() => read(little.pipe())).toThrow('expected the header and events');
  });

  it('name their events by id', () => {
    const attr = little.attr(IP_TID_TIME_PERIOD | IDENTIFIER, [SAMPLE_ID_ALL]);
    const update = (id: number, name: string): Uint8Array =>
      little.record(78, join(little.u64(2), little.u64(id), little.name(name)));
    const recording = read(
      little.pipe(
        little.headerAttr(attr, [11, 12]),
        little.headerAttr(attr, [21]),
        update(12, 'cycles:P'),
        update(21, 'cpu/event=0x3c,umask=0x0/'),
      ),
    );
    expect(recording.profile.events).toMatchObject([
      { name: 'cycles:P', instances: 2 },
      { name: 'cpu/event=0x3c,umask=0x0/', instances: 1 },
    ]);
  });

  it('count samples of an event they never named', () => {
    const attr = little.attr(IP_TID_TIME_PERIOD | IDENTIFIER, [SAMPLE_ID_ALL]);
    const body = join(little.u64(99), new Uint8Array(32));
    const recording = read(
      little.pipe(little.headerAttr(attr, [1]), little.headerAttr(attr, [2]), little.record(9, body, USER)),
    );
    expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['samples-without-event']);
  });

  it('with an attr that does not fit its record are refused', () => {
    const attr = little.attr(IP_TID_TIME_PERIOD);
    attr.set(little.u32(4096), 4);
    expect(() => read(little.pipe(little.headerAttr(attr)))).toThrow('input: byte 16: expected an attr');
    expect(() => read(little.pipe(little.record(64, new Uint8Array(40))))).toThrow(
      'input: byte 16: expected an attr',
    );
  });
});

it('samples that a BPF filter was asked to drop are not lost', () => {
  const lost = (count: number, misc: number): Uint8Array => little.record(13, little.u64(count), misc);
  const records = [lost(5, 0), lost(70, 1 << 15)];
  const { profile } = read(little.pipe(little.headerAttr(little.attr(IP_TID_TIME_PERIOD)), ...records));
  expect(profile.events[0]?.lost).toBe(5);
});

describe('group reads', () => {
  const READ = 1 << 4;
  const TID = 1 << 1;
  const [INHERIT, GROUP, ID] = [1, 8, 4];

  /** A group's sample: what both counters stand at. */
  function groupSample(tid: number, first: number, second: number): Uint8Array {
    const counters = [2, first, 1, second, 2].map((value) => little.u64(value));
    return little.record(9, join(little.u64(1), little.u32(7), little.u32(tid), ...counters), USER);
  }

  function periods(flags: readonly number[], samples: readonly Uint8Array[]): number[][] {
    const attr = little.attr(READ | IDENTIFIER | TID, flags, 128, GROUP | ID);
    const bytes = little.pipe(little.headerAttr(attr, [1]), little.headerAttr(attr, [2]), ...samples);
    const { profile } = read(bytes);
    return profile.events.map((_, event) =>
      Array.from({ length: profile.cellCount }, (__, index) => profile.cell(index))
        .filter((cell) => cell.event === event)
        .map((cell) => cell.period)
        .sort((a, b) => a - b),
    );
  }

  it('give each event what its counter grew by, and no sample where it stood still', () => {
    expect(periods([], [groupSample(8, 100, 5), groupSample(8, 250, 5)])).toEqual([[250], [5]]);
  });

  it('of inherited counters grow thread by thread', () => {
    const samples = [groupSample(8, 100, 5), groupSample(9, 40, 0)];
    expect(periods([INHERIT], samples).map((all) => all.reduce((a, b) => a + b))).toEqual([140, 5]);
  });

  it('of a counter nobody listed are said', () => {
    const attr = little.attr(READ | IDENTIFIER | TID, [], 128, GROUP | ID);
    const recording = read(little.pipe(little.headerAttr(attr, [1]), groupSample(8, 100, 5)));
    expect(recording.profile.samples).toBe(1);
    expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['samples-without-event']);
  });

  it('that claim more counters than they hold are refused', () => {
    const cut = groupSample(8, 100, 5).slice(0, 40);
    cut.set(little.u16(40), 6);
    expect(() => periods([], [cut])).toThrow(InputError);
  });
});
