import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../model/errors.js';
import { asInputError } from './source.js';

/**
 * Writes `text` to `path`: whole or not at all, so that a full disk or a kill leaves what was there before. Follows
 * a symbolic link; a pipe or device is written directly.
 * @throws InputError when the system refuses.
 */
export async function writeWhole(path: string, text: string | Uint8Array): Promise<void> {
  try {
    const existing = await statOrNull(path);
    if (existing !== null && !existing.isFile() && !existing.isDirectory()) {
      await writeFile(path, text);
      return;
    }
    const target = existing === null ? path : await realpath(path);
    const part = join(dirname(target), `.refscope-${randomUUID()}.tmp`);
    try {
      await writeFile(part, text, { flag: 'wx' });
      if (existing !== null) await chmod(part, existing.mode);
      await rename(part, target);
    } finally {
      await rm(part, { force: true });
    }
  } catch (error) {
    throw asInputError(path, error);
  }
}

/** A file of a directory that is written as a whole; `text` is without its last line feed. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes `files` into `directory`, which is made where it is missing; none of them when one would replace an input.
 * @throws InputError
 */
export async function writeDirectory(
  directory: string,
  files: readonly NamedText[],
  inputs: readonly string[],
): Promise<void> {
  for (const { name } of files) await checkNoInput(join(directory, name), inputs);
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new InputError({ file: directory }, 'expected a directory to write to, found a file');
    throw asInputError(directory, error);
  }
  for (const { name, text } of files) await writeWhole(join(directory, name), `${text}\n`);
}

/** Files that rows are added to are small; anything larger was not written by this. */
const MOST_APPENDED_BYTES = 16 << 20;

/**
 * The text of a table that rows are to be added to; "" where there is none yet.
 * @throws InputError when it is no file, or too large to be such a table, or the system refuses.
 */
export async function readAppendable(path: string): Promise<string> {
  const existing = await statOrNull(path);
  if (existing === null) return '';
  if (!existing.isFile() || existing.size > MOST_APPENDED_BYTES)
    throw new InputError({ file: path }, `expected a table of at most ${MOST_APPENDED_BYTES} bytes`);
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw asInputError(path, error);
  });
}

/**
 * @throws InputError when `output` is one of the files `inputs`, by whatever name; those that do not exist are none.
 */
export async function checkNoInput(output: string, inputs: readonly string[]): Promise<void> {
  const written = await statOrNull(output);
  if (written === null) return;
  for (const input of inputs) {
    const read = await statOrNull(input);
    if (read?.isFile() && read.dev === written.dev && read.ino === written.ino) {
      throw new InputError({ file: output }, 'expected a file to write to, found one of the inputs');
    }
  }
}

async function statOrNull(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}
