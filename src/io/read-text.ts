import { InputError } from '../model/errors.js';
import { stdinInput } from './once-input.js';
import { fileSource, type Source, STDIN, statPath } from './source.js';

/** A small text that is read whole, with the name that messages call it by. */
export interface WholeText {
  readonly file: string;
  readonly text: string;
}

/**
 * The text of `path`, "-" standard input; decompressed like any input. Bytes that are no UTF-8 become U+FFFD.
 * @throws InputError when it cannot be read, is a directory, or is longer than `maxBytes`.
 */
export async function readText(path: string, maxBytes: number): Promise<WholeText> {
  if (path === '-') return whole(stdinInput().whole(), STDIN, maxBytes);
  const stats = await statPath(path);
  if (stats.isDirectory()) throw new InputError({ file: path }, 'expected a file, found a directory');
  return whole(fileSource(path), path, maxBytes);
}

async function whole(source: Source, file: string, maxBytes: number): Promise<WholeText> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source.open()) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new InputError({ file }, `expected at most ${maxBytes} bytes, found more`);
    chunks.push(chunk);
  }
  return { file, text: new TextDecoder().decode(Buffer.concat(chunks)) };
}
