import type { AnalysisInput, AnalysisMachine, LockRow, Window } from '../../model/analysis.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { ContentionPoint } from '../../model/lock.js';
import type { Throughput } from '../../model/throughput.js';
import { lockRole } from './attribution-schema.js';
import {
  count,
  flag,
  list,
  nonNegative,
  nullable,
  number,
  percent,
  positive,
  record,
  text,
  word,
} from './json-schema.js';

export const input = record<AnalysisInput>('One file that was recognised.', {
  path: text('As found on the command line or in a run directory; "<stdin>" for standard input.'),
  format: text('"perf.data", "perf-script", "lock_stat", "kallsyms", "wrk"...'),
  samples: count('Samples of all events in it.'),
  notUsed: nullable(text('Why it was not used; null when it was.')),
});

export const machine = record<AnalysisMachine>('The machine recorded; null is unknown.', {
  hostname: nullable(text('Host name.')),
  arch: nullable(text('"x86_64".')),
  kernel: nullable(text('Release, as uname -r prints it.')),
  onlineCpus: nullable(count('CPUs online while recording.')),
  possibleCpus: nullable(count('CPUs the kernel sized its per-CPU areas for.')),
  cpuModel: nullable(text('CPU model.')),
  cpuId: nullable(text('"GenuineIntel,6,26,3".')),
  perfVersion: nullable(text('Version of perf that recorded.')),
  recordCommand: nullable(text('Command line of perf record.')),
  busyCpus: nullable(nonNegative('Busy CPU-seconds of the selected commands / length of the window.')),
  busyCpusWhy: text('How busyCpus was found, or why it is unknown.'),
  idlePct: nullable(percent('Idle part of the CPUs; null when the event does not tick on idle.')),
});

const clock = "On the recording's clock, in seconds; null when samples carry no time.";

export const window = record<Window>('The part of the recording that shares are taken over.', {
  fromS: nullable(number(clock)),
  toS: nullable(number(clock)),
  durationS: nullable(nonNegative('Length in seconds.')),
  rule: word<Window['rule']>('How it was chosen.', {
    'time-option': 'as asked with --time',
    steady: 'the longest interval of steady load',
    whole: 'the whole recording',
  }),
  leftOutSamples: count('Samples of the main event outside it.'),
  blockNs: positive('Block of the bootstrap that gives the intervals, in ns.'),
});

const point = record<ContentionPoint>('A place in the code.', {
  symbol: text('Its function.'),
  offset: nullable(nonNegative('Bytes into it.')),
  module: nullable(text('Kernel module.')),
  count: nonNegative('Times seen; the kernel keeps at most four places a class.'),
});

const time = nonNegative('In ns, converted once from the microseconds of the file.');
const optionalTime = nullable(nonNegative('In ns; null where this version of lock_stat does not print it.'));

export const lock = record<LockRow>('One row of lock_stat: a lock class, not an instance.', {
  class: text('As the kernel prints it, without -R or -W.'),
  mode: word<LockRow['mode']>('Row of a class.', {
    read: 'its -R row',
    write: 'its -W row',
    exclusive: 'a row without suffix',
  }),
  role: nullable(lockRole),
  conBounces: count('Contentions whose lock came over from another CPU.'),
  contentions: count('Acquisitions that had to wait.'),
  waitMinNs: optionalTime,
  waitMaxNs: optionalTime,
  waitTotalNs: time,
  waitAvgNs: optionalTime,
  acqBounces: count('Acquisitions whose lock came over from another CPU.'),
  acquisitions: count('Times it was taken.'),
  holdMinNs: optionalTime,
  holdMaxNs: optionalTime,
  holdTotalNs: time,
  holdAvgNs: optionalTime,
  waiters: list('Who waited.', point),
  holders: list('Who held it meanwhile.', point),
  file: text('The lock_stat file.'),
  line: count('Line of the row, from 1.'),
});

export const throughput = record<Throughput>('What a load generator printed.', {
  tool: text('"wrk".'),
  requestsPerSec: nullable(
    nonNegative('Requests a second; operations of will-it-scale, openclose and labelmix.'),
  ),
  requests: nullable(nonNegative('Requests or operations in all.')),
  tasks: nullable(count('Processes or threads that worked at once; null when the tool does not tell.')),
  errors: nullable(nonNegative('Requests or connections that failed.')),
  durationS: nullable(nonNegative('Length of the run in seconds.')),
  latencyAvgNs: nullable(nonNegative('Average latency in ns.')),
  duringRecording: nullable(flag('Whether perf recorded meanwhile; null when nothing tells.')),
  file: text('The file it was read from.'),
});

export const diagnostic = record<Diagnostic>('Something odd in the input or in what follows from it.', {
  kind: text('Stable name for programs.'),
  text: text('One sentence for people.'),
  hint: nullable(text('What to do about it.')),
  file: nullable(text('Where it stands.')),
  line: nullable(count('Line in that file, from 1.')),
});
