/**
 * Writes small perf.data files for tests, field by field as include/uapi/linux/perf_event.h and
 * tools/perf/Documentation/perf.data-file-format.txt lay them out. Shares nothing with the reader;
 * perf 6.1.192 reads what it writes, in both byte orders.
 */

export const PerfSample = {
  ip: 1,
  tid: 2,
  time: 4,
  addr: 8,
  read: 16,
  callchain: 32,
  id: 64,
  cpu: 128,
  period: 256,
  streamId: 512,
  identifier: 1 << 16,
} as const;

export const PerfContext = { hv: -32n, kernel: -128n, user: -512n, guest: -2048n } as const;
export const KERNEL = 1;
export const USER = 2;

export interface WrittenAttr {
  readonly sampleType: number;
  readonly readFormat?: number;
  readonly sampleIdAll?: boolean;
  readonly ids?: readonly number[];
  readonly type?: number;
  readonly config?: number;
  readonly samplePeriod?: number;
  /** Bytes of the perf_event_attr; perf 6.1 writes 128. */
  readonly size?: number;
}

interface ReadValue {
  readonly value: number;
  readonly id: number;
  readonly lost: number;
}

export interface SampleFields {
  readonly mode?: number;
  readonly ip?: bigint;
  readonly pid?: number;
  readonly tid?: number;
  readonly time?: number;
  readonly id?: number;
  readonly cpu?: number;
  readonly period?: number;
  readonly values?: readonly ReadValue[];
  readonly callchain?: readonly bigint[];
}

export interface MmapFields {
  readonly pid: number;
  readonly start: bigint;
  readonly length: bigint;
  readonly pageOffset?: bigint;
  readonly file: string;
  readonly time?: number;
  readonly mode?: number;
}

/** A growing run of integers in one byte order. */
export class ByteWriter {
  readonly littleEndian: boolean;
  readonly #bytes: number[] = [];

  constructor(littleEndian = true) {
    this.littleEndian = littleEndian;
  }

  int(value: bigint | number, bytes: number): this {
    const part: number[] = [];
    let rest = BigInt.asUintN(bytes * 8, BigInt(value));
    for (let index = 0; index < bytes; index++) {
      part.push(Number(rest & 255n));
      rest >>= 8n;
    }
    this.#bytes.push(...(this.littleEndian ? part : part.reverse()));
    return this;
  }

  u16(value: bigint | number): this {
    return this.int(value, 2);
  }

  u32(value: bigint | number): this {
    return this.int(value, 4);
  }

  u64(value: bigint | number): this {
    return this.int(value, 8);
  }

  /** NUL-terminated, padded to a multiple of 8. */
  text(text: string): this {
    const bytes = [...new TextEncoder().encode(text), 0];
    while (bytes.length % 8 !== 0) bytes.push(0);
    return this.raw(bytes);
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  get length(): number {
    return this.#bytes.length;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Builds the records of a file whose non-sample records carry the trailer of `attr`. */
export class RecordWriter {
  readonly littleEndian: boolean;
  readonly #attr: WrittenAttr;

  constructor(attr: WrittenAttr, littleEndian = true) {
    this.#attr = attr;
    this.littleEndian = littleEndian;
  }

  record(type: number, misc: number, body: Uint8Array): Uint8Array {
    const size = 8 + body.length;
    return new ByteWriter(this.littleEndian).u32(type).u16(misc).u16(size).raw(body).bytes();
  }

  comm(tid: number, comm: string, time = 0, pid = tid): Uint8Array {
    return this.#withTrailer(3, 0, this.#body().u32(pid).u32(tid).text(comm), time);
  }

  fork(pid: number, tid: number, parent: number, time = 0, misc = 0): Uint8Array {
    const body = this.#body().u32(pid).u32(parent).u32(tid).u32(parent).u64(time);
    return this.#withTrailer(7, misc, body, time);
  }

  mmap(map: MmapFields): Uint8Array {
    const body = this.#body().u32(map.pid).u32(map.pid).u64(map.start).u64(map.length);
    return this.#withTrailer(
      1,
      map.mode ?? USER,
      body.u64(map.pageOffset ?? 0n).text(map.file),
      map.time ?? 0,
    );
  }

  mmap2(map: MmapFields): Uint8Array {
    const body = this.#body().u32(map.pid).u32(map.pid).u64(map.start).u64(map.length);
    body
      .u64(map.pageOffset ?? 0n)
      .u32(8)
      .u32(1)
      .u64(4711)
      .u64(0)
      .u32(5)
      .u32(2);
    return this.#withTrailer(10, map.mode ?? USER, body.text(map.file), map.time ?? 0);
  }

  lost(id: number, count: number): Uint8Array {
    return this.#withTrailer(2, 0, this.#body().u64(id).u64(count), 0, id);
  }

  lostSamples(count: number, id: number): Uint8Array {
    return this.#withTrailer(13, 0, this.#body().u64(count), 0, id);
  }

  ksymbol(start: bigint, length: number, name: string, flags = 0): Uint8Array {
    return this.#withTrailer(17, 0, this.#body().u64(start).u32(length).u16(1).u16(flags).text(name), 0);
  }

  finishedRound(): Uint8Array {
    return this.record(68, 0, new Uint8Array(0));
  }

  /** `attr`: the event's own, where a file has several. */
  sample(fields: SampleFields, attr: WrittenAttr = this.#attr): Uint8Array {
    const has = (bit: number): boolean => (attr.sampleType & bit) !== 0;
    const body = this.#body();
    if (has(PerfSample.identifier)) body.u64(fields.id ?? 0);
    if (has(PerfSample.ip)) body.u64(fields.ip ?? 0n);
    if (has(PerfSample.tid)) body.u32(fields.pid ?? 0).u32(fields.tid ?? fields.pid ?? 0);
    if (has(PerfSample.time)) body.u64(fields.time ?? 0);
    if (has(PerfSample.addr)) body.u64(0xadd2);
    if (has(PerfSample.id)) body.u64(fields.id ?? 0);
    if (has(PerfSample.streamId)) body.u64(0x57);
    if (has(PerfSample.cpu)) body.u32(fields.cpu ?? 0).u32(0);
    if (has(PerfSample.period)) body.u64(fields.period ?? 0);
    if (has(PerfSample.read)) writeRead(body, attr.readFormat ?? 0, fields.values ?? []);
    if (has(PerfSample.callchain)) {
      body.u64(fields.callchain?.length ?? 0);
      for (const ip of fields.callchain ?? []) body.u64(ip);
    }
    return this.record(9, fields.mode ?? KERNEL, body.bytes());
  }

  #body(): ByteWriter {
    return new ByteWriter(this.littleEndian);
  }

  /** struct sample_id: tid, time, id, stream id, cpu, identifier, as far as the event samples them. */
  #withTrailer(type: number, misc: number, body: ByteWriter, time: number, id = 0): Uint8Array {
    const has = (bit: number): boolean => (this.#attr.sampleType & bit) !== 0;
    if (this.#attr.sampleIdAll ?? true) {
      if (has(PerfSample.tid)) body.u32(0).u32(0);
      if (has(PerfSample.time)) body.u64(time);
      if (has(PerfSample.id)) body.u64(id);
      if (has(PerfSample.streamId)) body.u64(0x57);
      if (has(PerfSample.cpu)) body.u32(0).u32(0);
      if (has(PerfSample.identifier)) body.u64(id);
    }
    return this.record(type, misc, body.bytes());
  }
}

/** PERF_FORMAT_*: total time enabled 1, running 2, id 4, group 8, lost 16. */
function writeRead(body: ByteWriter, format: number, values: readonly ReadValue[]): void {
  const group = (format & 8) !== 0;
  const value = (read: ReadValue | undefined): void => {
    body.u64(read?.value ?? 0);
    if (!group) times();
    if ((format & 4) !== 0) body.u64(read?.id ?? 0);
    if ((format & 16) !== 0) body.u64(read?.lost ?? 0);
  };
  const times = (): void => {
    if ((format & 1) !== 0) body.u64(1_000_000);
    if ((format & 2) !== 0) body.u64(999_999);
  };
  if (!group) {
    value(values[0]);
    return;
  }
  body.u64(values.length);
  times();
  values.forEach(value);
}

export interface WrittenFile {
  readonly attrs: readonly WrittenAttr[];
  readonly records: readonly Uint8Array[];
  /** Section contents by feature bit. */
  readonly features?: ReadonlyMap<number, Uint8Array>;
  readonly littleEndian?: boolean;
  /** What the header says instead of the true size of the data. */
  readonly dataSize?: bigint;
}

/** The whole file: header, ids, attrs, records, feature table, features. */
export function perfDataFile(file: WrittenFile): Uint8Array {
  const littleEndian = file.littleEndian ?? true;
  const features = [...(file.features ?? [])].sort((a, b) => a[0] - b[0]);
  const attrSize = file.attrs[0]?.size ?? 128;
  const ids = new ByteWriter(littleEndian);
  const attrs = new ByteWriter(littleEndian);
  const idsAt = 104;
  for (const attr of file.attrs) {
    const at = idsAt + ids.length;
    for (const id of attr.ids ?? []) ids.u64(id);
    writeAttr(attrs, attr, attrSize)
      .u64(at)
      .u64((attr.ids?.length ?? 0) * 8);
  }
  const data = new ByteWriter(littleEndian);
  for (const record of file.records) data.raw(record);
  const attrsAt = idsAt + ids.length;
  const dataAt = attrsAt + attrs.length;
  const header = new ByteWriter(littleEndian)
    .raw(new TextEncoder().encode(littleEndian ? 'PERFILE2' : '2ELIFREP'))
    .u64(104)
    .u64(attrSize + 16)
    .u64(attrsAt)
    .u64(attrs.length)
    .u64(dataAt)
    .u64(file.dataSize ?? data.length)
    .u64(0)
    .u64(0);
  const bits = features.reduce((all, [bit]) => all | (1n << BigInt(bit)), 0n);
  for (let word = 0n; word < 4n; word++) header.u64(bits >> (word * 64n));
  const tail = new ByteWriter(littleEndian);
  let at = dataAt + data.length + features.length * 16;
  for (const [, section] of features) {
    tail.u64(at).u64(section.length);
    at += section.length;
  }
  for (const [, section] of features) tail.raw(section);
  return header.raw(ids.bytes()).raw(attrs.bytes()).raw(data.bytes()).raw(tail.bytes()).bytes();
}

function writeAttr(writer: ByteWriter, attr: WrittenAttr, size: number): ByteWriter {
  // sample_id_all is flag 18: bit-fields start at the lowest bit on little-endian, the highest on big-endian.
  const flag = writer.littleEndian ? 18n : 63n - 18n;
  writer
    .u32(attr.type ?? 1)
    .u32(size)
    .u64(attr.config ?? 0)
    .u64(attr.samplePeriod ?? 0)
    .u64(attr.sampleType)
    .u64(attr.readFormat ?? 0)
    .u64((attr.sampleIdAll ?? true) ? 1n << flag : 0n);
  return writer.raw(new Uint8Array(size - 48));
}

/** A feature's string: length, text padded to 64 bytes as perf writes it. */
export function featureString(text: string, littleEndian = true): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 1) / 64) * 64);
  padded.set(bytes);
  return new ByteWriter(littleEndian).u32(padded.length).raw(padded).bytes();
}
