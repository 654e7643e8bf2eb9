import { basename } from 'node:path';
import type { Format } from '../model/format.js';
import { sampleRank } from './formats.js';

/**
 * A run directory often holds its samples several times over, as perf.data and as texts made from it: counting
 * them twice would be wrong. Only files of the format that carries most are read; of texts, which are readings of
 * one recording, the one named most plainly. Returns for each file that is not used the one that is.
 */
export function chooseSampleSources(
  files: readonly { readonly file: string; readonly format: Format }[],
): ReadonlyMap<string, string> {
  const ranked = files
    .flatMap(({ file, format }) => {
      const rank = sampleRank(format);
      return rank === null ? [] : [{ file, rank }];
    })
    .sort(
      (a, b) =>
        a.rank - b.rank || basename(a.file).length - basename(b.file).length || (a.file < b.file ? -1 : 1),
    );
  const [used] = ranked;
  if (used === undefined) return new Map();
  const unused = ranked.filter(({ file, rank }) => file !== used.file && !(rank === 0 && used.rank === 0));
  return new Map(unused.map(({ file }) => [file, used.file]));
}
