import xzDecompress from 'xz-decompress';
import type { Codec } from './codec.js';

/** Whether an xz is being read: see `xz`. */
let open = false;

/** What xz-embedded's numbers mean (enum xz_ret of its xz.h), for those a file can cause. */
const REASONS: Readonly<Record<string, string>> = {
  4: 'it needs a dictionary larger than the 64 MiB of xz -9',
  5: 'it does not begin as an xz file',
  6: 'it uses a filter other than LZMA2, as xz --x86 does, or a check that is not read: compress it with xz alone',
  7: 'its data or checksums are wrong',
  8: 'it ends early',
};

/**
 * The .xz format, several streams and padding too, by xz-embedded as WebAssembly, which checks CRC32 and CRC64
 * and refuses dictionaries above 64 MiB. The library lets one file be open at a time and the second wait: an xz
 * inside an xz would wait forever and is refused.
 */
export const xz: Codec = {
  name: 'xz',
  magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  async *decode(chunks) {
    if (open) throw new Error('an xz inside an xz is not read: compress it once');
    open = true;
    try {
      yield* decodeStreams(chunks);
    } finally {
      open = false;
    }
  },
};

async function* decodeStreams(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new xzDecompress.XzReadableStream(toWebStream(chunks)).getReader();
  let over = false;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (next.value.length > 0) yield next.value;
    }
    over = true;
  } catch (error) {
    over = true;
    throw withReason(error);
  } finally {
    if (!over) await reader.cancel();
  }
}

function toWebStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else if (next.value.length > 0) controller.enqueue(next.value);
      else await this.pull?.(controller);
    },
  });
}

function withReason(error: unknown): unknown {
  const code = /error code (\d+)$/.exec(error instanceof Error ? error.message : '')?.[1];
  const reason = code === undefined ? undefined : REASONS[code];
  return reason === undefined ? error : new Error(reason);
}
