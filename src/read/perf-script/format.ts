import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { QuotedLines } from '../quoted-lines.js';
import { detectPerfScript } from './detect.js';
import { PerfScriptLines } from './reader.js';

/** The text of `perf script`, in the shapes that its -F, --header and --show-*-events give it. */
export const perfScriptFormat: Format = {
  id: 'perf-script',
  title: 'perf script text',
  detect: detectPerfScript,
  open: (file, recording) => {
    const lines = new QuotedLines(new PerfScriptLines(file, recording), recording.lines);
    return new LineReader(file, lines, recording);
  },
};
