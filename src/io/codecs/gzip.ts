import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Codec } from './codec.js';

const CHUNK = 1 << 18;

/** RFC 1952, several members too; its window is 32 KiB by definition. */
export const gzip: Codec = {
  name: 'gzip',
  magic: [0x1f, 0x8b],
  async *decode(chunks) {
    const gunzip = createGunzip({ chunkSize: CHUNK });
    // pipeline destroys both ends with the error; the loop below then throws it.
    pipeline(Readable.from(chunks), gunzip, () => {});
    try {
      for await (const chunk of gunzip) yield chunk as Uint8Array;
    } finally {
      gunzip.destroy();
    }
  },
};
