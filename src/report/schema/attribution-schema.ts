import type {
  BusyCommand,
  BusyFunction,
  EventAttribution,
  FunctionSamples,
  NamedWeight,
  SiteShare,
  Weight,
} from '../../model/analysis.js';

import type { CallPath, ContextShare, SyscallCount } from '../../model/call-path.js';

import type { Confidence, InstructionEvidence, SiteInstruction } from '../../model/instruction-evidence.js';

import type { LockLoad, LockRole } from '../../model/projection.js';
import type { Evidence, Lifetime, Operation } from '../../model/site.js';
import type { Range } from '../../model/units.js';
import { LIFETIME_MEANINGS } from '../lifetime-meanings.js';
import {
  count,
  flag,
  fraction,
  list,
  nonNegative,
  nullable,
  percent,
  record,
  type Schema,
  text,
  word,
} from './json-schema.js';

const samples = nullable(count('Samples; null where the input gives percentages only.'));
const period = nonNegative("Their period in the event's own unit: ns for the clocks, counts otherwise.");

function weight(description: string): Schema<Weight> {
  return record<Weight>(description, { samples, period });
}

const namedWeight = record<NamedWeight>('The samples of one function.', {
  function: text("The function's symbol."),
  samples,
  period,
});

export const operation = word<Operation>('What the call site does to the count of a label.', {
  get: 'takes a reference',
  put: 'drops a reference',
  'get+put': 'takes one and drops it again',
});

export const lifetime = word<Lifetime>('How long the reference lives.', LIFETIME_MEANINGS);

const evidence = word<Evidence>('What the attribution of the samples rests on.', {
  'instruction+inline': 'the sampled instruction is the atomic, and debug info names what was inlined there',
  instruction: 'the sampled instruction is the atomic',
  function: 'the function is known to do it; a sample need not sit on the atomic',
});

const site = record<SiteShare>('One call site of label get/put.', {
  function: text('The AppArmor function.'),
  operation,
  lifetime,
  samples,
  period,
  sharePct: percent('Of the busy period of the selected commands in the window.'),
  shareLowPct: nullable(percent('Low end of its 95 % interval; null without sample counts.')),
  shareHighPct: nullable(percent('High end of its 95 % interval; null without sample counts.')),
  evidence,
  confidence: word<Confidence>('How sure it is that the atomic is on the count of a label.', {
    high: 'debug info names what was inlined there',
    medium: 'all signs of the instruction agree with the catalogue',
    low: 'some do, or the function is all that is known',
  }),
  casLoop: flag('The reference is taken in a compare-and-exchange loop, which repeats under contention.'),
  instructions: list(
    'The atomics charged, by address; empty where the evidence is the function.',
    record<SiteInstruction>('One atomic instruction.', {
      function: text('The function it is in, a helper out of line being one of its own.'),
      offset: nonNegative("Bytes from the function's start."),
      text: text('Disassembly.'),
      samplesBefore: nullable(count('Samples recorded at its own address.')),
      samplesAfter: nullable(
        count('Samples charged to it after skid; null where it and another cannot be told apart.'),
      ),
      why: text('How it is known what it counts.'),
    }),
  ),
  rmws: nonNegative("Atomic read-modify-writes on the label's line per call."),
  transfers: nonNegative('Times the line comes over from another CPU per call.'),
  syscalls: list(
    'What leads there, by samples.',
    record<SyscallCount>('A syscall, or the context the callchain shows instead.', {
      name: text('"openat", "task_work", "softirq"...'),
      samples,
    }),
  ),
});

const ofLabel = {
  sharePct: percent('Of the period of all sites together.'),
  shareLowPct: nullable(percent('Low end of its 95 % interval; null without sample counts.')),
  shareHighPct: nullable(percent('High end of its 95 % interval; null without sample counts.')),
};

const contextShare = record<ContextShare>('All that one syscall or context led to.', {
  name: text('"openat", "close (compat)", "task_work", "softirq on an idle CPU", "chain cut short".'),
  samples,
  period,
  ...ofLabel,
});

const callPath = record<CallPath>('One way to the counter; null is a step that the callchains do not show.', {
  context: text(
    'The syscall, or "task_work", "softirq", "kworker", "user code", "chain cut short", "no callchain"...',
  ),
  variant: nullable(text('"compat" or "io_uring"; null for the native syscall and for other contexts.')),
  idleTask: flag('While pid 0 was current: work for others on an idle CPU.'),
  userFunction: nullable(
    text(
      'Innermost user function that has a name; in user code alone the callers: "plain_round < run < main".',
    ),
  ),
  kernelFunction: nullable(text('What called the LSM hook, or the call site where no hook is shown.')),
  lsmHook: nullable(text('"security_file_open".')),
  lsmHookInferredSamples: nullable(
    count('Samples whose chain does not show it; it is the only function that calls the site.'),
  ),
  site: text('The call site.'),
  samples,
  period,
  ...ofLabel,
});

export const lockRole: Schema<LockRole> = word<LockRole>("Which of AppArmor's locks it is.", {
  'label-tree': 'the red-black tree of labels of a namespace',
  'buffer-pool': 'the pool of path buffers',
  secids: 'the table of security ids',
  namespace: 'the policy of a namespace',
  'file-context': 'the context of an open file',
});

const lockLoad = record<LockLoad>("One of AppArmor's locks.", {
  role: lockRole,
  share: nullable(
    record<Range>('Fraction of busy time seen spinning for it; null with the reason in why.', {
      low: fraction('Low end of the 95 % interval.'),
      mid: fraction('As counted.'),
      high: fraction('High end of the 95 % interval.'),
    }),
  ),
  why: nullable(text('Why the share is not known.')),
  readAcquisitions: nullable(nonNegative('Sum of the lock_stat rows; null without lock_stat.')),
  writeAcquisitions: nullable(nonNegative('Exclusive locks count as write.')),
  readContentions: nullable(nonNegative('Acquisitions that had to wait.')),
  writeContentions: nullable(nonNegative('Acquisitions that had to wait.')),
});

export const eventAttribution = record<EventAttribution>(
  'What one event says. total = sites + other + unattributed, in samples and in period.',
  {
    event: text('As perf names it: "cpu-clock", "cycles:ppp".'),
    total: weight('Selected commands, busy, in the window.'),
    idle: weight('Idle samples in the window.'),
    foreign: weight('Commands that were not selected, busy, in the window.'),
    lost: nullable(count('Samples the kernel lost; null when the input cannot say.')),
    labelSharePct: nullable(
      percent('All sites together, of the period of total; null without busy samples.'),
    ),
    labelShareLowPct: nullable(percent('Low end of its 95 % interval.')),
    labelShareHighPct: nullable(percent('High end of its 95 % interval.')),
    labelShareWhy: nullable(text('Why the share is not known; null where it is.')),
    labelShareBound: word<'upper' | 'measured'>('What kind of figure the share is.', {
      upper: 'an upper bound, samples in a hook are not proven to sit on its atomic',
      measured: 'samples at the atomics themselves',
    }),
    instructionEvidence: record<InstructionEvidence>(
      'What the label share rests on: inline + instruction + function is its period.',
      {
        inline: weight('At atomics that debug info names.'),
        instruction: weight('At atomics told by the instruction alone.'),
        function: weight('Somewhere in a function that counts references.'),
        moved: weight('Of the first two: recorded elsewhere and moved to the atomic, for skid.'),
        elsewhere: weight('In such functions, and found to be at other instructions: not label share.'),
        notSeparable: weight('Between get and put, or between an atomic and another instruction.'),
        skidRule: nullable(text('How addresses were read; null where no instruction was.')),
        why: nullable(text('Why instructions are no evidence, or not everywhere; null where all of it is.')),
      },
    ),
    labelPerfPct: nullable(
      percent('The same samples of all the event counted, idle and other commands too.'),
    ),
    sites: list('The call sites seen, by share.', site),
    contexts: list('What led to the sites, by share.', contextShare),
    callPaths: list('The same step by step, by share.', callPath),
    other: weight('Busy samples that are not label get/put.'),
    unattributed: weight('Unresolved addresses, and AppArmor functions that the catalogue does not know.'),
    unattributedFunctions: list('The named ones of them.', namedWeight),
    irqOffLanding: list('Within other: where the time of code with interrupts off landed.', namedWeight),
    locks: list("What the event saw of AppArmor's locks.", lockLoad),
  },
);

export const busyFunction = record<BusyFunction>('The own busy time of one function of one DSO.', {
  symbol: text('As perf report prints it; "[unknown]" without a name.'),
  dso: text('Binary, library, module or [kernel.kallsyms].'),
  samples: nullable(count('Busy samples in the window; null where the input gives percentages only.')),
  period,
  sharePct: percent('Of the busy period of the selected commands in the window.'),
  shareLowPct: nullable(percent('Low end of its 95 % interval.')),
  shareHighPct: nullable(percent('High end of its 95 % interval.')),
});

export const busyCommand = record<BusyCommand>('The busy time of one command.', {
  comm: text('As perf prints it.'),
  sharePct: percent('Of the busy period of the selected commands in the window.'),
});

export const functionSamples = record<FunctionSamples>('One function or unresolved address of one DSO.', {
  symbol: text('As perf report prints it; "[unknown]" without a name.'),
  dso: text('Binary, library, module or [kernel.kallsyms].'),
  selfSamples: nullable(
    count('Samples in the function itself; null where the input gives percentages only.'),
  ),
  childrenSamples: nullable(count('Samples in it or in what it called, once each.')),
  selfPeriod: period,
});
