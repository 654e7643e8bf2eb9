import type { CacheLine, CacheLineAccess } from '../../model/cache-line.js';
import type { CallCount, ListingSummary, LockWaitRow, NotableInstruction } from '../../model/companions.js';
import type { Counter } from '../../model/counter.js';
import type { CpuTopology } from '../../model/topology.js';
import { lockRole } from './attribution-schema.js';
import {
  count,
  flag,
  list,
  nonNegative,
  nullable,
  number,
  percent,
  record,
  text,
  word,
} from './json-schema.js';

const file = text('The file it was read from.');
const someCount = (description: string) => nullable(count(description));
const someTime = (description: string) => nullable(nonNegative(description));

export const topology = record<CpuTopology>('Who shares what on the recorded machine.', {
  cpus: someCount('CPUs (hardware threads).'),
  sockets: someCount('Sockets.'),
  coresPerSocket: someCount('Cores of a socket.'),
  threadsPerCore: someCount('Hardware threads of a core.'),
  numaNodes: someCount('NUMA nodes.'),
  cacheDomains: someCount('Last-level caches: groups of CPUs that share one.'),
  model: nullable(text('CPU model.')),
  vendor: nullable(text('CPU vendor.')),
  hypervisor: nullable(text('Hypervisor, where one is named.')),
  file,
});

export const counter = record<Counter>('One row of perf stat.', {
  event: text('As printed.'),
  value: nullable(number('null: not counted or not supported.')),
  unit: text('"msec", "MiB" or empty, as printed.'),
  cpu: someCount('CPU number; null: several CPUs together.'),
  scope: nullable(text('Socket, core, node, thread or cgroup as printed; null: all that was measured.')),
  intervalS: someTime('End of the -I interval in seconds; null without intervals.'),
  variancePct: someTime('Relative standard error over the runs of -r.'),
  runningPct: someTime('Part of the time the counter was on the PMU.'),
  metric: nullable(number('Derived figure printed beside it.')),
  metricUnit: nullable(text('Its unit: "CPUs utilized".')),
  file,
});

const access = record<CacheLineAccess>('One place that accesses the line.', {
  offset: someCount('Offset in the line, bytes.'),
  symbol: nullable(text('Function.')),
  dso: nullable(text('Binary.')),
  remoteHitmPct: nullable(percent("Of the line's remote HITM.")),
  localHitmPct: nullable(percent("Of the line's local HITM.")),
  peerPct: nullable(percent("Of the line's peer snoops.")),
  records: someCount('Samples.'),
  cpus: someCount('CPUs that accessed it there.'),
});

export const cacheLine = record<CacheLine>('One cache line of perf c2c.', {
  address: text('As printed.'),
  records: someCount('Samples on the line.'),
  localHitm: someCount('Loads that hit a modified line of the same socket.'),
  remoteHitm: someCount('Loads that hit a modified line of another socket.'),
  peer: someCount('Peer snoops.'),
  accesses: list('Where from.', access),
  file,
});

export const lockWait = record<LockWaitRow>('One row of perf lock.', {
  tool: word<LockWaitRow['tool']>('Which report.', {
    'perf lock contention': 'waits by caller',
    'perf lock report': 'waits by lock class',
  }),
  name: nullable(text('Lock class or address as printed.')),
  nameIsCut: flag('perf lock report cuts names to 16 characters.'),
  caller: nullable(text('Caller as printed, three stack entries up.')),
  type: nullable(text('"spinlock", "rwlock:W"...')),
  comm: nullable(text('Thread, in tables by thread.')),
  acquired: someCount('Acquisitions.'),
  contended: count('Acquisitions that had to wait.'),
  waitTotalNs: nonNegative('Time waited in all, ns.'),
  waitMaxNs: someTime('Longest wait, ns.'),
  waitMinNs: someTime('Shortest wait, ns.'),
  waitAvgNs: someTime('Average wait, ns.'),
  stack: list('Stack of -v, innermost first.', text('Frame as printed.')),
  role: nullable(lockRole),
  file,
});

export const callCount = record<CallCount>('Calls of one function on all CPUs, from ftrace.', {
  symbol: text('As ftrace prints it, at most 30 characters.'),
  calls: count('Calls.'),
  totalNs: someTime('Time in it, ns.'),
  perRequest: someTime('Calls per request of the only load given; null without exactly one.'),
  rmws: someTime("RMWs on the label's line per call by the catalogue; null for functions it does not list."),
});

const notable = record<NotableInstruction>('One instruction.', {
  address: text('16 hex digits.'),
  text: text('Disassembly as printed.'),
  atomic: flag('Reads, modifies and writes memory atomically.'),
  percents: list("Of the function's samples, one per event.", percent('Percent.')),
  sourceLine: nullable(text('"kref.h:45" where the listing says so.')),
});

export const listing = record<ListingSummary>('One function of perf annotate or objdump.', {
  tool: word<ListingSummary['tool']>('Which listing.', {
    'perf annotate': 'with percentages',
    objdump: 'without',
  }),
  symbol: text('Function.'),
  dso: nullable(text('Binary.')),
  events: list('Events of its percentages.', text('As printed.')),
  totalSamples: someCount('Samples of the function.'),
  instructions: count('Instructions listed.'),
  notable: list('Those that were sampled or are atomic.', notable),
  file,
});
