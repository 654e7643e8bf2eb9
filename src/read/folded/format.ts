import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectFolded } from './detect.js';
import { FoldedLines } from './reader.js';

/** `comm;a;b;c 123` as stackcollapse-perf.pl, inferno-collapse-perf and their kin print it, outermost first. */
export const foldedFormat: Format = {
  id: 'folded',
  title: 'folded stacks (stackcollapse-perf.pl, inferno)',
  detect: detectFolded,
  open: (file, recording) => new LineReader(file, new FoldedLines(file, recording), recording),
};
