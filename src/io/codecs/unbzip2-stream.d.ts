/** The block decoder inside unbzip2-stream; its typings cover the stream around it only. */
declare module 'unbzip2-stream/lib/bit_iterator.js' {
  export interface BitReader {
    (count: number | null): number;
    /** Bytes of which at least one bit was read. */
    bytesRead: number;
  }
  /** `nextBuffer` gives non-empty pieces of the input. */
  export default function bitIterator(nextBuffer: () => Uint8Array): BitReader;
}

declare module 'unbzip2-stream/lib/bzip2.js' {
  import type { BitReader } from 'unbzip2-stream/lib/bit_iterator.js';

  const blocks: {
    /** The block size of the stream that begins here, in units of 100,000 bytes. */
    header(bits: BitReader): number;
    /** Gives one block's bytes to `write`; returns the stream's checksum so far, `null` at the stream's end. */
    decompress(
      bits: BitReader,
      write: (byte: number) => void,
      workspace: Int32Array,
      workspaceLength: number,
      checksum: number,
    ): number | null;
  };
  export default blocks;
}
