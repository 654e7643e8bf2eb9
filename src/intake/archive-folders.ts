import { basename, dirname } from 'node:path';
import { perfDirectoriesAmong } from '../io/perf-directory.js';
import type { Source } from '../io/source.js';

/** The folders of an archive: each is a run, but for those that perf record wrote in place of a file. */
export class ArchiveFolders {
  readonly #members: ReadonlyMap<string, Source>;
  /** Files of raw records, by perf's own folder. */
  readonly #perf: ReadonlyMap<string, readonly string[]>;

  /** `recordings` are the perf.data among the members: only where one stands is a folder perf's own. */
  constructor(members: readonly Source[], recordings: readonly string[]) {
    this.#members = new Map(members.map((source) => [source.file, source]));
    this.#perf = perfDirectoriesAmong([...this.#members.keys()], recordings);
  }

  /** Whether `file` holds records that belong to the recording beside it. */
  isPart(file: string): boolean {
    return this.#perf.get(dirname(file))?.includes(file) === true;
  }

  /** The folder of the run that `file` belongs to. */
  runOf(file: string): string {
    const folder = dirname(file);
    const perf = [folder, dirname(folder)].find((each) => this.#perf.has(each));
    return perf === undefined ? folder : dirname(perf);
  }

  /** `source` with the files of raw records beside it. */
  whole(source: Source): Source {
    const parts = this.isPart(source.file) ? [] : (this.#perf.get(dirname(source.file)) ?? []);
    if (parts.length === 0 || basename(source.file) !== 'data') return source;
    return { ...source, parts: parts.flatMap((file) => this.#members.get(file) ?? []) };
  }
}

/** An archive may hold several runs in folders; one is read, as folders in a run directory are not entered. */
export function shallowest(folders: readonly string[]): string {
  const depth = (folder: string): number => folder.split('/').length;
  return [...folders].sort().reduce((best, folder) => (depth(folder) < depth(best) ? folder : best));
}
