import type { EventAttribution } from '../model/analysis.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import type { Machine } from '../model/machine.js';
import type { EventInfo } from '../model/profile.js';
import type { Percent } from '../model/units.js';
import { type BusyCpus, BY_OPTION } from './busy-cpus.js';
import { isQemuModel } from './cpu-models.js';
import { isBlindToIrqOff } from './event-sight.js';
import { UNRESOLVED } from './stack-verdict.js';

/** What is judged: the main event of an analysis and how it was recorded. */
export interface RecordingFacts {
  readonly event: EventInfo;
  readonly attribution: EventAttribution;
  readonly machine: Machine;
  readonly busy: BusyCpus;
  /** Busy share of load generators among all commands. */
  readonly loadGenerators: readonly { readonly comm: string; readonly sharePct: Percent }[];
  /** Some sample has a caller. */
  readonly hasCallchains: boolean;
  /** Kernel addresses that stayed without a name, of all kernel addresses. */
  readonly unresolvedKernelPct: Percent;
  /** A list of kernel symbols was given; `null` when the input names its symbols itself. */
  readonly kernelSymbols: boolean | null;
  readonly symbolsMatch: boolean;
  /** The counter: "label". */
  readonly subject: string;
}

/** Of AppArmor's own catalogue. */
const LABEL_SUBJECT = 'label';

interface Rule {
  readonly kind: string;
  readonly applies: (facts: RecordingFacts) => boolean;
  readonly text: (facts: RecordingFacts) => string;
  readonly hint: string | null;
}

/** Fewer busy samples than this cannot show a site of one per cent to within half of it. */
const FEW_SAMPLES = 1500;
const FEW_LABEL_SAMPLES = 100;
/** model.md, limit 6. */
const IDLE_LIMIT_PCT: Percent = 10;
const TICK_YIELD_LIMIT = 0.9;
const LOST_LIMIT = 0.001;
/** User stacks without frame pointers hold words that look like kernel addresses; a text has them beside named ones. */
const STRAY_ADDRESSES_PCT: Percent = 5;

/** Programs that make load: on the CPUs under test they take what the server could use. */
export const LOAD_GENERATORS: ReadonlySet<string> = new Set([
  'ab',
  'bombardier',
  'h2load',
  'hey',
  'httperf',
  'iperf',
  'iperf3',
  'k6',
  'locust',
  'memtier_benchma',
  'netperf',
  'oha',
  'pgbench',
  'redis-benchmark',
  'siege',
  'vegeta',
  'weighttp',
  'wrk',
  'wrk2',
]);

const percent = (value: number): string => `${value.toFixed(1)} %`;
const rounded = (value: number): string => String(Number(value.toFixed(1)));

function lostFraction({ attribution }: RecordingFacts): number {
  const seen = (attribution.total.samples ?? 0) + (attribution.idle.samples ?? 0);
  return attribution.lost === null || seen === 0 ? 0 : attribution.lost / (attribution.lost + seen);
}

/** Samples themselves, not their callers: of user stacks without frame pointers these are stray words. */
function unresolvedBusyPct({ attribution }: RecordingFacts): Percent {
  const unresolved = attribution.unattributedFunctions.find((row) => row.function === UNRESOLVED);
  const { period } = attribution.total;
  return unresolved === undefined || period === 0 ? 0 : (100 * unresolved.period) / period;
}

function labelSamples({ attribution }: RecordingFacts): number {
  return attribution.sites.reduce((sum, site) => sum + (site.samples ?? 0), 0);
}

/** Busy samples; 0 where the input gives shares only. */
function busySamples({ attribution }: RecordingFacts): number {
  return attribution.total.samples ?? 0;
}

const RULES: readonly Rule[] = [
  {
    kind: 'nothing-busy',
    applies: ({ attribution }) => attribution.total.samples === 0,
    text: () => 'no busy sample of the selected commands in the window: there is nothing to attribute',
    hint: 'check --comm and --time',
  },
  {
    kind: 'no-label-sites',
    applies: (facts) => facts.attribution.labelSharePct === 0,
    text: ({ subject }) =>
      subject === LABEL_SUBJECT
        ? 'no sample in any AppArmor function that counts references: AppArmor off, or not on this path'
        : `no sample in any function that counts ${subject} references`,
    hint: null,
  },
  {
    kind: 'shares-only',
    applies: ({ attribution }) => attribution.total.samples === null,
    text: () =>
      'a list of percentages: without sample counts there are no intervals, and nothing below its cut-off',
    hint: 'give the perf.data or the perf script text it was made from',
  },
  {
    kind: 'few-samples',
    applies: (facts) =>
      busySamples(facts) > 0 &&
      (busySamples(facts) < FEW_SAMPLES ||
        (labelSamples(facts) > 0 && labelSamples(facts) < FEW_LABEL_SAMPLES)),
    text: (facts) =>
      `few samples: ${Math.round(labelSamples(facts))} in ${facts.subject} get/put, ${Math.round(busySamples(facts))} busy: wide intervals`,
    hint: 'record longer, or with a higher -F',
  },
  {
    kind: 'emulated-machine',
    applies: ({ machine }) => isQemuModel(machine.cpuModel),
    text: () =>
      'virtual or emulated machine, by its CPU model: emulated atomics say nothing about real hardware',
    hint: 'use counts and callchains of this recording, not its shares; record on the real machine',
  },
  {
    kind: 'missing-ticks',
    applies: ({ busy }) => busy.tickYield !== null && busy.tickYield < TICK_YIELD_LIMIT,
    text: ({ busy }) =>
      `only ${percent(100 * (busy.tickYield ?? 0))} of the expected ticks came: overcommitted, emulated or throttled`,
    hint: 'busy CPUs are taken from shares of ticks, which lost ticks leave right',
  },
  {
    kind: 'more-busy-than-online',
    applies: ({ busy, machine }) =>
      busy.why === BY_OPTION && machine.onlineCpus !== null && (busy.busyCpus ?? 0) > machine.onlineCpus,
    text: ({ busy, machine }) =>
      `--recorded-cpus says ${rounded(busy.busyCpus ?? 0)} busy CPUs, and the inputs a machine with ${machine.onlineCpus}: one of them is of another machine`,
    hint: 'give the busy CPUs of the recording, and what describes its machine',
  },
  {
    kind: 'not-cpu-bound',
    applies: ({ busy }) => busy.idlePct !== null && busy.idlePct > IDLE_LIMIT_PCT,
    text: ({ busy }) =>
      `CPU was not the limit (${percent(busy.idlePct ?? 0)} idle): gains are capacity, not throughput`,
    hint: 'raise the load until the CPUs are busy',
  },
  {
    kind: 'load-generator-on-same-cpus',
    applies: ({ loadGenerators }) => loadGenerators.length > 0,
    text: ({ loadGenerators }) =>
      `the load generator shared the CPUs (${loadGenerators.map(({ comm, sharePct }) => `${comm} ${percent(sharePct)} of busy time`).join(', ')})`,
    hint: 'drive the load from another machine, or select the server with --comm',
  },
  {
    kind: 'no-callchains',
    applies: ({ hasCallchains, attribution }) => !hasCallchains && attribution.total.period > 0,
    text: () =>
      'no callchains: which syscalls lead to a site, and who called an out-of-line helper, is unknown',
    hint: 'record with -g',
  },
  {
    kind: 'no-kallsyms',
    // A program that hardly enters the kernel has a handful of kernel addresses, and none in the window.
    applies: ({ kernelSymbols, unresolvedKernelPct, attribution }) =>
      kernelSymbols === false &&
      unresolvedKernelPct > STRAY_ADDRESSES_PCT &&
      (attribution.unattributed.period > 0 || attribution.labelSharePct === null),
    text: ({ unresolvedKernelPct }) =>
      `no kernel symbols: ${percent(unresolvedKernelPct)} of kernel addresses stay without a name and cannot be attributed`,
    hint: 'copy /proc/kallsyms (as root, on the machine of the recording) beside the perf.data, or give --kallsyms',
  },
  {
    kind: 'unresolved-kernel-addresses',
    // What a list of shares leaves out is nameless too, and no fault of any symbols.
    applies: (facts) => facts.kernelSymbols === true && unresolvedBusyPct(facts) > STRAY_ADDRESSES_PCT,
    text: (facts) =>
      `${percent(unresolvedBusyPct(facts))} of what counts as busy time is in functions without a name: idle CPUs and label get/put may be among it`,
    hint: 'take all of /proc/kallsyms of the boot that was recorded, as root and after the load: a list that was cut, or lacks modules, leaves addresses without names',
  },
  {
    kind: 'kallsyms-mismatch',
    applies: ({ symbolsMatch }) => !symbolsMatch,
    text: () =>
      'the kernel symbols lack the reference symbol of the recording: they may be of another kernel',
    hint: 'take /proc/kallsyms of the boot that was recorded',
  },
  {
    kind: 'lost-samples',
    applies: (facts) => lostFraction(facts) > LOST_LIMIT,
    text: (facts) => `${facts.attribution.lost} samples were lost (${percent(100 * lostFraction(facts))})`,
    hint: 'record with a larger -m or a lower -F',
  },
  {
    kind: 'irq-off-blind',
    applies: ({ event }) => isBlindToIrqOff(event),
    text: ({ event, attribution }) => {
      const landed = attribution.irqOffLanding.reduce((sum, row) => sum + row.period, 0);
      const where =
        landed > 0
          ? `: up to ${percent((100 * landed) / attribution.total.period)} of busy time shows where irqs come back on`
          : '; its time shows where irqs come back on';
      return `${event.name} cannot see irq-off code${where}`;
    },
    hint: 'record with -e cycles where the machine has it',
  },
];

/** What is odd about a recording, and what to do about it. */
export function recordingFindings(facts: RecordingFacts): Diagnostic[] {
  return RULES.filter((rule) => rule.applies(facts)).map((rule) =>
    finding(rule.kind, rule.text(facts), rule.hint),
  );
}

/** Why throughput would not follow capacity (model.md, limit 6); `null` when it would. */
export function throughputWithheld(facts: RecordingFacts): string | null {
  if (facts.busy.idlePct === null) return 'idle-unknown: whether CPU was the limit cannot be told';
  if (facts.busy.idlePct > IDLE_LIMIT_PCT) return 'not-cpu-bound';
  return facts.loadGenerators.length > 0 ? 'load-generator-on-same-cpus' : null;
}
