import { type Note, notesOn } from '../model/diagnostic.js';
import type { Detection, Format } from '../model/format.js';
import type { LineFate } from '../model/line-counts.js';
import { headLines, LineReader, type LineSink } from '../model/line-reader.js';
import type { Recording } from '../model/recording.js';
import { unquoted } from './mail-quote.js';
import { CommentBlock } from './perf-script/comment-block.js';

const BORDER = '# ========';

/**
 *     # ========
 *     # os release : 6.1.192-labp
 *     # nrcpus online : 8
 *     # ========
 *
 * `perf report --header-only`: the block that `perf script --header` prints before its samples, and nothing else.
 */
export const perfHeaderFormat: Format = {
  id: 'perf-header',
  title: 'perf report --header-only output',
  detect,
  open: (file, recording) => new LineReader(file, new PerfHeaderReader(file, recording), recording),
};

/** Lines of a shell or a mail around the block. */
const MOST_OTHER_LINES = 20;

/** `root@host:~# exit`, and the last line of script(1). */
const SHELL = /^(\S*[#$](\s|$)|Script done on )/;

/**
 * Comments without the border may head anything, and perf script prints the same block before its samples, which
 * have an event's name with a colon: no line behind the block may have one, but a shell's.
 */
function detect(head: Uint8Array, complete: boolean): Detection {
  if (head.includes(0)) return 'no';
  const lines = headLines(head, complete).map(unquoted);
  const isOther = (line: string): boolean => line !== '' && !line.startsWith('#');
  const behind = lines.slice(lines.lastIndexOf(BORDER) + 1).filter(isOther);
  if (lines.filter(isOther).length > MOST_OTHER_LINES) return 'no';
  if (!complete) return 'more';
  const hasSamples = behind.some((line) => line.includes(':') && !SHELL.test(line));
  return lines.includes(BORDER) && !hasSamples ? 'yes' : 'no';
}

class PerfHeaderReader implements LineSink {
  readonly #block: CommentBlock;
  readonly #note: Note;
  #lastLine = 0;
  /** The border has come that ends the block. */
  #closed = false;
  #opened = false;

  constructor(file: string, recording: Recording) {
    this.#block = new CommentBlock(recording.machine);
    this.#note = notesOn(file, recording.diagnostics);
  }

  line(text: string, number: number, ended: boolean): LineFate {
    const line = unquoted(text);
    this.#lastLine = number;
    if (line === '') return 'ignored';
    if (line === BORDER) this.#closed = this.#opened;
    this.#opened ||= line === BORDER;
    // "nrcpus online : 1" may have been 16.
    if (!ended && !this.#closed) return 'diagnosed';
    if (!line.startsWith('#')) return 'unknown';
    return this.#block.line(line) ? 'parsed' : 'ignored';
  }

  end(): void {
    if (this.#closed) return;
    this.#note(
      'perf-header-cut',
      `expected a line "${BORDER}" behind the header, found the end of the file: facts of the machine may be missing`,
      'keep all that perf report --header-only prints',
      this.#lastLine,
    );
  }
}
