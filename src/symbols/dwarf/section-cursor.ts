import { DwarfError } from './dwarf-error.js';

/** Longest string: mangled C++ names have thousands of characters. */
const MAX_STRING = 1 << 16;

/** The bytes of one debug section, and how the file orders them. */
export interface DebugSection {
  /** ".debug_info". */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
}

/**
 * Reads numbers and strings one after another, between two offsets of a section.
 * @throws DwarfError when something would be read beyond the end.
 */
export class SectionCursor {
  readonly section: DebugSection;
  readonly end: number;
  readonly #view: DataView;
  #at: number;

  constructor(section: DebugSection, at: number, end = section.bytes.length) {
    const { bytes } = section;
    this.section = section;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.end = Math.min(end, bytes.length);
    this.#at = at;
    if (!(at >= 0 && at <= this.end)) this.fail('lies outside the section');
  }

  get at(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at >= this.end;
  }

  skip(bytes: number): void {
    this.#advance(bytes);
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  signedByte(): number {
    return this.#view.getInt8(this.#advance(1));
  }

  half(): number {
    return this.#view.getUint16(this.#advance(2), this.section.littleEndian);
  }

  threeBytes(): number {
    const [first, second, third] = [this.byte(), this.byte(), this.byte()];
    return this.section.littleEndian
      ? first + second * 0x100 + third * 0x10000
      : third + second * 0x100 + first * 0x10000;
  }

  word(): number {
    return this.#view.getUint32(this.#advance(4), this.section.littleEndian);
  }

  /** 8 bytes as a signed number, as addresses are in model/units.ts; offsets beyond 2^53 fail where they are used. */
  long(): number {
    const at = this.#advance(8);
    const little = this.section.littleEndian;
    return (
      this.#view.getInt32(little ? at + 4 : at, little) * 2 ** 32 +
      this.#view.getUint32(little ? at : at + 4, little)
    );
  }

  /** An address of 4 or 8 bytes. */
  address(size: number): number {
    return size === 8 ? this.long() : this.word();
  }

  unsignedLeb(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte();
      if (factor < 2 ** 64) value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  signedLeb(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte();
      if (factor < 2 ** 64) value += (byte & 0x7f) * factor;
      if (byte < 0x80) return byte >= 0x40 && factor < 2 ** 64 ? value - factor * 0x80 : value;
    }
  }

  /** Where a string starts; leaves its bytes and the NUL behind. */
  skipString(): number {
    const start = this.#at;
    const length = this.section.bytes.subarray(start, Math.min(this.end, start + MAX_STRING)).indexOf(0);
    if (length < 0) this.fail('a string has no end');
    this.#at = start + length + 1;
    return start;
  }

  /** The length that starts a unit: 4 bytes, or 0xffffffff and 8 more. */
  unitLength(): { readonly length: number; readonly offsetSize: 4 | 8 } {
    const first = this.word();
    if (first < 0xfffffff0) return { length: first, offsetSize: 4 };
    if (first !== 0xffffffff) this.fail(`a unit has the reserved length 0x${first.toString(16)}`);
    return { length: this.long(), offsetSize: 8 };
  }

  fail(what: string): never {
    throw new DwarfError(this.section.name, this.#at, what);
  }

  /** Takes `bytes` bytes; says where they start. */
  #advance(bytes: number): number {
    const at = this.#at;
    const next = at + bytes;
    if (!(bytes >= 0 && next <= this.end)) this.fail(`expected ${bytes} bytes, found ${this.end - at}`);
    this.#at = next;
    return at;
  }
}

const utf8 = new TextDecoder('utf-8');

/** The text at `offset` up to its NUL. @throws DwarfError when it is not inside the section. */
export function sectionString(section: DebugSection, offset: number): string {
  const cursor = new SectionCursor(section, offset);
  const start = cursor.skipString();
  return utf8.decode(section.bytes.subarray(start, cursor.at - 1));
}
