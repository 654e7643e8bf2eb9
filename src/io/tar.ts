import { Readable } from 'node:stream';
import { type Extract, extract, type Header } from 'tar-stream';
import { InputError } from '../model/errors.js';
import { decompress } from './codecs/decompress.js';
import { type Container, MAX_MEMBERS } from './container.js';
import type { Source } from './source.js';

const MAGIC = 'ustar';
const MAGIC_OFFSET = 257;
const BLOCK = 512;
/** "./run" and "run" are one folder. */
const LEADING_DOT = /^(\.\/+)+/;

/** True for the first bytes of a POSIX or GNU tar. */
export function isTarHead(head: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(head.subarray(MAGIC_OFFSET, MAGIC_OFFSET + MAGIC.length)) === MAGIC;
}

/** Whether `source`, decompressed, is a tar. */
export async function isTar(source: Source): Promise<boolean> {
  const head = new Uint8Array(BLOCK);
  let filled = 0;
  for await (const chunk of source.open()) {
    const piece = chunk.subarray(0, BLOCK - filled);
    head.set(piece, filled);
    filled += piece.length;
    if (filled === BLOCK) break;
  }
  return isTarHead(head);
}

/**
 * The files of a tar, whatever folder they are in. Their names are for messages only and never reach the file
 * system. A member is read in passing; opened again, or late, it is looked up from the archive's start.
 */
export function tarArchive(archive: Source): Container {
  return {
    file: archive.file,
    isOneRun: false,
    async *members(leftovers) {
      const seen = new Set<string>();
      for await (const { name, plain, entry } of entries(archive)) {
        if (!plain || seen.has(name)) {
          leftovers.notFiles.push(name);
          entry.resume();
        } else if (seen.size >= MAX_MEMBERS) {
          leftovers.tooMany++;
          entry.resume();
        } else {
          seen.add(name);
          yield member(archive, name, entry);
          entry.resume();
        }
        if (leftovers.notFiles.length + leftovers.tooMany > MAX_MEMBERS) return;
      }
    },
  };
}

type Entry = Extract extends AsyncIterable<infer Member> ? Member : never;

interface TarEntry {
  readonly name: string;
  readonly plain: boolean;
  readonly entry: Entry;
}

function member(archive: Source, name: string, current: Entry): Source {
  let live = true;
  const file = `${archive.file}/${name.replace(LEADING_DOT, '')}`;
  return {
    file,
    open() {
      if (!live) return decompress(file, find(archive, name));
      live = false;
      return decompress(file, passing(archive.file, current));
    },
  };
}

/** The bytes of the entry the archive stands at; leaving early leaves the archive where it is. */
async function* passing(archive: string, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    // Not `for await`: leaving that would destroy the entry, and with it the whole archive.
    const chunks = entry[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  } catch (error) {
    throw asTarError(archive, error);
  }
}

async function* find(archive: Source, name: string): AsyncGenerator<Uint8Array> {
  for await (const found of entries(archive)) {
    if (found.plain && found.name === name) {
      yield* passing(archive.file, found.entry);
      return;
    }
    found.entry.resume();
  }
}

/** Every entry but folders. A member must be read or resumed before the next one comes. */
async function* entries(archive: Source): AsyncGenerator<TarEntry> {
  const extractor = extract();
  const bytes = Readable.from(archive.open());
  bytes.on('error', (error) => extractor.destroy(error));
  bytes.pipe(extractor);
  try {
    for await (const entry of extractor) {
      if (entry.header.type === 'directory') entry.resume();
      else yield { name: entry.header.name, plain: isPlainFile(entry.header), entry };
    }
  } catch (error) {
    throw asTarError(archive.file, error);
  } finally {
    bytes.destroy();
    extractor.destroy();
  }
}

/** A sparse file's bytes are not where its offsets say: GNU's own type, or pax records. */
function isPlainFile(header: Header): boolean {
  const sparse = Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse.'));
  return (header.type === 'file' || header.type === 'contiguous-file') && !sparse;
}

function asTarError(file: string, error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  return new InputError({ file }, `expected a whole tar, found one that cannot be read (${error.message})`);
}
