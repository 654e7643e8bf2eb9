import { describe, expect, it } from 'vitest';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { readBytes } from '../conformance.js';
import { drawSamples, PLAIN, plain, readRecords } from './perf-data-drawing.js';
import {
  ByteWriter,
  featureString,
  PerfSample,
  perfDataFile,
  RecordWriter,
  USER,
  type WrittenAttr,
} from './perf-data-writer.js';

const sample = plain.sample({ pid: 5, time: 10, ip: 0x10n, mode: USER, period: 1 });

describe('lost samples', () => {
  const sampleType = PLAIN.sampleType | PerfSample.identifier;
  const attrs: WrittenAttr[] = [
    { sampleType, ids: [21], config: 0 },
    { sampleType, ids: [31], config: 1 },
  ];
  const writer = new RecordWriter(attrs[0] as WrittenAttr);
  const lostOf = (records: Uint8Array[]): (number | null)[] =>
    readRecords(records, attrs).profile.events.map(({ lost }) => lost);

  it('are counted per event from LOST where the file has nothing better', () => {
    expect(lostOf([writer.lost(21, 5), writer.lost(31, 7), writer.lost(21, 1)])).toEqual([6, 7]);
  });

  it('are never the sum of LOST and LOST_SAMPLES, which count the same', () => {
    const records = [
      writer.lost(21, 12),
      writer.lostSamples(3, 21),
      writer.lostSamples(7, 31),
      writer.lostSamples(2, 31),
    ];
    expect(lostOf(records)).toEqual([3, 9]);
  });

  it('of the only event need no id', () => {
    const single: WrittenAttr = { ...PLAIN, ids: [] };
    const recording = readRecords([new RecordWriter(single).lost(0, 4)], [single]);
    expect(recording.profile.events[0]?.lost).toBe(4);
  });

  it('are none where nothing was lost', () => {
    expect(lostOf([])).toEqual([0, 0]);
  });
});

it('skips record types it does not know and counts them', () => {
  const body = new Uint8Array(24).fill(0xff);
  const recording = readRecords([
    plain.record(40, 0, body),
    sample,
    plain.record(200, 0, body),
    plain.record(40, 0, body),
  ]);
  expect(recording.profile.samples).toBe(1);
  expect(recording.diagnostics.map(({ kind, text }) => [kind, text])).toEqual([
    ['unknown-record', '2 records of unknown type 40 were skipped'],
    ['unknown-record', '1 records of unknown type 200 were skipped'],
  ]);
});

it('skips the payload behind an AUXTRACE record, which is outside its size', () => {
  const payload = new Uint8Array(5000).fill(9);
  const auxtrace = plain.record(71, 0, new ByteWriter().u64(payload.length).raw(new Uint8Array(32)).bytes());
  expect(drawSamples(readRecords([auxtrace, payload, sample]))).toEqual(['cpu-clock :5 1/1: ?@10']);
});

it('says so when an AUXTRACE payload is larger than the file', () => {
  const auxtrace = plain.record(
    71,
    0,
    new ByteWriter()
      .u64(2n ** 60n)
      .raw(new Uint8Array(32))
      .bytes(),
  );
  const recording = readRecords([sample, auxtrace, sample]);
  expect(recording.profile.samples).toBe(1);
  expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['truncated']);
});

it('notes throttling', () => {
  const recording = readRecords([plain.record(5, 0, new Uint8Array(56)), sample]);
  expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['throttled']);
});

it('reads a file whose size perf record never wrote to its end, and says that it is unfinished', () => {
  const bytes = perfDataFile({ attrs: [PLAIN], records: [sample, sample], dataSize: 0n });
  const recording = readBytes(perfDataFormat, bytes);
  expect(recording.profile.samples).toBe(2);
  expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['unfinished-recording']);
});

it('does not choke on a time of all ones, which perf takes for none', () => {
  const recording = readRecords([
    plain.sample({ pid: 5, time: -1, ip: 0x10n, mode: USER, period: 1 }),
    sample,
  ]);
  expect(recording.profile.samples).toBe(2);
  expect([recording.profile.firstTimeNs, recording.profile.lastTimeNs]).toEqual([10, 10]);
});

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('features of a %s file', (_, littleEndian) => {
  const text = (value: string): Uint8Array => featureString(value, littleEndian);
  const ip = new RecordWriter(PLAIN, littleEndian).sample({ pid: 5, ip: 0x10n, mode: USER });
  const cmdline = new ByteWriter(littleEndian).u32(2).raw(text('perf')).raw(text('record -a')).bytes();
  const description = new ByteWriter(littleEndian)
    .u32(1)
    .u32(128)
    .raw(new Uint8Array(128))
    .u32(1)
    .raw(text('cycles:ppp'))
    .u64(1)
    .bytes();
  const features = new Map([
    [3, text('host')],
    [4, text('6.1.192-labp')],
    [5, text('6.1.176')],
    [6, text('x86_64')],
    [7, new ByteWriter(littleEndian).u32(16).u32(8).bytes()],
    [8, text('AMD EPYC 9654')],
    [9, text('AuthenticAMD,25,17,1')],
    [11, cmdline],
    [12, description],
    [30, new Uint8Array(40)],
  ]);
  const read = (changed: ReadonlyMap<number, Uint8Array>) =>
    readBytes(
      perfDataFormat,
      perfDataFile({ attrs: [PLAIN], records: [ip], features: changed, littleEndian }),
    );

  it('describe the machine and name the events', () => {
    const { machine, profile, diagnostics } = read(features);
    expect(machine).toEqual({
      hostname: 'host',
      kernel: '6.1.192-labp',
      perfVersion: '6.1.176',
      arch: 'x86_64',
      possibleCpus: 16,
      onlineCpus: 8,
      cpuModel: 'AMD EPYC 9654',
      cpuId: 'AuthenticAMD,25,17,1',
      recordCommand: 'perf record -a',
    });
    expect(profile.events[0]?.name).toBe('cycles:ppp');
    expect(diagnostics).toEqual([]);
  });

  it.each([
    [
      'a string longer than its section',
      4,
      new ByteWriter(littleEndian)
        .u32(2 ** 31)
        .raw(text('x'))
        .bytes(),
    ],
    ['a section too short for a length', 4, new Uint8Array(2)],
    [
      'more words than the section holds',
      11,
      new ByteWriter(littleEndian)
        .u32(2 ** 32 - 1)
        .raw(text('x'))
        .bytes(),
    ],
    ['attrs of no size', 12, new ByteWriter(littleEndian).u32(1).u32(0).raw(new Uint8Array(64)).bytes()],
    ['more ids than the section holds', 12, changeIds(description, littleEndian)],
  ])('with %s leave the others readable and are reported', (_name, bit, section) => {
    const { machine, diagnostics } = read(new Map([...features, [bit, section]]));
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['broken-features']);
    expect(diagnostics[0]?.text).toContain(`header sections ${bit} `);
    expect(machine.cpuModel).toBe('AMD EPYC 9654');
  });
});

/** The same EVENT_DESC with 2^32 - 1 ids. */
function changeIds(description: Uint8Array, littleEndian: boolean): Uint8Array {
  const changed = description.slice();
  changed.set(new ByteWriter(littleEndian).u32(2 ** 32 - 1).bytes(), 8 + 128);
  return changed;
}
