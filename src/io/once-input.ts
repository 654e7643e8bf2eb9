import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { decompress } from './codecs/decompress.js';
import { asInputError, CHUNK, type Source, STDIN } from './source.js';

/** Compressed bytes kept while looking; a real head needs far less, and what expands to nothing would never end. */
const MAX_PEEKED = 1 << 23;

/** A source that must be closed when it is no longer read. */
export interface Spooled {
  readonly source: Source;
  readonly close: () => Promise<void>;
}

/**
 * Bytes that come only once, from standard input or a pipe: they can be looked at before they are read, and kept
 * aside in a temporary file when what they are has to be read twice.
 */
export class OnceInput {
  readonly #file: string;
  readonly #stream: Readable;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #peeked: Uint8Array[] = [];
  #peekedBytes = 0;

  constructor(file: string, stream: Readable) {
    this.#file = file;
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  /** The first bytes, decompressed; what is looked at is kept for `whole` and `spool`. */
  head(): Source {
    return { file: this.#file, open: () => decompress(this.#file, this.#peek()) };
  }

  /** All bytes, decompressed. To be opened once, and then neither looked at nor spooled. */
  whole(): Source {
    return { file: this.#file, open: () => this.#closing(decompress(this.#file, this.#raw())) };
  }

  /**
   * Writes all bytes, as they came, to a temporary file that has no name any more when this returns: the system
   * removes it at the latest when the process ends, however that happens. Memory stays at one chunk.
   * @throws InputError when the disk is full or input cannot be read.
   */
  async spool(): Promise<Spooled> {
    const path = join(tmpdir(), `refscope-${randomUUID()}`);
    let handle: FileHandle | null = null;
    try {
      handle = await open(path, 'wx+', 0o600);
      await rm(path);
      for await (const chunk of this.#raw()) await writeAll(handle, chunk);
    } catch (error) {
      await handle?.close();
      throw asInputError(`${this.#file} (spooled to ${tmpdir()})`, error);
    } finally {
      this.#stream.destroy();
    }
    const spooled = handle;
    return {
      source: { file: this.#file, open: () => decompress(this.#file, readFromStart(spooled)) },
      close: () => spooled.close(),
    };
  }

  async *#peek(): AsyncGenerator<Uint8Array> {
    for (let index = 0; this.#peekedBytes < MAX_PEEKED; index++) {
      if (index === this.#peeked.length) {
        const next = await this.#next();
        if (next.done === true) return;
        this.#peeked.push(next.value);
        this.#peekedBytes += next.value.length;
      }
      yield this.#peeked[index] as Uint8Array;
    }
  }

  async *#raw(): AsyncGenerator<Uint8Array> {
    for (let chunk = this.#peeked.shift(); chunk !== undefined; chunk = this.#peeked.shift()) yield chunk;
    for (let next = await this.#next(); next.done !== true; next = await this.#next()) yield next.value;
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.#chunks.next();
    } catch (error) {
      throw asInputError(this.#file, error);
    }
  }

  async *#closing(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } finally {
      this.#stream.destroy();
    }
  }
}

/** Standard input, which `-` names. */
export function stdinInput(): OnceInput {
  return new OnceInput(STDIN, process.stdin);
}

/** For a pipe or a device. */
export function pipeInput(path: string): OnceInput {
  return new OnceInput(path, createReadStream(path));
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
}

/** Reads at positions of its own, so that several readers of one handle do not disturb one another. */
async function* readFromStart(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
