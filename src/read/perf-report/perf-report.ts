import type { Detection, Format } from '../../model/format.js';
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
  open: (file, recording) => new LineReader(file, new PerfReportReader(file, recording), recording),
};

/** perf c2c and perf annotate have comments with "#" too, but not these. */
export function isOurs(line: string): boolean {
  return line.startsWith('#') && (readHeading(line) !== null || isHeader(line));
}
