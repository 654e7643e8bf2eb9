type Stage = 'frame' | 'block';

/** perf sets no window of its own; zstd's decoder refuses more than this by default: ZSTD_WINDOWLOG_LIMIT_DEFAULT. */
const MAX_WINDOW = 2 ** 27;
const MAX_BLOCK = 1 << 17;
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

/**
 * Cuts a zstd stream at the ends of its blocks, so that no piece decompresses to more than one block (128 KiB)
 * however far the stream expands, and refuses windows that would fill memory. Source: RFC 8878, section 3.1.1.
 */
export class ZstdBlocks {
  #stage: Stage = 'frame';
  #head: number[] = [];
  /** Bytes of the current block's content that are still to come. */
  #left = 0;
  #hasChecksum = false;

  /** True between two blocks: nothing was cut off. */
  get isWhole(): boolean {
    return this.#left === 0 && this.#head.length === 0;
  }

  /** @throws RangeError when a header says what no zstd encoder of perf's writes. */
  *cut(chunk: Uint8Array): Generator<Uint8Array> {
    let from = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#left === 0) {
        this.#head.push(chunk[at++] as number);
        if (this.#stage === 'frame') this.#readFrameHeader();
        else if (this.#head.length === BLOCK_HEADER) this.#readBlockHeader();
        continue;
      }
      const passed = Math.min(this.#left, chunk.length - at);
      this.#left -= passed;
      at += passed;
      if (this.#left > 0) continue;
      yield chunk.subarray(from, at);
      from = at;
    }
    if (from < at) yield chunk.subarray(from, at);
  }

  #readFrameHeader(): void {
    const head = this.#head;
    const last = head.length - 1;
    if (last < MAGIC.length) {
      if (head[last] !== MAGIC[last]) throw new RangeError('no zstd frame begins here');
      return;
    }
    const descriptor = head[4] as number;
    const isSingle = (descriptor & 0x20) !== 0;
    const windowBytes = isSingle ? 0 : 1;
    const dictionaryBytes = DICTIONARY_BYTES[descriptor & 3] as number;
    const sizeFlag = descriptor >> 6;
    const sizeBytes = sizeFlag === 0 && isSingle ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] as number);
    const sizeAt = 5 + windowBytes + dictionaryBytes;
    if (head.length < sizeAt + sizeBytes) return;
    const window = isSingle ? littleEndian(head, sizeAt, sizeBytes) : windowSize(head[5] as number);
    if (window > MAX_WINDOW) {
      throw new RangeError(`a window of ${window} bytes, more than ${MAX_WINDOW}`);
    }
    this.#hasChecksum = (descriptor & 4) !== 0;
    this.#stage = 'block';
    this.#head = [];
  }

  #readBlockHeader(): void {
    const header = littleEndian(this.#head, 0, BLOCK_HEADER);
    const isLast = (header & 1) !== 0;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (type === RESERVED_BLOCK || size > MAX_BLOCK) {
      throw new RangeError(`a block of type ${type} and ${size} bytes`);
    }
    this.#left = (type === RLE_BLOCK ? 1 : size) + (isLast && this.#hasChecksum ? CHECKSUM : 0);
    if (isLast) this.#stage = 'frame';
    this.#head = [];
  }
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function littleEndian(bytes: readonly number[], at: number, count: number): number {
  let value = 0;
  for (let index = count - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] as number);
  return value;
}
