import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectLine } from '../line-detection.js';
import { isOwnFailure } from './messages.js';
import { PerfLockReader } from './reader.js';
import { readHeader } from './table.js';

/**
 * Tables of `perf lock contention` (which go to standard error) and `perf lock report`, and the `-x` output of
 * the former; a recording without contention events leaves only perf's complaint.
 */
export const perfLockFormat: Format = {
  id: 'perf-lock',
  title: 'perf lock contention or perf lock report output',
  detect: (head, complete) =>
    detectLine(head, complete, (line) => readHeader(line, 0) !== null || isOwnFailure(line)),
  open: (file, recording) => new LineReader(file, new PerfLockReader(file, recording), recording),
};
