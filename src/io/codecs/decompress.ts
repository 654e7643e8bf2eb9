import { InputError } from '../../model/errors.js';
import { bzip2 } from './bzip2.js';
import type { Codec } from './codec.js';
import { gzip } from './gzip.js';
import { asWritten } from './mail-parts.js';
import { asUtf8 } from './utf16.js';
import { xz } from './xz.js';
import { zstd } from './zstd.js';

/** Every compression refscope undoes, recognised by magic. A new one is a line here. */
const CODECS: readonly Codec[] = [gzip, xz, zstd, bzip2];

const MAGIC_BYTES = Math.max(...CODECS.map(({ magic }) => magic.length));

/** The codec whose magic `head` begins with; `null` when none does. */
export function codecOf(head: Uint8Array): Codec | null {
  return CODECS.find(({ magic }) => magic.every((byte, index) => head[index] === byte)) ?? null;
}

/**
 * The bytes of `chunks`, decompressed when they begin with a codec's magic, else as they are; UTF-16 as UTF-8, and the
 * encoded parts of a mail as they were written.
 * @throws InputError when the compressed bytes are broken; errors of `chunks` itself pass as they are.
 */
export async function* decompress(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator);
    const codec = codecOf(head);
    const input = new Whole(head, iterator);
    yield* asWritten(asUtf8(codec === null ? input : decode(file, codec, input)));
  } finally {
    await iterator.return?.();
  }
}

async function* decode(file: string, codec: Codec, input: Whole): AsyncGenerator<Uint8Array> {
  try {
    yield* codec.decode(input);
  } catch (error) {
    if (input.error !== undefined) throw input.error;
    // Decompressors throw whatever their tables run into, TypeError included: all of it means broken bytes.
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      { file, byte: input.bytes },
      `expected a sound ${codec.name} file, found one that cannot be decompressed (${reason})`,
    );
  }
}

/** The head and what follows it; remembers the error of reading, which is not the codec's. */
class Whole implements AsyncIterable<Uint8Array> {
  error: unknown;
  /** How many bytes were taken: what is broken lies before, by less than the decompressor reads ahead. */
  bytes = 0;
  readonly #head: Uint8Array;
  readonly #rest: AsyncIterator<Uint8Array>;

  constructor(head: Uint8Array, rest: AsyncIterator<Uint8Array>) {
    this.#head = head;
    this.#rest = rest;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.bytes = this.#head.length;
    if (this.#head.length > 0) yield this.#head;
    try {
      for (let next = await this.#rest.next(); next.done !== true; next = await this.#rest.next()) {
        this.bytes += next.value.length;
        yield next.value;
      }
    } catch (error) {
      this.error = error;
      throw error;
    }
  }
}

/** The first bytes, enough to see any magic; fewer only when the input is shorter. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head = new Uint8Array(0);
  while (head.length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    const joined = new Uint8Array(head.length + next.value.length);
    joined.set(head);
    joined.set(next.value, head.length);
    head = joined;
  }
  return head;
}
