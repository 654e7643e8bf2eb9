import { Decompress } from 'fzstd';
import xxhash from 'xxhash-wasm';
import { ByteQueue } from './byte-queue.js';
import type { Codec } from './codec.js';

/** What the zstd tool itself accepts without --memory (ZSTD_WINDOWLOG_LIMIT_DEFAULT, 27). */
const MAX_WINDOW_MIB = 128;
const MAX_WINDOW = MAX_WINDOW_MIB << 20;
/** RFC 8878, 3.1.1.2.4: no block holds more, compressed or not. */
const MAX_BLOCK = 1 << 17;
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const RLE_BLOCK = 1;

/**
 * RFC 8878, any number of frames. fzstd decodes the blocks but takes windows of 2 GiB, skips checksums and gives
 * out all blocks of a chunk at once; so frames are cut into blocks here, which bounds memory, and checked.
 */
export const zstd: Codec = {
  name: 'zstd',
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  async *decode(chunks) {
    const { create64 } = await xxhash();
    const input = new ByteQueue(chunks);
    while (!(await input.atEnd())) {
      const magic = await input.take(4);
      const number = littleEndian(magic);
      if ((number & ~0xf) >>> 0 === SKIPPABLE_MAGIC) await skip(input, littleEndian(await input.take(4)));
      else if (number === FRAME_MAGIC) yield* decodeFrame(input, magic, create64());
      else throw new Error('no frame begins where one should');
    }
  },
};

type Checksum = ReturnType<Awaited<ReturnType<typeof xxhash>>['create64']>;

async function* decodeFrame(
  input: ByteQueue,
  magic: Uint8Array,
  checksum: Checksum,
): AsyncGenerator<Uint8Array> {
  const { header, checksummed } = await frameHeader(input, magic);
  let decoded: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => decoded.push(chunk));
  decoder.push(header);
  for (let last = false; !last; ) {
    const blockHeader = await input.take(3);
    const word = littleEndian(blockHeader);
    last = (word & 1) === 1;
    const size = word >>> 3;
    if (size > MAX_BLOCK) throw new Error(`a block says it has ${size} bytes`);
    const body = await input.take(((word >>> 1) & 3) === RLE_BLOCK ? 1 : size);
    decoder.push(join(blockHeader, body));
    yield* hashed(decoded, checksum);
    decoded = [];
  }
  const expected = await input.take(checksummed ? 4 : 0);
  decoder.push(expected, true);
  yield* hashed(decoded, checksum);
  if (checksummed && Number(checksum.digest() & 0xffffffffn) !== littleEndian(expected)) {
    throw new Error('its checksum does not match');
  }
}

/** Reads to the end of a frame's header. RFC 8878, 3.1.1.1. */
async function frameHeader(
  input: ByteQueue,
  magic: Uint8Array,
): Promise<{ header: Uint8Array; checksummed: boolean }> {
  const descriptor = await input.take(1);
  const flags = descriptor[0] as number;
  const singleSegment = (flags & 0x20) !== 0;
  if ((flags & 3) !== 0) throw new Error('it needs a dictionary');
  const windowByte = await input.take(singleSegment ? 0 : 1);
  const sizeBytes = flags >>> 6 === 0 ? Number(singleSegment) : 1 << (flags >>> 6);
  const size = await input.take(sizeBytes);
  const window = singleSegment
    ? littleEndian(size) + (sizeBytes === 2 ? 256 : 0)
    : windowSize(windowByte[0] as number);
  if (window > MAX_WINDOW) {
    throw new Error(
      `it needs a window of ${Math.ceil(window / 2 ** 20)} MiB, at most ${MAX_WINDOW_MIB} MiB are read`,
    );
  }
  return {
    header: join(join(magic, descriptor), join(windowByte, size)),
    checksummed: (flags & 4) !== 0,
  };
}

function windowSize(byte: number): number {
  return 2 ** (10 + (byte >>> 3)) * (1 + (byte & 7) / 8);
}

function* hashed(chunks: readonly Uint8Array[], checksum: Checksum): Generator<Uint8Array> {
  for (const chunk of chunks) {
    checksum.update(chunk);
    if (chunk.length > 0) yield chunk;
  }
}

async function skip(input: ByteQueue, bytes: number): Promise<void> {
  for (let left = bytes; left > 0; left -= MAX_BLOCK) await input.take(Math.min(left, MAX_BLOCK));
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
