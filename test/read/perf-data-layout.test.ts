import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { readBytes } from '../conformance.js';
import { drawSamples, drawStack, PLAIN, readRecords } from './perf-data-drawing.js';
import {
  KERNEL,
  PerfContext,
  PerfSample,
  perfDataFile,
  RecordWriter,
  type SampleFields,
  USER,
  type WrittenAttr,
} from './perf-data-writer.js';

const ALL_BITS = Object.values(PerfSample);
/** PERF_FORMAT_ID. */
const READ_ID = 4;
const KERNEL_TEXT = 0xffff_ffff_8100_0000n;

const sampleType = fc.subarray(ALL_BITS).map((bits) => bits.reduce<number>((all, bit) => all | bit, 0));

const kernelIp = fc.integer({ min: 0, max: 0xff_ffff }).map((offset) => KERNEL_TEXT + BigInt(offset));
const userIp = fc
  .integer({ min: 0x1000, max: 0x7fff_ffff })
  .map((offset) => 0x7f00_0000_0000n + BigInt(offset));

const sample: fc.Arbitrary<SampleFields & { kernelIps: bigint[]; userIps: bigint[] }> = fc.record({
  kernelIps: fc.array(kernelIp, { minLength: 1, maxLength: 5 }),
  userIps: fc.array(userIp, { maxLength: 5 }),
  pid: fc.integer({ min: 1, max: 4_000_000 }),
  time: fc.integer({ min: 1, max: 2 ** 48 }),
  id: fc.constantFrom(11, 12),
  cpu: fc.integer({ min: 0, max: 8191 }),
  period: fc.integer({ min: 1, max: 2 ** 40 }),
  values: fc.array(fc.record({ value: fc.nat(), id: fc.nat(), lost: fc.nat() }), {
    minLength: 1,
    maxLength: 4,
  }),
});

const hex = (ip: bigint): string => ip.toString(16);

/** The sample as the profile must show it, from what was written. */
function expected(type: number, written: SampleFields & { kernelIps: bigint[]; userIps: bigint[] }): string {
  const has = (bit: number): boolean => (type & bit) !== 0;
  const comm = has(PerfSample.tid) ? `:${written.pid}` : ':-1';
  const event = has(PerfSample.identifier | PerfSample.id) && written.id === 12 ? 'task-clock' : 'cpu-clock';
  const period = has(PerfSample.period) ? written.period : 77;
  const leaf = `?@${hex(written.kernelIps[0] as bigint)}k`;
  const chain = [
    ...written.kernelIps.map((ip) => `?@${hex(ip)}k`),
    ...written.userIps.map((ip) => `?@${hex(ip)}`),
  ];
  const stack = has(PerfSample.callchain) ? chain.join(' < ') : has(PerfSample.ip) ? leaf : '';
  const time = has(PerfSample.time) ? written.time : null;
  const cpu = has(PerfSample.cpu) ? written.cpu : -1;
  return `${event} ${comm} 1/${period}: ${stack} | ${time} ${cpu}`;
}

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('a %s file', (_, littleEndian) => {
  it('gives back what was written, whatever fields were sampled', () => {
    fc.assert(
      fc.property(
        sampleType,
        // Without ids: counters that say whose they are decide the events (perf-data-events.test.ts).
        fc.integer({ min: 0, max: 31 }).map((format) => format & ~READ_ID),
        fc.boolean(),
        sample,
        (type, format, all, fields) => {
          const common = { sampleType: type, readFormat: format, sampleIdAll: all, samplePeriod: 77 };
          const attrs: WrittenAttr[] = [
            { ...common, config: 0, ids: [11] },
            { ...common, config: 1, ids: [12] },
          ];
          const writer = new RecordWriter(attrs[0] as WrittenAttr, littleEndian);
          const record = writer.sample({
            ...fields,
            ip: fields.kernelIps[0] as bigint,
            callchain: [PerfContext.kernel, ...fields.kernelIps, PerfContext.user, ...fields.userIps],
          });
          const recording = readBytes(
            perfDataFormat,
            perfDataFile({ attrs, records: [record], littleEndian }),
            64,
          );
          const { profile } = recording;
          const cpu = profile.cpuCell(0).cpu;
          expect(`${drawSamples(recording)[0]} | ${profile.firstTimeNs} ${cpu}`).toBe(expected(type, fields));
          expect(recording.diagnostics).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('tells events apart by the id in front of a sample, or by the one inside', () => {
    for (const bit of [PerfSample.identifier, PerfSample.id]) {
      const sampleType = PLAIN.sampleType | bit;
      const attrs: WrittenAttr[] = [
        { sampleType, ids: [21, 22], config: 0 },
        { sampleType, ids: [31, 32], config: 3 },
      ];
      const writer = new RecordWriter(attrs[0] as WrittenAttr, littleEndian);
      const records = [22, 31, 32, 21, 32].map((id) =>
        writer.sample({ id, pid: 5, ip: 0x1000n, mode: USER, period: 1, time: 100, callchain: [] }),
      );
      const recording = readBytes(perfDataFormat, perfDataFile({ attrs, records, littleEndian }));
      expect(drawSamples(recording)).toEqual(['cpu-clock :5 2/2: ?@1000', 'context-switches :5 3/3: ?@1000']);
      expect(recording.profile.events.map(({ instances }) => instances)).toEqual([2, 2]);
    }
  });
});

it('counts samples of an id nobody listed, and says so', () => {
  const sampleType = PLAIN.sampleType | PerfSample.identifier;
  const attrs: WrittenAttr[] = [
    { sampleType, ids: [21] },
    { sampleType, ids: [31], config: 1 },
  ];
  const writer = new RecordWriter(attrs[0] as WrittenAttr);
  const recording = readRecords(
    [writer.sample({ id: 99, ip: 1n }), writer.sample({ id: 31, ip: 1n })],
    attrs,
  );
  expect(recording.profile.samples).toBe(1);
  expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['samples-without-event']);
});

// tools/perf/util/evlist.c evlist__event2evsel(): "Synthesized events have an id of zero"
it('gives samples with an id of zero to the first event, as perf does', () => {
  const sampleType = PLAIN.sampleType | PerfSample.identifier;
  const attrs: WrittenAttr[] = [
    { sampleType, ids: [21] },
    { sampleType, ids: [31], config: 1 },
  ];
  const writer = new RecordWriter(attrs[0] as WrittenAttr);
  const recording = readRecords([writer.sample({ id: 0, ip: 0x10n, pid: 5, mode: USER })], attrs);
  expect(drawSamples(recording)).toEqual(['cpu-clock :5 1/0: ?@10']);
});

it.each([64, 72, 80, 96, 112, 136, 168])(
  'reads attrs of %d bytes, older and newer than any it knows',
  (size) => {
    const attr: WrittenAttr = { ...PLAIN, size };
    const writer = new RecordWriter(attr);
    const records = [writer.comm(5, 'nginx', 10), writer.sample({ pid: 5, ip: 0x10n, mode: USER, time: 20 })];
    expect(drawSamples(readRecords(records, [attr]))).toEqual(['cpu-clock nginx 1/0: ?@10']);
  },
);

it('uses the fixed period of an event whose samples record none', () => {
  const attr: WrittenAttr = { sampleType: PerfSample.ip, samplePeriod: 1_000_003 };
  const recording = readRecords(
    [new RecordWriter(attr).sample({ ip: 0xffff_ffff_8100_0000n, mode: KERNEL })],
    [attr],
  );
  expect(recording.profile.cell(0).period).toBe(1_000_003);
  expect(drawStack(recording.profile, recording.profile.cell(0).stack)).toBe('?@ffffffff81000000k');
});
