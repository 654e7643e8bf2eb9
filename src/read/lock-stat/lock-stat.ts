import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectLine } from '../line-detection.js';
import { LockStatReader } from './lock-stat-reader.js';

/** `/proc/lock_stat` versions 0.3 and 0.4, as the kernel prints it or as it comes in a mail. */
export const lockStatFormat: Format = {
  id: 'lock_stat',
  title: 'kernel lock statistics (/proc/lock_stat)',
  detect: (head, complete) => detectLine(head, complete, (line) => line.startsWith('lock_stat version')),
  open: (file, recording) => new LineReader(file, new LockStatReader(file, recording), recording),
};
