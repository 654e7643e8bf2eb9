import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectLine } from '../line-detection.js';
import { WillItScaleReader } from './reader.js';
import { isSecond } from './run-lines.js';
import { HEADER } from './series-row.js';

/**
 * will-it-scale (open1, open2, ...): the series that runtest.py prints as CSV, and what one test program prints.
 * Both may be pasted several times over, and with a mail's or a shell's own lines between.
 */
export const willItScaleFormat: Format = {
  id: 'will-it-scale',
  title: 'will-it-scale output',
  detect: (head, complete) => detectLine(head, complete, (line) => line === HEADER || isSecond(line)),
  open: (file, recording) => new LineReader(file, new WillItScaleReader(file, recording), recording),
};
