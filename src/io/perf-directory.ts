import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileSource, type Source } from './source.js';

/** The file with the header, and those of raw records beside it: tools/perf/util/data.c perf_data__open_dir(). */
const HEADER_FILE = 'data';
const PART = /^data\.\d+$/;
/** Made by perf record --kcore. */
const SYMBOLS = 'kcore_dir/kallsyms';

const MAGICS: readonly string[] = ['PERFILE2', '2ELIFREP'];
const MAGIC_LENGTH = 8;

/** A folder that perf record wrote in place of a file. */
export interface PerfDirectory {
  readonly recording: Source;
  readonly symbols: Source | null;
  /** Whether the entry `name` of the folder is one of perf's own. */
  readonly owns: (name: string) => boolean;
}

/** The recording in the folder `path`, made by perf record --threads or --kcore; `null` when it holds none. */
export async function perfDirectory(path: string): Promise<PerfDirectory | null> {
  const names = await readdir(path).catch((): string[] => []);
  const parts = names.filter((name) => PART.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
  const hasSymbols = names.includes('kcore_dir');
  if (!names.includes(HEADER_FILE) || (parts.length === 0 && !hasSymbols)) return null;
  if (!(await hasMagic(join(path, HEADER_FILE)))) return null;
  const symbols = join(path, SYMBOLS);
  return {
    recording: {
      ...fileSource(join(path, HEADER_FILE)),
      parts: parts.map((name) => fileSource(join(path, name))),
    },
    symbols: hasSymbols && (await isReadable(symbols)) ? fileSource(symbols) : null,
    owns: (name) => name === HEADER_FILE || PART.test(name) || name === 'kcore_dir',
  };
}

/**
 * The folders among the paths of an archive that perf record --threads or --kcore wrote, each with its files of raw
 * records. `recordings` are those of `files` that are a perf.data.
 */
export function perfDirectoriesAmong(
  files: readonly string[],
  recordings: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const folders = recordings.filter((file) => basename(file) === HEADER_FILE).map(dirname);
  return new Map(
    folders.flatMap((folder) => {
      const parts = files
        .filter((file) => dirname(file) === folder && PART.test(basename(file)))
        .sort((a, b) => numberOf(basename(a)) - numberOf(basename(b)));
      return parts.length > 0 || files.includes(join(folder, SYMBOLS)) ? [[folder, parts]] : [];
    }),
  );
}

function numberOf(part: string): number {
  return Number(part.slice(HEADER_FILE.length + 1));
}

async function hasMagic(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer } = await file.read(new Uint8Array(MAGIC_LENGTH), 0, MAGIC_LENGTH, 0);
    return MAGICS.includes(new TextDecoder('latin1').decode(buffer));
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

async function isReadable(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  await file?.close();
  return file !== null;
}
