import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../model/errors.js';

/** One input as bytes: a file or standard input, decompressed. */
export interface Source {
  /** Name for messages: the path, or "<stdin>". */
  readonly file: string;
  /** Opens the bytes from the start; standard input can be opened once. */
  open(): AsyncIterable<Uint8Array>;
}

export const STDIN = '<stdin>';
const CHUNK = 1 << 18;

/** Says in one line what keeps a path from being read. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ELOOP: 'too many symbolic links',
  ENOTDIR: 'a part of the path is not a directory',
  EIO: 'the disk reports an error',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
};

/** `error` as an InputError when the system or the decompressor refused `file`; other errors come back as they are. */
export function asInputError(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const text = SYSTEM_ERRORS[code];
  if (text !== undefined) return new InputError({ file }, text);
  if (code.startsWith('Z_')) {
    return new InputError({ file }, `expected a whole gzip file, found a broken one (${error.message})`);
  }
  return error;
}

/** @throws InputError when nothing is there or it may not be read. */
export async function statPath(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw asInputError(path, error);
  }
}

export function fileSource(path: string): Source {
  return { file: path, open: () => read(path, createReadStream(path, { highWaterMark: CHUNK })) };
}

export function stdinSource(): Source {
  return { file: STDIN, open: () => read(STDIN, process.stdin) };
}

async function* read(file: string, stream: Readable): AsyncGenerator<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    const head = await readHead(chunks);
    if (!GZIP_MAGIC.every((byte, index) => head[index] === byte)) {
      yield* chain(head, chunks);
      return;
    }
    const gunzip = createGunzip({ chunkSize: CHUNK });
    // pipeline destroys both ends with the error; the loop below then throws it.
    pipeline(Readable.from(chain(head, chunks)), gunzip, () => {});
    try {
      for await (const chunk of gunzip) yield chunk as Uint8Array;
    } finally {
      gunzip.destroy();
    }
  } catch (error) {
    throw asInputError(file, error);
  } finally {
    stream.destroy();
  }
}

const GZIP_MAGIC = [0x1f, 0x8b];

/** The first bytes, enough to see the magic; fewer only when the input is shorter. */
async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* chain(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
