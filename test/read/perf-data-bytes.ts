/**
 * Writes perf.data byte by byte, for what cannot be recorded here. Layouts: tools/perf/util/header.h,
 * tools/lib/perf/include/perf/event.h, include/uapi/linux/perf_event.h.
 */
export class PerfBytes {
  readonly littleEndian: boolean;

  constructor(littleEndian = true) {
    this.littleEndian = littleEndian;
  }

  int(bytes: number, value: number | bigint): Uint8Array {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), this.littleEndian);
    const all = new Uint8Array(view.buffer);
    return this.littleEndian ? all.slice(0, bytes) : all.slice(8 - bytes);
  }

  u16 = (value: number): Uint8Array => this.int(2, value);
  u32 = (value: number): Uint8Array => this.int(4, value);
  u64 = (value: number | bigint): Uint8Array => this.int(8, value);

  /** A NUL-terminated string, padded to 8 bytes. */
  name(text: string): Uint8Array {
    const bytes = new Uint8Array(Math.ceil((text.length + 1) / 8) * 8);
    bytes.set(new TextEncoder().encode(text));
    return bytes;
  }

  /** A string of a feature section: length, then the padded text. */
  featureText(text: string): Uint8Array {
    const bytes = this.name(text);
    return join(this.u32(bytes.length), bytes);
  }

  record(type: number, body: Uint8Array = new Uint8Array(0), misc = 0): Uint8Array {
    return join(this.u32(type), this.u16(misc), this.u16(8 + body.length), body);
  }

  /** A perf_event_attr of cpu-clock; `flags` are bit numbers of its bit-field, `size` at least 64. */
  attr(sampleType: number, flags: readonly number[] = [], size = 128, readFormat = 0): Uint8Array {
    const attr = new Uint8Array(size);
    attr.set(join(this.u32(1), this.u32(size), this.u64(0), this.u64(1000), this.u64(sampleType)));
    attr.set(this.u64(readFormat), 32);
    for (const bit of flags) {
      // A C bit-field starts at the lowest bit on little-endian machines and at the highest on others.
      const at = 40 + (bit >> 3);
      attr[at] = (attr[at] as number) | (this.littleEndian ? 1 << (bit & 7) : 0x80 >> (bit & 7));
    }
    return attr;
  }

  headerAttr(attr: Uint8Array, ids: readonly number[] = []): Uint8Array {
    return this.record(64, join(attr, ...ids.map((id) => this.u64(id))));
  }

  /** A pipe: 16 bytes of header, then records. */
  pipe(...records: Uint8Array[]): Uint8Array {
    return join(this.#magic('PERFILE2'), this.u64(16), ...records);
  }

  /** A file with one event, `records`, and `features` as sections behind them. */
  file(
    attr: Uint8Array,
    records: readonly Uint8Array[],
    features: ReadonlyMap<number, Uint8Array> = new Map(),
    shape: { magic?: string; headerSize?: 72 | 104; featureWord?: 4 | 8 } = {},
  ): Uint8Array {
    const { magic = 'PERFILE2', headerSize = 104, featureWord = 8 } = shape;
    const data = join(...records);
    const entry = join(attr, this.u64(0), this.u64(0));
    const dataAt = headerSize + entry.length;
    const bits = [...features.keys()].sort((a, b) => a - b);
    const bitmap = new Uint8Array(32);
    for (const bit of bits) {
      const word = (bit >> 3) - ((bit >> 3) % featureWord);
      const inWord = (bit >> 3) % featureWord;
      const at = word + (this.littleEndian ? inWord : featureWord - 1 - inWord);
      bitmap[at] = (bitmap[at] as number) | (1 << (bit & 7));
    }
    const header = join(
      this.#magic(magic),
      this.u64(headerSize),
      this.u64(entry.length),
      this.u64(headerSize),
      this.u64(entry.length),
      this.u64(dataAt),
      this.u64(data.length),
      this.u64(0),
      this.u64(0),
      bitmap,
    );
    let sectionAt = dataAt + data.length + bits.length * 16;
    const table: Uint8Array[] = [];
    const sections: Uint8Array[] = [];
    for (const bit of bits) {
      const section = features.get(bit) as Uint8Array;
      table.push(this.u64(sectionAt), this.u64(section.length));
      sections.push(section);
      sectionAt += section.length;
    }
    return join(header.subarray(0, headerSize), entry, data, ...table, ...sections);
  }

  /** "PERFILE2" is a number and turns round on big-endian machines, "PERFFILE" is a string. */
  #magic(text: string): Uint8Array {
    const bytes = new TextEncoder().encode(text);
    return text === 'PERFILE2' && !this.littleEndian ? bytes.reverse() : bytes;
  }
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A zstd stream of raw blocks that is never closed, as perf's: RFC 8878. `window`: descriptor byte. */
export class RawZstd {
  #started = false;

  header(window = 0x50): Uint8Array {
    this.#started = true;
    return Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, window);
  }

  block(content: Uint8Array): Uint8Array {
    const head = content.length << 3;
    const block = join(Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16), content);
    return this.#started ? block : join(this.header(), block);
  }

  /** `count` times one byte. */
  repeat(byte: number, count: number): Uint8Array {
    const head = (count << 3) | 2;
    return Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16, byte);
  }
}
