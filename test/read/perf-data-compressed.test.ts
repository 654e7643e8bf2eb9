import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import { perfDataFormat } from '../../src/read/perf-data/format.js';
import { contentOf, fixture, readBytes } from '../conformance.js';
import { join, PerfBytes, RawZstd } from './perf-data-bytes.js';

const write = new PerfBytes();
const COMPRESSED = 81;
const COMPRESSED2 = 83;

/** The records of a recorded pipe: those that perf writes plain (its own), and those of the kernel. */
function recordsOfPipe(): { own: Uint8Array[]; kernel: Uint8Array[] } {
  const bytes = fixture('perf-data/pipe.data.gz');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const own: Uint8Array[] = [];
  const kernel: Uint8Array[] = [];
  for (let at = 16; at < bytes.length; at += view.getUint16(at + 6, true)) {
    const record = bytes.subarray(at, at + view.getUint16(at + 6, true));
    (view.getUint32(at, true) < 64 ? kernel : own).push(record);
  }
  return { own, kernel };
}

/** `data` as records of `type` with `chunk` bytes of it in each, whatever the records inside. */
function compress(data: Uint8Array, chunk: number, type: number): Uint8Array[] {
  const zstd = new RawZstd();
  const records: Uint8Array[] = [];
  for (let from = 0; from < data.length; from += chunk) {
    const payload = zstd.block(data.subarray(from, from + chunk));
    if (type === COMPRESSED) records.push(write.record(type, payload));
    else {
      const padding = new Uint8Array((8 - (payload.length % 8)) % 8);
      records.push(write.record(type, join(write.u64(payload.length), payload, padding)));
    }
  }
  return records;
}

const read = (bytes: Uint8Array, chunk = 65536): Recording => readBytes(perfDataFormat, bytes, chunk);

describe('compressed records', () => {
  const { own, kernel } = recordsOfPipe();
  const plain = contentOf(read(write.pipe(...own, ...kernel)));

  it.each([
    [COMPRESSED, 1000],
    [COMPRESSED, 60_000],
    [COMPRESSED2, 333],
    [COMPRESSED2, 65_001],
  ])('of type %i with %i bytes in each read like the plain ones', (type, chunk) => {
    const bytes = write.pipe(...own, ...compress(join(...kernel), chunk, type));
    expect(contentOf(read(bytes))).toEqual(plain);
    expect(contentOf(read(bytes, 7))).toEqual(plain);
  });

  it('whose size does not fit, as perf 6.16 wrote them without padding, read as well', () => {
    const data = join(...kernel).subarray(0, 65_510);
    const rest = join(...kernel).subarray(65_510);
    const zstd = new RawZstd();
    const payload = zstd.block(data);
    expect(payload.length).toBe(65_519);
    // 16 + 65519 padded to 8 is 65536: the u16 says 0.
    const wrapped = join(
      write.u32(COMPRESSED2),
      write.u16(0),
      write.u16(0),
      write.u64(payload.length),
      payload,
    );
    const tail: Uint8Array[] = [];
    for (let from = 0; from < rest.length; from += 50_000) {
      tail.push(write.record(COMPRESSED, zstd.block(rest.subarray(from, from + 50_000))));
    }
    const bytes = write.pipe(...own, wrapped, ...tail);
    expect(contentOf(read(bytes))).toEqual(plain);
    expect(contentOf(read(bytes, 7))).toEqual(plain);
  });

  it('of perf 6.16 that are several under one wrapped size read as well', () => {
    const data = join(...kernel);
    const zstd = new RawZstd();
    const stream = join(zstd.block(data.subarray(0, 65_000)), zstd.block(data.subarray(65_000)));
    const first = stream.subarray(0, 65_519);
    const second = stream.subarray(65_519, 65_519 + 2_000);
    const third = stream.subarray(65_519 + 2_000);
    const total = 16 + first.length + 16 + second.length;
    const wrapped = join(
      write.u32(COMPRESSED2),
      write.u16(0),
      write.u16((Math.ceil(total / 8) * 8) % 65536),
      write.u64(total - 16),
      first,
    );
    // The second one's data_size is whatever was in memory, and its size is not padded.
    const unset = write.record(COMPRESSED2, join(write.u64(7), second));
    const rest: Uint8Array[] = [];
    for (let from = 0; from < third.length; from += 50_000) {
      rest.push(write.record(COMPRESSED, third.subarray(from, from + 50_000)));
    }
    expect(contentOf(read(write.pipe(...own, wrapped, unset, ...rest)))).toEqual(plain);
  });

  it('that end inside a record say so', () => {
    const bytes = write.pipe(...own, ...compress(join(...kernel).subarray(0, 5_001), 1000, COMPRESSED));
    expect(read(bytes).diagnostics.map(({ kind }) => kind)).toEqual(['truncated']);
  });
});

describe('a broken compressed stream', () => {
  const attr = write.headerAttr(write.attr(1));
  const at = 16 + attr.length;
  const refused = (payload: Uint8Array): string => {
    try {
      read(write.pipe(attr, write.record(COMPRESSED, payload)));
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    return 'read';
  };

  it.each([
    ['without the magic', new Uint8Array(100)],
    ['with a reserved block type', join(new RawZstd().header(), Uint8Array.of(6, 0, 0), new Uint8Array(40))],
    [
      'with a block above 128 KiB',
      join(new RawZstd().header(), Uint8Array.of(255, 255, 255), new Uint8Array(40)),
    ],
    ['with a window of 2 GiB', join(new RawZstd().header(0xa8), Uint8Array.of(0, 0, 0), new Uint8Array(40))],
    [
      'with garbage in a block',
      join(new RawZstd().header(), Uint8Array.of(0x44, 1, 0), new Uint8Array(40).fill(0xff)),
    ],
  ])('%s names the byte of its record', (_what, payload) => {
    expect(refused(payload)).toContain(
      `input: byte ${at}: expected the zstd stream of perf record -z to go on`,
    );
  });

  it('with a compressed record inside is refused', () => {
    const inner = write.record(COMPRESSED, new RawZstd().block(write.record(68)));
    expect(refused(new RawZstd().block(inner))).toContain('expected plain records');
  });

  it('with a record of size 0 inside is refused', () => {
    expect(refused(new RawZstd().block(new Uint8Array(64)))).toContain('found type 0 of 0 bytes');
  });

  it('that expands to a gigabyte needs the memory of a block', () => {
    const zstd = new RawZstd();
    const bomb = join(zstd.header(), ...Array.from({ length: 8192 }, () => zstd.repeat(0x10, 131_072)));
    const before = process.memoryUsage().arrayBuffers;
    const { diagnostics } = read(write.pipe(attr, write.record(COMPRESSED, bomb)));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(512 << 20);
    expect(diagnostics[diagnostics.length - 1]?.text).toBe(
      `${Math.floor(2 ** 30 / 0x1010)} records of unknown type ${0x10101010} were skipped`,
    );
  });
});
