import { type CsvTable, csvTable } from './csv-table.js';

/** What each scheme would gain at each CPU count. */
export const SCHEME_TABLES: readonly CsvTable[] = [
  csvTable('schemes', ({ projections }) => projections, [
    ['scheme', ({ scheme }) => scheme],
    ['busy CPUs', ({ cpus }) => cpus],
    ['capacity after/before', ({ gain }) => gain?.mid ?? null],
    ['low 95 %', ({ gain }) => gain?.low ?? null],
    ['high 95 %', ({ gain }) => gain?.high ?? null],
    ['throughput after/before', ({ throughputGain }) => throughputGain?.mid ?? null],
    ['MVA', ({ plainGain }) => plainGain],
    ['naive', ({ naiveGain }) => naiveGain],
    ['covers of get/put time [%]', ({ coveredPct }) => coveredPct],
    ['memory over kref [B]', ({ memoryBytes }) => memoryBytes],
    ['labels', ({ labels }) => labels],
    ['possible CPUs', ({ possibleCpus }) => possibleCpus],
    ['then limited by', ({ bottleneckAfter }) => bottleneckAfter?.station ?? null],
    ['because', ({ why }) => why],
  ]),
  csvTable(
    'assumptions',
    ({ projections }) =>
      [...new Map(projections.map((row) => [row.scheme, row.assumptions]))].flatMap(([scheme, assumptions]) =>
        assumptions.map((text) => ({ scheme, text })),
      ),
    [
      ['scheme', ({ scheme }) => scheme],
      ['its figures assume', ({ text }) => text],
    ],
  ),
];
