import type { Analysis, EventAttribution, SiteShare } from '../../model/analysis.js';
import { type CsvColumn, type CsvTable, type CsvValue, csvTable } from './csv-table.js';

interface Shared {
  readonly samples: number | null;
  readonly sharePct: number;
  readonly shareLowPct: number | null;
  readonly shareHighPct: number | null;
}

/** Samples and their share of something, with its 95 % interval. */
function shareColumns<Row extends Shared>(whole: string): CsvColumn<Row>[] {
  return [
    ['samples', ({ samples }) => samples],
    [`share of ${whole} [%]`, ({ sharePct }) => sharePct],
    ['low 95 % [%]', ({ shareLowPct }) => shareLowPct],
    ['high 95 % [%]', ({ shareHighPct }) => shareHighPct],
  ];
}

interface Figure {
  readonly what: string;
  readonly value: CsvValue;
  readonly why?: string | null;
}

function events({ attribution, events }: Analysis): EventAttribution[] {
  return attribution === null ? [] : [attribution, ...events];
}

function sitesOf(analysis: Analysis): SiteShare[] {
  return [...(analysis.attribution?.sites ?? [])];
}

function figures(analysis: Analysis): Figure[] {
  const { machine, window, catalogue, lineRate } = analysis;
  return [
    { what: 'kernel', value: machine.kernel },
    { what: 'architecture', value: machine.arch },
    { what: 'CPU model', value: machine.cpuModel },
    { what: 'online CPUs', value: machine.onlineCpus },
    { what: 'possible CPUs', value: machine.possibleCpus },
    { what: 'busy CPUs', value: machine.busyCpus, why: machine.busyCpusWhy },
    { what: 'idle [%]', value: machine.idlePct },
    { what: 'window from [s]', value: window?.fromS ?? null },
    { what: 'window to [s]', value: window?.toS ?? null },
    { what: 'window [s]', value: window?.durationS ?? null, why: window?.rule ?? null },
    { what: 'samples outside the window', value: window?.leftOutSamples ?? null },
    { what: 'catalogue', value: catalogue.id, why: catalogue.kernelWhy },
    { what: 'labels', value: analysis.labels },
    { what: 'operations on the line [1/s]', value: lineRate?.opsPerSec ?? null, why: lineRate?.why ?? null },
    { what: 'CPU time an operation [ns]', value: lineRate?.nsPerOp ?? null, why: lineRate?.why ?? null },
  ];
}

/** What the samples say: shares, sites, paths, functions. */
export const SAMPLE_TABLES: readonly CsvTable[] = [
  csvTable('recording', figures, [
    ['what', ({ what }) => what],
    ['value', ({ value }) => value],
    ['why', ({ why }) => why ?? null],
  ]),
  csvTable('shares', events, [
    ['event', ({ event }) => event],
    ['get/put share of busy time [%]', ({ labelSharePct }) => labelSharePct],
    ['low 95 % [%]', ({ labelShareLowPct }) => labelShareLowPct],
    ['high 95 % [%]', ({ labelShareHighPct }) => labelShareHighPct],
    ['bound', ({ labelShareBound }) => labelShareBound],
    ['unknown because', ({ labelShareWhy }) => labelShareWhy],
    ["perf's share of everything [%]", ({ labelPerfPct }) => labelPerfPct],
    ['busy samples', ({ total }) => total.samples],
    ['idle samples', ({ idle }) => idle.samples],
    ['samples of other commands', ({ foreign }) => foreign.samples],
    ['unattributed samples', ({ unattributed }) => unattributed.samples],
    ['lost samples', ({ lost }) => lost],
  ]),
  csvTable('sites', sitesOf, [
    ['hook', (site) => site.function],
    ['operation', ({ operation }) => operation],
    ['reference lives', ({ lifetime }) => lifetime],
    ...shareColumns<SiteShare>('busy time'),
    ['evidence', ({ evidence }) => evidence],
    ['confidence', ({ confidence }) => confidence],
    ['CAS loop', ({ casLoop }) => casLoop],
    ['RMWs a call', ({ rmws }) => rmws],
    ['line transfers a call', ({ transfers }) => transfers],
  ]),
  csvTable(
    'instructions',
    (analysis) =>
      sitesOf(analysis).flatMap((site) => site.instructions.map((instruction) => ({ site, ...instruction }))),
    [
      ['function', (row) => row.function],
      ['offset [B]', ({ offset }) => offset],
      ['instruction', ({ text }) => text],
      ['samples recorded', ({ samplesBefore }) => samplesBefore],
      ['samples charged', ({ samplesAfter }) => samplesAfter],
      ['operation', ({ site }) => site.operation],
      ['known by', ({ why }) => why],
    ],
  ),
  csvTable('contexts', ({ attribution }) => attribution?.contexts ?? [], [
    ['syscall or context', ({ name }) => name],
    ...shareColumns<EventAttribution['contexts'][number]>('get/put time'),
  ]),
  csvTable('paths', ({ attribution }) => attribution?.callPaths ?? [], [
    ['site', ({ site }) => site],
    ['LSM hook', ({ lsmHook }) => lsmHook],
    ['called by', ({ kernelFunction }) => kernelFunction],
    ['syscall or context', ({ context }) => context],
    ['variant', ({ variant }) => variant],
    ['on an idle CPU', ({ idleTask }) => idleTask],
    ['user function', ({ userFunction }) => userFunction],
    ...shareColumns<EventAttribution['callPaths'][number]>('get/put time'),
  ]),
  csvTable('lines', ({ lines }) => lines, [
    ['line or lock', ({ name }) => name],
    ['kind', ({ kind }) => kind],
    ['class', (line) => line.class],
    ...shareColumns<Analysis['lines'][number]>('busy time'),
    ['one instance', ({ singleInstance }) => singleInstance],
    ['because', ({ singleInstanceWhy }) => singleInstanceWhy],
  ]),
  csvTable('unattributed', ({ attribution }) => attribution?.unattributedFunctions ?? [], [
    ['function', (row) => row.function],
    ['samples', ({ samples }) => samples],
    ["period [event's own unit]", ({ period }) => period],
  ]),
  csvTable('functions', ({ functions }) => functions, [
    ['function', ({ symbol }) => symbol],
    ['binary', ({ dso }) => dso],
    ['self samples', ({ selfSamples }) => selfSamples],
    ['samples with callees', ({ childrenSamples }) => childrenSamples],
    ["self period [event's own unit]", ({ selfPeriod }) => selfPeriod],
  ]),
];
