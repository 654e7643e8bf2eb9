import type { Address } from '../../model/units.js';

/**
 * Bounds-checked reads of perf.data's integers in the file's byte order. 64-bit values come as doubles:
 * BigInt would cost an allocation for every field of every sample.
 */
export class Bytes {
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly #low: number;
  readonly #high: number;

  constructor(bytes: Uint8Array, littleEndian: boolean) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = littleEndian;
    this.#low = littleEndian ? 0 : 4;
    this.#high = littleEndian ? 4 : 0;
  }

  get length(): number {
    return this.view.byteLength;
  }

  u8(at: number): number {
    return this.view.getUint8(at);
  }

  u16(at: number): number {
    return this.view.getUint16(at, this.littleEndian);
  }

  u32(at: number): number {
    return this.view.getUint32(at, this.littleEndian);
  }

  i32(at: number): number {
    return this.view.getInt32(at, this.littleEndian);
  }

  /** Exact below 2^53; counts, sizes, ids and times stay below it in any file a kernel wrote. */
  u64(at: number): number {
    return (
      this.view.getUint32(at + this.#high, this.littleEndian) * 2 ** 32 +
      this.view.getUint32(at + this.#low, this.littleEndian)
    );
  }

  /** A 64-bit address as the signed double of model/units.ts. */
  address(at: number): Address {
    return (
      this.view.getInt32(at + this.#high, this.littleEndian) * 2 ** 32 +
      this.view.getUint32(at + this.#low, this.littleEndian)
    );
  }

  /** Text from `at` up to a NUL, at most to `end`. */
  text(at: number, end: number): string {
    const bytes = new Uint8Array(
      this.view.buffer,
      this.view.byteOffset + at,
      Math.max(0, Math.min(end, this.length) - at),
    );
    const nul = bytes.indexOf(0);
    return new TextDecoder('utf-8').decode(nul < 0 ? bytes : bytes.subarray(0, nul));
  }
}
