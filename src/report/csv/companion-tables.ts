import type { Analysis } from '../../model/analysis.js';
import { loadUnit } from '../../model/throughput.js';
import { type CsvTable, csvTable } from './csv-table.js';

type Hook = Analysis['usage'][number]['hooks'][number] & { readonly source: string | null };

/** What stands beside the samples: locks, counts, loads, files. */
export const COMPANION_TABLES: readonly CsvTable[] = [
  csvTable('locks', ({ locks }) => locks, [
    ['class', (lock) => lock.class],
    ['mode', ({ mode }) => mode],
    ['protects in AppArmor', ({ role }) => role],
    ['contentions', ({ contentions }) => contentions],
    ['bounced contentions', ({ conBounces }) => conBounces],
    ['waited [ns]', ({ waitTotalNs }) => waitTotalNs],
    ['shortest wait [ns]', ({ waitMinNs }) => waitMinNs],
    ['longest wait [ns]', ({ waitMaxNs }) => waitMaxNs],
    ['acquisitions', ({ acquisitions }) => acquisitions],
    ['bounced acquisitions', ({ acqBounces }) => acqBounces],
    ['held [ns]', ({ holdTotalNs }) => holdTotalNs],
    ['shortest hold [ns]', ({ holdMinNs }) => holdMinNs],
    ['longest hold [ns]', ({ holdMaxNs }) => holdMaxNs],
    ['file', ({ file }) => file],
    ['line', ({ line }) => line],
  ]),
  csvTable(
    'lock-points',
    ({ locks }) =>
      locks.flatMap((lock) => [
        ...lock.waiters.map((point) => ({ lock, side: 'waits', ...point })),
        ...lock.holders.map((point) => ({ lock, side: 'holds', ...point })),
      ]),
    [
      ['class', ({ lock }) => lock.class],
      ['mode', ({ lock }) => lock.mode],
      ['waits or holds', ({ side }) => side],
      ['function', ({ symbol }) => symbol],
      ['offset [B]', ({ offset }) => offset],
      ['contentions', ({ count }) => count],
      ['file', ({ lock }) => lock.file],
    ],
  ),
  csvTable('lock-waits', ({ lockWaits }) => lockWaits, [
    ['lock', ({ name }) => name],
    ['caller', ({ caller }) => caller],
    ['type', ({ type }) => type],
    ['protects in AppArmor', ({ role }) => role],
    ['contended', ({ contended }) => contended],
    ['waited [ns]', ({ waitTotalNs }) => waitTotalNs],
    ['longest wait [ns]', ({ waitMaxNs }) => waitMaxNs],
  ]),
  csvTable('calls', ({ functionCalls }) => functionCalls, [
    ['function', ({ symbol }) => symbol],
    ['calls', ({ calls }) => calls],
    ['time [ns]', ({ totalNs }) => totalNs],
    ['calls a request', ({ perRequest }) => perRequest],
    ['RMWs a call', ({ rmws }) => rmws],
  ]),
  csvTable(
    'usage',
    ({ usage }) => usage.flatMap(({ source, hooks }) => hooks.map((hook): Hook => ({ source, ...hook }))),
    [
      ['function profiles', ({ source }) => source],
      ['hook', (hook) => hook.function],
      ['RMWs a call', ({ rmwsPerCall }) => rmwsPerCall],
      ['calls', ({ calls }) => calls],
      ['expected calls', ({ expectedCalls }) => expectedCalls],
      ['RMWs a request', ({ rmwsPerRequest }) => rmwsPerRequest],
      ['expected RMWs a request', ({ expectedRmwsPerRequest }) => expectedRmwsPerRequest],
      ['verdict', ({ verdict }) => verdict],
      ['because', ({ why }) => why],
    ],
  ),
  csvTable('counters', ({ counters }) => counters, [
    ['event', ({ event }) => event],
    ['count', ({ value }) => value],
    ['unit', ({ unit }) => unit],
    ['CPU', ({ cpu }) => cpu],
    ['scope', ({ scope }) => scope],
    ['interval [s]', ({ intervalS }) => intervalS],
    ['metric', ({ metric }) => metric],
    ['metric unit', ({ metricUnit }) => metricUnit],
    ['file', ({ file }) => file],
  ]),
  csvTable(
    'cache-lines',
    ({ cacheLines }) => cacheLines.flatMap((line) => line.accesses.map((access) => ({ line, ...access }))),
    [
      ['cache line', ({ line }) => line.address],
      ['remote HITM of the line', ({ line }) => line.remoteHitm],
      ['local HITM of the line', ({ line }) => line.localHitm],
      ['offset in the line [B]', ({ offset }) => offset],
      ['function', ({ symbol }) => symbol],
      ['share of remote HITM [%]', ({ remoteHitmPct }) => remoteHitmPct],
      ['share of local HITM [%]', ({ localHitmPct }) => localHitmPct],
    ],
  ),
  csvTable('loads', ({ throughput }) => throughput, [
    ['tool', ({ tool }) => tool],
    ['counted', ({ tool }) => loadUnit(tool)],
    ['rate [1/s]', ({ requestsPerSec }) => requestsPerSec],
    ['count', ({ requests }) => requests],
    ['errors', ({ errors }) => errors],
    ['duration [s]', ({ durationS }) => durationS],
    ['mean latency [ns]', ({ latencyAvgNs }) => latencyAvgNs],
    ['tasks', ({ tasks }) => tasks],
    ['during the recording', ({ duringRecording }) => duringRecording],
    ['file', ({ file }) => file],
  ]),
  csvTable('inputs', ({ inputs }) => inputs, [
    ['file', ({ path }) => path],
    ['format', ({ format }) => format],
    ['samples', ({ samples }) => samples],
    ['not used because', ({ notUsed }) => notUsed],
  ]),
  csvTable('findings', ({ diagnostics }) => diagnostics, [
    ['kind', ({ kind }) => kind],
    ['finding', ({ text }) => text],
    ['hint', ({ hint }) => hint],
    ['file', ({ file }) => file],
    ['line', ({ line }) => line],
  ]),
];
