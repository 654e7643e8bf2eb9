import type { Format } from '../../model/format.js';
import { PerfDataReader } from './reader.js';

/** Little-endian, big-endian, and the first version's, which is the same on all machines. */
const MAGICS: readonly string[] = ['PERFILE2', '2ELIFREP', 'PERFFILE'];
const MAGIC_LENGTH = 8;

/** perf.data as perf record writes it. Source: tools/perf/Documentation/perf.data-file-format.txt */
export const perfDataFormat: Format = {
  id: 'perf.data',
  title: 'perf.data (perf record)',
  detect(head, complete) {
    if (head.length < MAGIC_LENGTH) return complete ? 'no' : 'more';
    const magic = String.fromCharCode(...head.subarray(0, MAGIC_LENGTH));
    return MAGICS.includes(magic) ? 'yes' : 'no';
  },
  open: (file, recording) => new PerfDataReader(file, recording),
};
