import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectLine } from '../line-detection.js';
import { AnnotateReader, isFailure, isStdio2Title } from './annotate-reader.js';
import { isAnnotateTitle } from './title-line.js';

/** `perf annotate --stdio` with any options; `--stdio2` and perf's errors are recognised to say why they give nothing. */
export const perfAnnotateFormat: Format = {
  id: 'perf-annotate',
  title: 'perf annotate text',
  detect: (head, complete) =>
    detectLine(head, complete, (line) => isAnnotateTitle(line) || isStdio2Title(line) || isFailure(line)),
  open: (file, recording) => new LineReader(file, new AnnotateReader(file, recording), recording),
};
