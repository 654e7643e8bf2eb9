import type { ByteReader } from '../model/format.js';
import { LineReader, type LineSink } from '../model/line-reader.js';

const LINE_FEED = 10;

/** Takes lines and is told, before `end()`, when the last one had no line end: it may have been cut. */
export interface OpenEndSink extends LineSink {
  endsOpen(): void;
}

/**
 * A text whose last words cannot tell whether they are whole: an instruction cut after `lock xadd %ea` is
 * still an instruction. The tools end every line, so a last line without its end tells.
 */
export class OpenEndReader implements ByteReader {
  readonly #sink: OpenEndSink;
  readonly #lines: LineReader;
  #lastByte = LINE_FEED;

  constructor(file: string, sink: OpenEndSink) {
    this.#sink = sink;
    this.#lines = new LineReader(file, sink);
  }

  push(chunk: Uint8Array): void {
    this.#lastByte = chunk.at(-1) ?? this.#lastByte;
    this.#lines.push(chunk);
  }

  end(): void {
    // The last line must reach the sink first: the LineReader keeps it until its own end().
    if (this.#lastByte !== LINE_FEED) this.#sink.endsOpen();
    this.#lines.end();
  }
}
