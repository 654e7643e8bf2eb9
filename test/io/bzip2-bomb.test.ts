import { expect, it } from 'vitest';
import { decompress } from '../../src/io/codecs/decompress.js';

/** Writes numbers of given widths as a row of bits, most significant first. */
class BitWriter {
  #bits = '';

  add(value: number, width: number): this {
    this.#bits += value.toString(2).padStart(width, '0');
    return this;
  }

  bytes(): Uint8Array {
    const padded = this.#bits.padEnd(Math.ceil(this.#bits.length / 8) * 8, '0');
    return Uint8Array.from(padded.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  }
}

/**
 * A block of one byte value whose run length is written with `runs` RUNA symbols, each of twice the weight of the
 * one before: https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf, sections 2.2.3 and 2.2.5.
 */
function blockWithRun(runs: number): Uint8Array {
  const bits = new BitWriter();
  for (const character of 'BZh1') bits.add(character.charCodeAt(0), 8);
  bits.add(0x314159, 24).add(0x265359, 24); // block magic
  bits.add(0, 16).add(0, 16); // checksum: not reached
  bits.add(0, 1).add(0, 24); // not randomised, origin 0
  bits.add(0x0200, 16).add(0x4000, 16); // of all bytes only 0x61
  bits.add(2, 3).add(1, 15).add(0, 1); // two tables, one selector, the first
  // Both tables alike: lengths 1, 2, 2 of RUNA, RUNB, end of block.
  for (let table = 0; table < 2; table++) bits.add(1, 5).add(0, 1).add(0b100, 3).add(0, 1);
  bits.add(0, runs).add(0b11, 2);
  return bits.add(0, 64).bytes();
}

async function decoded(bytes: Uint8Array): Promise<number> {
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from(bytes);
  }
  let size = 0;
  for await (const chunk of decompress('run.bz2', chunks())) size += chunk.length;
  return size;
}

// From 31 symbols on the decoder's 32-bit weights overflow: neither a loop without end nor output may follow.
it('run lengths beyond the block, and beyond 32 bits, are refused', async () => {
  for (let runs = 20; runs <= 70; runs++) {
    await expect(decoded(blockWithRun(runs)), `${runs} symbols`).rejects.toThrow(
      /^run\.bz2: byte \d+: expected a sound bzip2 file/,
    );
  }
});
