import type { AppliedCatalogue, AppliedRow, PrintedSource } from '../../model/applied-catalogue.js';
import type { SyscallCount } from '../../model/call-path.js';
import type { KernelRange } from '../../model/site.js';
import type {
  FalseSharer,
  Station,
  StationCacheLine,
  StationKind,
  StationSite,
} from '../../model/station.js';
import type { HookUsage, InstructionCounts, LineRate, UsageCheck, UsageVerdict } from '../../model/usage.js';
import { lifetime, operation } from './attribution-schema.js';
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

const kernelRange = record<KernelRange>('Kernel releases.', {
  from: nullable(text('The first: "6.7"; null: all before.')),
  before: nullable(text('The first that is not meant: "6.11"; null: all after.')),
});

const printedSource = record<PrintedSource>('Where a fact was read.', {
  file: text('File of the source tree.'),
  revision: text('Tag or commit.'),
  note: nullable(text('What of it.')),
});

const samples = nullable(count('Samples; null where the input gives percentages only.'));
const period = nonNegative("Their period in the event's own unit.");
const busyShare = percent('Of the busy period of the selected commands in the window.');

const stationSite = record<StationSite>('A place from which samples visit it.', {
  function: text('The call site; of a lock, the nearest caller outside the lock functions.'),
  samples,
  period,
  sharePct: busyShare,
  syscalls: list(
    'What leads there, by samples.',
    record<SyscallCount>('A syscall or context.', { name: text('"openat", "task_work".'), samples }),
  ),
});

const hitmPct = nullable(percent('Of the HITM of the line; null when not printed.'));

const stationCacheLine = record<StationCacheLine>('A line of perf c2c that its sites touch.', {
  address: text('As printed.'),
  sites: list('Sites seen there.', text('A function.')),
  offsets: list('Where in the line, bytes.', count('Offset.')),
  falseSharers: list(
    'Accesses to the same line that are none of its sites.',
    record<FalseSharer>('A function that waits for the line though it wants another field.', {
      symbol: nullable(text('The function; null without a name.')),
      offset: nullable(number('Offset in the line, bytes.')),
      remoteHitmPct: hitmPct,
      localHitmPct: hitmPct,
    }),
  ),
});

export const station = record<Station>('What busy CPUs queue for: a cache line of a counter, or a lock.', {
  name: text('"label reference count", "socket lock".'),
  kind: word<StationKind>('What it is.', {
    'label-line': 'the line of the counter that the analysis is about',
    lock: 'a lock',
    atomic: 'another counter',
  }),
  class: text('Its key, which --single-instance takes.'),
  sites: list('Where it is visited from, by share.', stationSite),
  samples,
  period,
  sharePct: busyShare,
  shareLowPct: nullable(percent('Low end of its 95 % interval.')),
  shareHighPct: nullable(percent('High end of its 95 % interval.')),
  singleInstance: flag(
    'Whether all visits go to one line; if not, or not known, it is listed and not modelled.',
  ),
  singleInstanceWhy: text('What says so.'),
  cacheLines: list('What perf c2c says of it; empty without.', stationCacheLine),
  evidence: list('What the share rests on.', text('A sentence.')),
});

export const appliedCatalogue = record<AppliedCatalogue>('The catalogue that sites were judged by.', {
  id: text('"label", or that of --sites.'),
  subject: text('What the output calls the counter.'),
  kernel: nullable(text('Release whose rows were taken; null: the newest that count.')),
  kernelFrom: word('How the release is known.', {
    recorded: 'an input names it',
    inferred: 'from functions that only some releases have',
    unknown: 'neither',
  }),
  kernelWhy: text('What says so.'),
  rows: list(
    'Of the sites seen.',
    record<AppliedRow>('One row.', {
      function: text('The site.'),
      operation,
      rmws: nonNegative('Atomic read-modify-writes per call.'),
      kernels: nullable(kernelRange),
      sources: list('Where it was read.', printedSource),
    }),
  ),
});

const perRequest = nullable(nonNegative('Per request; null where requests or calls are not known.'));

const hookUsage = record<HookUsage>('One function: catalogue against what was counted.', {
  function: text('The function.'),
  operation,
  lifetime,
  kernels: kernelRange,
  sources: list('Where the row was read.', printedSource),
  rmwsPerCall: nonNegative('By the catalogue, on the path that the calls took where a count tells which.'),
  rmwsAssumed: flag(
    "Whether that number depends on the labels; then it is the catalogue's for a common case.",
  ),
  calls: nullable(count('By ftrace.')),
  expectedCalls: nullable(count('From the calls of what leads to it.')),
  expectedFrom: nullable(text('"1 per open + 1 per accepted connection".')),
  callsPerRequest: perRequest,
  rmwsPerRequest: perRequest,
  expectedRmwsPerRequest: perRequest,
  instructions: nullable(
    record<InstructionCounts>('Atomics in its machine code.', {
      function: text('The function.'),
      gets: count('Gets.'),
      puts: count('Puts.'),
      stale: count('Those that run for stale labels only.'),
      getsIn: list('What it calls that takes a reference.', text('A function.')),
      putsIn: list('What it calls that drops one.', text('A function.')),
      sitesCalled: list('Those of both that are counted by a row of their own.', text('A function.')),
      unnamedCalls: count('Calls whose target the listing does not name.'),
    }),
  ),
  verdict: word<UsageVerdict>('Whether it is used as described.', {
    'as-described': 'calls and instructions are',
    'calls-as-described': 'calls are, instructions were not seen',
    'code-as-described': 'instructions are, how often it runs or should run is not known',
    differs: 'it is not',
    'cannot-tell': 'not known',
  }),
  why: text('What says so.'),
});

export const usageCheck = record<UsageCheck>('One set of function profiles against the catalogue.', {
  source: nullable(text('Directory of the profiles.')),
  requests: nullable(count('Of the load beside them.')),
  requestsWhy: nullable(text('Why they are not known.')),
  requestsFrom: nullable(text('File of that load.')),
  opens: nullable(count('Files opened.')),
  getsPerRequest: perRequest,
  putsPerRequest: perRequest,
  rmwsPerRequest: perRequest,
  assumedRmwsPerRequest: nullable(
    nonNegative('The part of it where calls were counted but the RMWs of a call depend on the labels.'),
  ),
  rmwsPerOpen: nullable(nonNegative('Of one open and its close, as counted.')),
  expectedRmwsPerOpen: nullable(nonNegative('As the catalogue says.')),
  hooks: list('By calls.', hookUsage),
});

export const lineRate = record<LineRate>("Visits of the label's line.", {
  requestsPerSec: nullable(nonNegative('Of the load during the recording.')),
  rmwsPerRequest: perRequest,
  rmwsFrom: nullable(text('What says how many.')),
  assumption: nullable(text('What the figures take for granted.')),
  opsPerSec: nullable(nonNegative('Get/put operations per second.')),
  nsPerOp: nullable(nonNegative('CPU time per operation, waiting included.')),
  why: nullable(text('What is missing.')),
});
