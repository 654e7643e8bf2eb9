/** A part of a file: [from, from + size). */
export interface FileRange {
  readonly from: number;
  readonly size: number;
}

/** Keeps the bytes of some ranges of a file that passes by in chunks. */
export class KeptRanges {
  readonly #ranges: readonly FileRange[];
  readonly #kept: Uint8Array[];
  readonly #filled: number[];
  #at = 0;

  constructor(ranges: readonly FileRange[]) {
    this.#ranges = ranges;
    this.#kept = ranges.map(({ size }) => new Uint8Array(size));
    this.#filled = ranges.map(() => 0);
  }

  push(chunk: Uint8Array): void {
    this.#ranges.forEach(({ from, size }, index) => {
      const start = Math.max(from, this.#at);
      const end = Math.min(from + size, this.#at + chunk.length);
      if (end <= start) return;
      this.#kept[index]?.set(chunk.subarray(start - this.#at, end - this.#at), start - from);
      this.#filled[index] = (this.#filled[index] ?? 0) + end - start;
    });
    this.#at += chunk.length;
  }

  /** Bytes seen so far. */
  get length(): number {
    return this.#at;
  }

  /** The bytes of range `index` that the file had. */
  bytes(index: number): Uint8Array {
    return (this.#kept[index] ?? new Uint8Array(0)).subarray(0, this.#filled[index]);
  }
}
