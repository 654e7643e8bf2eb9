import { describe, expect, it } from 'vitest';
import { FrameFlag } from '../../src/model/profile.js';
import type { Recording } from '../../src/model/recording.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { contentOf, readBytes } from '../conformance.js';
import { join, PerfBytes } from './perf-data-bytes.js';

const IP_TID_TIME_PERIOD = 0x107;
const CALLCHAIN = 1 << 5;
/** RAW, BRANCH_STACK, REGS_USER, STACK_USER, WEIGHT ... WEIGHT_STRUCT: all that lies behind the callchain. */
const BEHIND_CALLCHAIN = 0x1fffc00 & ~(1 << 16);
const SAMPLE_ID_ALL = 18;
const [EXCLUDE_USER, EXCLUDE_HV] = [4, 6];
const KERNEL_IP = 0xffffffff81234567n;

const little = new PerfBytes();
const read = (bytes: Uint8Array): Recording => readBytes(perfDataFormat, bytes);
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);

function comm(write: PerfBytes): Uint8Array {
  const body = join(write.u32(7), write.u32(8), write.name('worker'));
  return write.record(3, join(body, write.u32(7), write.u32(8), write.u64(1)));
}

/** A sample of thread 7/8 with the callchain `chain`, and `behind` after it. */
function sample(
  write: PerfBytes,
  time: number,
  chain: readonly bigint[],
  behind = new Uint8Array(0),
): Uint8Array {
  return write.record(
    9,
    join(
      write.u64(KERNEL_IP),
      join(write.u32(7), write.u32(8)),
      write.u64(time),
      write.u64(1000),
      write.u64(chain.length),
      ...chain.map((ip) => write.u64(ip)),
      behind,
    ),
    1,
  );
}

const CHAIN = [-128n, KERNEL_IP, 0xffffffff81000010n, -512n, 0x401000n];

function attrOf(write: PerfBytes, more = 0, size = 128): Uint8Array {
  return write.attr(IP_TID_TIME_PERIOD | CALLCHAIN | more, [SAMPLE_ID_ALL, EXCLUDE_USER, EXCLUDE_HV], size);
}

function samplesOf(write: PerfBytes): Uint8Array[] {
  return [comm(write), sample(write, 20, CHAIN), sample(write, 10, [-128n, KERNEL_IP])];
}

const hostname = (write: PerfBytes): Map<number, Uint8Array> => new Map([[3, write.featureText('box')]]);
const reference = read(little.file(attrOf(little), samplesOf(little), hostname(little)));

describe('perf.data of other machines and other times', () => {
  it('the reference holds what was written', () => {
    const { profile, machine, diagnostics } = reference;
    expect(diagnostics).toEqual([]);
    expect(machine.hostname).toBe('box');
    expect(profile.samples).toBe(2);
    expect(profile.tasks.map((task) => task.comm)).toEqual(['worker']);
    expect(profile.events[0]?.name).toBe('cpu-clock:k');
  });

  const big = new PerfBytes(false);
  const shapes: [string, Uint8Array][] = [
    ['big-endian', big.file(attrOf(big), samplesOf(big), hostname(big))],
    [
      'big-endian with 32-bit longs in the feature bitmap',
      big.file(attrOf(big), samplesOf(big), hostname(big), { featureWord: 4 }),
    ],
    [
      'the first magic',
      little.file(attrOf(little), samplesOf(little), hostname(little), { magic: 'PERFFILE' }),
    ],
    [
      'the first magic, big-endian',
      big.file(attrOf(big), samplesOf(big), hostname(big), { magic: 'PERFFILE' }),
    ],
    ['the oldest attr', little.file(attrOf(little, 0, 64), samplesOf(little), hostname(little))],
    ['an attr longer than any', little.file(attrOf(little, 0, 512), samplesOf(little), hostname(little))],
    [
      'bits behind the callchain',
      little.file(
        attrOf(little, BEHIND_CALLCHAIN),
        [
          comm(little),
          sample(little, 20, CHAIN, new Uint8Array(320).fill(0xee)),
          sample(little, 10, [-128n, KERNEL_IP]),
        ],
        hostname(little),
      ),
    ],
    [
      'a big-endian pipe',
      big.pipe(
        big.headerAttr(attrOf(big)),
        big.record(80, join(big.u64(3), big.featureText('box'))),
        big.record(80, big.u64(35)),
        ...samplesOf(big),
      ),
    ],
  ];
  it.each(shapes)('%s reads the same', (_what, bytes) => {
    expect(perfDataFormat.detect(bytes.subarray(0, 8), false)).toBe('yes');
    const content = contentOf(read(bytes)) as { events: { instances: number | null }[] };
    expect(content).toEqual(contentOf(reference));
  });

  it('a header from before there were features has none', () => {
    const recording = read(little.file(attrOf(little), samplesOf(little), new Map(), { headerSize: 72 }));
    expect(recording.profile.samples).toBe(2);
    expect(recording.machine.hostname).toBeNull();
    expect(recording.diagnostics).toEqual([]);
  });

  it('a header of a size nobody wrote is refused', () => {
    const bytes = little.file(attrOf(little), samplesOf(little));
    bytes[8] = 105;
    expect(() => read(bytes)).toThrow('input: byte 8: expected a header of 104 bytes, found 105');
  });
});

describe('records nobody needs', () => {
  /** Every type the kernel and perf know and refscope does not read, with a body like none of theirs. */
  const known = [
    4, 6, 8, 11, 12, 14, 15, 16, 18, 19, 20, 21, 22, 65, 69, 70, 72, 73, 74, 75, 76, 77, 79, 82, 84, 85, 86,
  ];
  it('of known types are passed over in silence', () => {
    const others = known.map((type) => little.record(type, new Uint8Array(24)));
    const bytes = little.file(attrOf(little), [...others, ...samplesOf(little)], hostname(little));
    expect(contentOf(read(bytes))).toEqual(contentOf(reference));
  });

  it('of types newer than any we know are skipped by size and said', () => {
    const others = [23, 23, 87].map((type) => little.record(type, new Uint8Array(40).fill(9)));
    const recording = read(little.file(attrOf(little), [...others, ...samplesOf(little)]));
    expect(recording.profile.samples).toBe(2);
    expect(recording.diagnostics.map(({ text }) => text)).toEqual([
      '2 records of unknown type 23 were skipped',
      '1 records of unknown type 87 were skipped',
    ]);
  });

  it('features newer than any we know are said, in a file and in a pipe', () => {
    const inFile = read(little.file(attrOf(little), samplesOf(little), new Map([[77, new Uint8Array(8)]])));
    const feature = little.record(80, join(little.u64(77), new Uint8Array(8)));
    const inPipe = read(little.pipe(little.headerAttr(attrOf(little)), feature, ...samplesOf(little)));
    expect(inFile.diagnostics).toEqual(inPipe.diagnostics);
    expect(inFile.diagnostics[0]?.text).toBe('header sections 77 are of a newer perf and were skipped');
  });

  it('the payloads behind AUXTRACE and TRACING_DATA are no records', () => {
    const payload = join(sample(little, 5, CHAIN), new Uint8Array(56));
    const aux = little.record(71, join(little.u64(payload.length), new Uint8Array(32)));
    const tracing = little.record(66, join(little.u32(payload.length), little.u32(0)));
    const bytes = little.pipe(
      little.headerAttr(attrOf(little)),
      tracing,
      payload,
      aux,
      payload,
      ...samplesOf(little),
    );
    for (const chunk of [1, 7, 65536]) {
      const recording = readBytes(perfDataFormat, bytes, chunk);
      expect(recording.profile.samples).toBe(2);
      expect(recording.diagnostics).toEqual([]);
    }
  });
});

describe('samples that cannot be resolved here', () => {
  it('of a guest keep their address without a host name', () => {
    const guest = sample(little, 10, [-512n, 0x401000n]);
    guest[4] = 4;
    const recording = read(little.file(attrOf(little), [comm(little), guest]));
    expect(kinds(recording)).toEqual(['guest-samples']);
    const { profile } = recording;
    expect(profile.samples).toBe(1);
    const frame = profile.stackFrame(profile.cell(0).stack);
    expect(profile.frameFlags(frame) & FrameFlag.kernel).toBe(0);
    expect(profile.frameDso(frame)).toBeNull();
  });

  it('with a deferred user callchain keep the kernel part', () => {
    const deferred = sample(little, 10, [-128n, KERNEL_IP, -640n, 12345n]);
    const recording = read(little.file(attrOf(little), [comm(little), deferred]));
    expect(kinds(recording)).toEqual(['deferred-callchains']);
    const { profile } = recording;
    expect(profile.stackParent(profile.cell(0).stack)).toBe(-1);
  });

  it('with a context nobody knows keep only their ip', () => {
    const recording = read(
      little.file(attrOf(little), [comm(little), sample(little, 10, [-2048n, KERNEL_IP])]),
    );
    expect(kinds(recording)).toEqual(['corrupt-callchain']);
    expect(recording.profile.samples).toBe(1);
  });
});

it('one file of a perf.data directory is refused with what to do', () => {
  const bytes = little.file(attrOf(little), samplesOf(little), new Map([[24, little.u64(1)]]));
  expect(() => read(bytes)).toThrow('perf inject -i DIRECTORY -o - > FILE');
});
