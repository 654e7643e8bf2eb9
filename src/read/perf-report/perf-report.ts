import type { ByteReader, Detection, Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectLine } from '../line-detection.js';
import { isHeader } from './columns.js';
import { readHeading } from './heading.js';
import { PerfReportReader } from './perf-report-reader.js';

/** `perf report --stdio`, aligned or with a separator (`-t,`), also quoted in a mail. */
export const perfReportFormat: Format = {
  id: 'perf-report',
  title: 'perf report --stdio, text or CSV',
  detect: (head, complete): Detection => detectLine(head, complete, isOurs),
  open: (file, recording) => new WholeLines(new PerfReportReader(file, recording), file),
};

/** perf c2c and perf annotate have comments with "#" too, but not these. */
export function isOurs(line: string): boolean {
  return line.startsWith('#') && (readHeading(line) !== null || isHeader(line));
}

/** Tells the reader whether the last line has its line end: LineReader does not say. */
class WholeLines implements ByteReader {
  readonly #reader: PerfReportReader;
  readonly #lines: LineReader;

  constructor(reader: PerfReportReader, file: string) {
    this.#reader = reader;
    this.#lines = new LineReader(file, reader);
  }

  push(chunk: Uint8Array): void {
    const last = chunk.at(-1);
    if (last !== undefined) this.#reader.lastLineIsWhole = last === 0x0a;
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
  }
}
