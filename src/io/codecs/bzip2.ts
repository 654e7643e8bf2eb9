import bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2Blocks from 'unbzip2-stream/lib/bzip2.js';
import { type Codec, EarlyEnd } from './codec.js';

/** A compressed block is never longer: 100,000 bytes a level, the tables, and bzip2's margin of 1 %. */
const BLOCK_BYTES = 25_000 + 9 * 101_000;
const CHUNK = 1 << 18;

/**
 * bzip2, several streams too. Of unbzip2-stream only the block decoder is used: its stream decodes all that is
 * left in one go at the end, which for a bomb is all of memory. Here one block (at most 46 MB) is held at a time.
 */
export const bzip2: Codec = {
  name: 'bzip2',
  magic: [0x42, 0x5a, 0x68],
  async *decode(chunks) {
    const input = chunks[Symbol.asyncIterator]();
    const pieces: Uint8Array[] = [];
    let held = 0;
    let ended = false;
    const fill = async (wanted: number): Promise<void> => {
      while (!ended && held < wanted) {
        const next = await input.next();
        ended = next.done === true;
        if (next.done === true || next.value.length === 0) continue;
        pieces.push(next.value);
        held += next.value.length;
      }
    };
    await fill(BLOCK_BYTES);
    const bits = bitIterator(() => {
      const piece = pieces.shift();
      if (piece === undefined) throw new EarlyEnd();
      return piece;
    });
    let level = 0;
    let checksum = 0;
    let workspace = new Int32Array(0);
    for (;;) {
      await fill(bits.bytesRead + BLOCK_BYTES);
      if (bits.bytesRead >= held) {
        if (level > 0) throw new EarlyEnd();
        return;
      }
      if (level === 0) {
        level = bzip2Blocks.header(bits);
        checksum = 0;
        workspace = new Int32Array(100_000 * level);
        continue;
      }
      const block = new BlockOutput();
      const next = bzip2Blocks.decompress(bits, block.write, workspace, workspace.length, checksum);
      if (next === null) level = 0;
      else checksum = next;
      yield* block.chunks();
    }
  },
};

/** Collects a block's bytes, which come one by one. */
class BlockOutput {
  readonly #full: Uint8Array[] = [];
  #chunk = new Uint8Array(CHUNK);
  #used = 0;

  readonly write = (byte: number): void => {
    if (this.#used === CHUNK) {
      this.#full.push(this.#chunk);
      this.#chunk = new Uint8Array(CHUNK);
      this.#used = 0;
    }
    this.#chunk[this.#used++] = byte;
  };

  *chunks(): Generator<Uint8Array> {
    yield* this.#full;
    if (this.#used > 0) yield this.#chunk.subarray(0, this.#used);
  }
}
