import type { Format } from '../../model/format.js';
import { LineReader } from '../../model/line-reader.js';
import { detectLine } from '../line-detection.js';
import { C2cReader, LINE_TABLE, PARETO } from './c2c-reader.js';

/** Section titles that stand alone on their line; builtin-c2c.c perf_c2c__hists_fprintf(). */
const TITLES: readonly string[] = [
  'Trace Event Information',
  'Global Shared Cache Line Event Information',
  LINE_TABLE,
  PARETO,
];

/** `#        ----- HITM -----  -- Store Refs --  ...`: an excerpt that begins with a table's header. */
const HEADER = /^#.* (?:-+ HITM -+|-- Peer Snoop --|-+ Cacheline -+|-+ (?:LLC )?Load Hitm -+) /;

/**
 * `perf c2c report --stdio` since Linux 4.10: sorted by HITM (x86) or by peer snoops (`-d peer`, Arm), with any
 * `-c` and `-N`, with callchains; whole or as an excerpt that has a table's header.
 */
export const perfC2cFormat: Format = {
  id: 'perf-c2c',
  title: 'perf c2c report text',
  detect: (head, complete) =>
    detectLine(head, complete, (line) => TITLES.includes(line) || HEADER.test(`${line} `)),
  open: (file, recording) => new LineReader(file, new C2cReader(file, recording), recording),
};
