import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InputError } from '../model/errors.js';
import { decompress } from './codecs/decompress.js';

/** One input as bytes, decompressed. */
export interface Source {
  /** Name for messages: the path, or "<stdin>". */
  readonly file: string;
  /** Files of raw records that belong to this one: those of a perf.data directory. */
  readonly parts?: readonly Source[];
  /** Opens the bytes from the start; what comes once only (once-input.ts) can be opened once. */
  open(): AsyncIterable<Uint8Array>;
}

/** The name of standard input in messages. */
export const STDIN = '<stdin>';
/** Bytes read at once. */
export const CHUNK = 1 << 18;

/** Says in one line what keeps a path from being read. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ELOOP: 'too many symbolic links',
  ENOTDIR: 'a part of the path is not a directory',
  EMFILE: 'too many open files: raise the limit (ulimit -n)',
  EIO: 'the disk reports an error',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
};

/** `error` as an InputError when the system refused `file`; other errors come back as they are. */
export function asInputError(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const text = SYSTEM_ERRORS[code];
  if (text !== undefined) return new InputError({ file }, text);
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

/** A regular file, decompressed as it is read; it can be opened any number of times. */
export function fileSource(path: string): Source {
  return { file: path, open: () => read(path, createReadStream(path, { highWaterMark: CHUNK })) };
}

async function* read(file: string, stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* decompress(file, stream);
  } catch (error) {
    throw asInputError(file, error);
  } finally {
    stream.destroy();
  }
}
