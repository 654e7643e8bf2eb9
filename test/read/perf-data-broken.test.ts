import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { contentOf, fixture, readBytes, readTruncated } from '../conformance.js';
import { PLAIN, plain } from './perf-data-drawing.js';
import {
  ByteWriter,
  featureString,
  PerfContext,
  PerfSample,
  perfDataFile,
  USER,
} from './perf-data-writer.js';

const KIB = 1024;
const sample = plain.sample({
  pid: 5,
  time: 10,
  ip: 0x10n,
  mode: USER,
  period: 1,
  callchain: [PerfContext.user, 0x10n],
});
const small = perfDataFile({
  attrs: [PLAIN],
  records: [
    plain.mmap2({ pid: 5, start: 0x1000n, length: 0x1000n, file: '/usr/sbin/nginx', time: 1 }),
    plain.comm(5, 'nginx', 2),
    plain.fork(6, 6, 5, 3),
    plain.ksymbol(0xffff_ffff_c100_0000n, 0x80, 'bpf_prog_5a'),
    sample,
    plain.finishedRound(),
    plain.lost(1, 4),
    plain.lostSamples(4, 1),
    sample,
  ],
  features: new Map([
    [4, featureString('6.1.192-labp')],
    [7, new ByteWriter().u32(8).u32(8).bytes()],
  ]),
});
/** Offset of the data section in `small`: header, one id, one attr entry. */
const DATA_AT = 104 + 8 + 144;

function refusal(bytes: Uint8Array): string {
  try {
    readBytes(perfDataFormat, bytes, 4096, 'perf.data');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'read';
}

/** `small` with the u64 at `at` replaced. */
function with64(at: number, value: bigint): Uint8Array {
  const bytes = small.slice();
  bytes.set(new ByteWriter().u64(value).bytes(), at);
  return bytes;
}

describe('a header', () => {
  const HUGE = 2n ** 60n;
  it.each([
    ['of another size', 8, 96n, 'perf.data: byte 8: expected a header of 104 bytes, found 96'],
    [
      'with attr entries too small',
      16,
      40n,
      'perf.data: byte 16: expected an attr entry of 80 to 65536 bytes',
    ],
    [
      'with attr entries too large',
      16,
      HUGE,
      'perf.data: byte 16: expected an attr entry of 80 to 65536 bytes',
    ],
    ['with attrs outside the file', 24, HUGE, 'perf.data: byte 24: expected the attr section'],
    ['with more attrs than the file holds', 32, HUGE, 'perf.data: byte 24: expected the attr section'],
    ['with no attrs', 32, 0n, 'expected at least one event, found none'],
    ['with data outside the file', 40, HUGE, 'perf.data: byte 40: expected data between byte 104 and'],
    ['with data inside the header', 40, 8n, 'perf.data: byte 40: expected data between byte 104 and'],
    ['with more data than the file holds', 48, HUGE, 'expected a record of at least 8 bytes'],
    ['with ids outside the file', DATA_AT - 16, HUGE, `perf.data: byte ${DATA_AT - 16}: expected event ids`],
    [
      'with more ids than the file holds',
      DATA_AT - 8,
      HUGE,
      `perf.data: byte ${DATA_AT - 16}: expected event ids`,
    ],
  ])('%s is refused with its byte', (_, at, value, message) => {
    expect(refusal(with64(at, value))).toContain(message);
  });

  it('whose events all name the same ids is refused before they fill memory', () => {
    // 2,000 events that each claim all 16,000 bytes of ids: 4,000,000 ids from a file of 300 KB.
    const attrs = Array.from({ length: 2000 }, (_, index) => ({ ...PLAIN, ids: [index] }));
    const bytes = perfDataFile({ attrs, records: [sample] });
    for (let entry = 0; entry < attrs.length; entry++) {
      const at = 104 + 16_000 + entry * 144 + 128;
      bytes.set(new ByteWriter().u64(104).u64(16_000).bytes(), at);
    }
    expect(refusal(bytes)).toMatch(/^perf.data: byte \d+: expected event ids/);
  });

  it('with features outside the file costs the features, not the samples', () => {
    const tableAt = small.length - (featureString('6.1.192-labp').length + 8 + 2 * 16);
    for (const value of [HUGE, 2n ** 64n - 1n, 0n]) {
      const recording = readBytes(perfDataFormat, with64(tableAt, value));
      expect(recording.profile.samples).toBe(2);
      expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['broken-features']);
      expect(recording.machine).toMatchObject({ kernel: null, onlineCpus: 8 });
    }
  });
});

describe('a record', () => {
  const file = (...records: Uint8Array[]): Uint8Array => perfDataFile({ attrs: [PLAIN], records });

  it.each([0, 7])('of size %d is refused with its byte', (size) => {
    const bytes = file(sample, sample);
    bytes.set(new ByteWriter().u16(size).bytes(), DATA_AT + sample.length + 6);
    expect(refusal(bytes)).toBe(
      `perf.data: byte ${DATA_AT + sample.length}: expected a record of at least 8 bytes, found size ${size}`,
    );
  });

  it('that crosses the end of the data is left out and reported', () => {
    const bytes = file(sample, sample);
    bytes.set(new ByteWriter().u16(sample.length + 8).bytes(), DATA_AT + sample.length + 6);
    const recording = readBytes(perfDataFormat, bytes);
    expect(recording.profile.samples).toBe(1);
    expect(recording.diagnostics.map(({ kind }) => kind)).toEqual(['truncated']);
  });

  it.each([
    ['one entry too many', 3n],
    ['more entries than memory', 2n ** 60n],
    ['more entries than any integer', 2n ** 64n - 1n],
  ])('whose callchain claims %s is refused with its byte', (_, count) => {
    const bytes = file(sample);
    bytes.set(new ByteWriter().u64(count).bytes(), DATA_AT + sample.length - 24);
    expect(refusal(bytes)).toMatch(new RegExp(`^perf.data: byte ${DATA_AT}: expected a sample that holds`));
  });

  it('of a group with more values than it holds is refused with its byte', () => {
    const attr = { ...PLAIN, sampleType: PLAIN.sampleType | PerfSample.read, readFormat: 8 | 4 };
    const group = new ByteWriter()
      .u64(0x10)
      .u32(5)
      .u32(5)
      .u64(10)
      .u32(0)
      .u32(0)
      .u64(1)
      .u64(2n ** 59n)
      .u64(0);
    const bytes = perfDataFile({ attrs: [attr], records: [plain.record(9, USER, group.bytes())] });
    expect(refusal(bytes)).toMatch(new RegExp(`^perf.data: byte ${DATA_AT}: expected a sample that holds`));
  });

  it.each([
    ['MMAP', 1],
    ['LOST', 2],
    ['COMM', 3],
    ['FORK', 7],
    ['SAMPLE', 9],
    ['MMAP2', 10],
    ['LOST_SAMPLES', 13],
    ['KSYMBOL', 17],
  ])('%s without a body is refused with its byte', (_, type) => {
    expect(refusal(file(plain.record(type, 0, new Uint8Array(0))))).toMatch(
      new RegExp(`^perf.data: byte ${DATA_AT}: expected a (record|sample)`),
    );
  });
});

it.each([1, 2, 3, 7, 100])('reads a small file in chunks of %d as in one', (size) => {
  const whole = readBytes(perfDataFormat, small, small.length);
  expect(whole.profile.samples).toBe(2);
  expect(contentOf(readBytes(perfDataFormat, small, size))).toEqual(contentOf(whole));
});

describe('any damage', () => {
  it('by a cut at every byte of a small file leaves a recording or one InputError', () => {
    const cuts = Array.from({ length: small.length }, (_, index) => index);
    const refused = readTruncated(perfDataFormat, small, cuts);
    expect(refused).toBeGreaterThanOrEqual(DATA_AT);
    expect(refused).toBeLessThan(small.length);
  });

  it('by overwritten bytes leaves a recording or one InputError', () => {
    const outcomes = new Set<boolean>();
    const damage = fc.array(fc.tuple(fc.nat(small.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = small.slice();
        for (const [at, value] of changes) bytes[at] = value;
        outcomes.add(refusal(bytes) === 'read');
      }),
      { numRuns: 2000 },
    );
    expect(outcomes.size).toBe(2);
  });

  it('by overwritten words of a real file leaves a recording or one InputError', () => {
    const real = fixture('recordings/openclose-unconfined-8cpu/perf.data.gz').subarray(0, 64 * KIB);
    const word = fc.constantFrom(
      0n,
      1n,
      2n ** 16n - 1n,
      2n ** 32n - 1n,
      2n ** 60n,
      2n ** 63n,
      2n ** 64n - 1n,
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(real.length - 8), word), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const bytes = real.slice();
          for (const [at, value] of changes) bytes.set(new ByteWriter().u64(value).bytes(), at);
          refusal(bytes);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a real file', () => {
  const real = fixture('recordings/openclose-unconfined-8cpu/perf.data.gz');
  const whole = readBytes(perfDataFormat, real);
  const dataEnd =
    new DataView(real.buffer, real.byteOffset).getBigUint64(40, true) +
    new DataView(real.buffer, real.byteOffset).getBigUint64(48, true);

  it('cut at 300 places leaves a recording or one InputError', () => {
    const cuts = Array.from({ length: 300 }, (_, index) => Math.floor((index * real.length) / 300));
    // Cuts in the last hundredth of the records or in the features leave almost everything.
    expect(readTruncated(perfDataFormat, real, cuts)).toBeGreaterThan(280);
  });

  it('cut in the middle is refused with its byte', () => {
    const cut = Math.floor(real.length / 2);
    expect(refusal(real.subarray(0, cut))).toMatch(
      new RegExp(`^perf.data: byte ${cut}: expected \\d+ bytes of records, found the end of the file after`),
    );
  });

  it('cut inside its last sample gives the rest and a diagnostic', () => {
    const last = lastSample(real, Number(dataEnd));
    for (const cut of [last + 1, last + 20]) {
      const recording = readBytes(perfDataFormat, real.subarray(0, cut));
      expect(recording.profile.samples).toBe(whole.profile.samples - 1);
      expect(recording.diagnostics.map(({ kind }) => kind)).toContain('truncated');
    }
  });

  it('cut within its features gives all samples and a diagnostic', () => {
    const recording = readBytes(perfDataFormat, real.subarray(0, Number(dataEnd) + 40));
    expect(recording.profile.samples).toBe(whole.profile.samples);
    expect(recording.diagnostics.map(({ kind }) => kind)).toContain('broken-features');
  });
});

/** Start of the last SAMPLE record. */
function lastSample(bytes: Uint8Array, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let last = -1;
  for (let at = Number(view.getBigUint64(40, true)); at < end; at += view.getUint16(at + 6, true)) {
    if (view.getUint32(at, true) === 9) last = at;
  }
  return last;
}

describe('what is not a perf.data file', () => {
  it('is told from one by its magic', () => {
    const detect = (text: string, complete: boolean) =>
      perfDataFormat.detect(new TextEncoder().encode(text), complete);
    expect(detect('PERFILE2', false)).toBe('yes');
    expect(detect('2ELIFREP', false)).toBe('yes');
    expect(detect('PERFI', false)).toBe('more');
    expect(detect('PERFI', true)).toBe('no');
    expect(detect('PERFFILE', true)).toBe('yes');
    expect(detect('PERFFILF', true)).toBe('no');
    expect(detect('', true)).toBe('no');
  });
});
