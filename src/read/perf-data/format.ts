import type { Format } from '../../model/format.js';
import { PerfDataReader } from './reader.js';

const MAGIC_LITTLE = 'PERFILE2';
const MAGIC_BIG = '2ELIFREP';

/** perf.data as perf record writes it. Source: tools/perf/Documentation/perf.data-file-format.txt */
export const perfDataFormat: Format = {
  id: 'perf.data',
  title: 'perf.data (perf record)',
  detect(head, complete) {
    if (head.length < MAGIC_LITTLE.length) return complete ? 'no' : 'more';
    const magic = String.fromCharCode(...head.subarray(0, MAGIC_LITTLE.length));
    return magic === MAGIC_LITTLE || magic === MAGIC_BIG ? 'yes' : 'no';
  },
  open: (file, recording) => new PerfDataReader(file, recording),
};
