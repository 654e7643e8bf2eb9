/**
 * What became of one line of a text.
 *
 * - `parsed`: something of it went into the recording, or decided how other lines are read;
 * - `ignored`: known and meaningless here: blank, a comment, a ruler, a caption, a figure nobody asks for;
 * - `unknown`: not understood. The line cutter counts these and reports them once, with the first of them;
 * - `diagnosed`: not used, and the reader itself says why in a diagnostic;
 * - `held`: not decided yet, since what follows decides. The reader adds it to LineCounts later.
 */
export type LineFate = 'parsed' | 'ignored' | 'unknown' | 'diagnosed' | 'held';

/** Lines of a text input; once it is read, `read` = `parsed` + `ignored` + `diagnosed`. */
export class LineCounts {
  read = 0;
  parsed = 0;
  ignored = 0;
  /** Unknown lines too. */
  diagnosed = 0;

  /** A line that had counted as parsed turned out to be something else: cut, or not of its table. */
  unparse(fate: 'ignored' | 'diagnosed', count = 1): void {
    this.parsed -= count;
    this[fate] += count;
  }
}
