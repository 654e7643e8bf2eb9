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
  open: (file, recording) => new LineReader(file, new PerfHeaderReader(recording), recording),
};

/** Comments without the border may head anything, and what follows the block decides whose it is. */
function detect(head: Uint8Array, complete: boolean): Detection {
  if (head.includes(0)) return 'no';
  const lines = headLines(head, complete).map(unquoted);
  if (lines.some((line) => line !== '' && !line.startsWith('#'))) return 'no';
  if (!complete) return 'more';
  return lines.includes(BORDER) ? 'yes' : 'no';
}

class PerfHeaderReader implements LineSink {
  readonly #block: CommentBlock;

  constructor(recording: Recording) {
    this.#block = new CommentBlock(recording.machine);
  }

  line(text: string): LineFate {
    const line = unquoted(text);
    if (line === '') return 'ignored';
    if (!line.startsWith('#')) return 'unknown';
    return this.#block.line(line) ? 'parsed' : 'ignored';
  }

  end(): void {}
}
