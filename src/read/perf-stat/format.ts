import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectLine } from '../line-detection.js';
import { readCsvRow, separatorOf } from './csv-row.js';
import { isJsonRow, readJsonRow } from './json-row.js';
import { PerfStatReader } from './reader.js';
import { isTitle } from './text-row.js';

const isCsvRow = (line: string): boolean => {
  const separator = separatorOf(line);
  const row = separator === null ? null : readCsvRow(line, separator);
  return row !== null && row !== 'extra';
};

const isWholeJsonRow = (line: string): boolean => {
  const row = isJsonRow(line) ? readJsonRow(line) : null;
  return row !== null && row !== 'extra';
};

/** `perf stat` as text, as `-x` separated fields and as `-j` JSON lines; per CPU, intervals and repeats too. */
export const perfStatFormat: Format = {
  id: 'perf-stat',
  title: 'perf stat output (text, -x or -j)',
  detect: (head, complete) =>
    detectLine(head, complete, (line) => isTitle(line) || isCsvRow(line) || isWholeJsonRow(line)),
  open: (file, recording) => new LineReader(file, new PerfStatReader(file, recording), recording),
};
