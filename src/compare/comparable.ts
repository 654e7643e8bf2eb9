import type { Analysis, BusyCommand } from '../model/analysis.js';
import type { Comparable } from '../model/diff.js';
import { parseKernelRelease } from '../model/kernel-release.js';
import { NS_PER_SECOND, type Percent } from '../model/units.js';
import type { Side } from './share.js';

/** Contention follows the number of CPUs at work, steeply where the line saturates. */
const BUSY_CPUS_TOLERANCE = 0.1;
/** Windows of such different length hardly show the same phase of a load. */
const MOST_WINDOW_RATIO = 4;
/** Points that may hide in unresolved addresses before they compare with a change worth reading. */
const UNATTRIBUTED_TOLERANCE: Percent = 1;
/** Below this a command does not make the load. */
const LEAST_COMMAND: Percent = 5;
/** What a server gains leaves its load generator less, but not this much. */
const COMMANDS_TOLERANCE: Percent = 15;
const IDLE_TOLERANCE: Percent = 5;
/** Lost samples are those of the busiest moments. */
const LOST_TOLERANCE: Percent = 1;

/** A condition: how it is read, when two known values are alike, and why a difference does or does not matter. */
interface Condition<T> {
  readonly what: string;
  readonly read: (analysis: Analysis) => T | null;
  readonly print: (value: T) => string;
  readonly isAlike: (before: T, after: T) => boolean;
  readonly matters: string;
  /** Said where they differ but are alike enough; `null`: not worth a word. */
  readonly harmless: string | null;
}

const CONDITIONS: readonly ((before: Side, after: Side) => Comparable)[] = [
  condition({
    what: 'counter',
    read: (analysis) => analysis.catalogue.subject,
    print: String,
    isAlike: isEqual,
    matters: 'these are shares of different counters',
    harmless: null,
  }),
  condition({
    what: 'event',
    read: (analysis) => analysis.attribution?.event ?? null,
    print: String,
    isAlike: isEqual,
    matters: 'shares of different events are not shares of the same thing',
    harmless: null,
  }),
  condition({
    what: 'label figure',
    read: (analysis) => analysis.attribution?.labelShareBound ?? null,
    print: (bound) => ({ upper: 'upper bound', measured: 'measured' })[bound],
    isAlike: isEqual,
    matters: 'an upper bound holds more than the atomics themselves',
    harmless: null,
  }),
  condition({
    what: 'sample frequency',
    read: sampleFrequency,
    print: String,
    isAlike: isEqual,
    matters: 'another rate of samples may fall in step with the load, and sees bursts otherwise',
    harmless: null,
  }),
  condition({
    what: 'lost samples',
    read: lostPct,
    print: (share) => `${share.toFixed(2)} % of samples`,
    isAlike: (before, after) => Math.max(before, after) <= LOST_TOLERANCE,
    matters: 'samples are lost where most happens',
    harmless: 'too few to matter',
  }),
  condition({
    what: 'kernel',
    read: (analysis) => analysis.machine.kernel,
    print: String,
    isAlike: (before, after) => releaseText(before) === releaseText(after),
    matters: 'between releases more changes than label references',
    harmless: 'same release: the build is taken for what is compared',
  }),
  condition({
    what: 'architecture',
    read: (analysis) => analysis.machine.arch,
    print: String,
    isAlike: isEqual,
    matters: 'atomics cost something else on another architecture',
    harmless: null,
  }),
  condition({
    what: 'CPU model',
    read: (analysis) => analysis.machine.cpuModel,
    print: String,
    isAlike: isEqual,
    matters: 'a cache line travels differently on another machine',
    harmless: null,
  }),
  condition({
    what: 'CPUs online',
    read: (analysis) => analysis.machine.onlineCpus,
    print: String,
    isAlike: isEqual,
    matters: 'another machine, or part of one',
    harmless: null,
  }),
  condition({
    what: 'busy CPUs',
    read: (analysis) => analysis.machine.busyCpus,
    print: (cpus) => cpus.toFixed(1),
    isAlike: (before, after) => Math.abs(before - after) <= BUSY_CPUS_TOLERANCE * Math.max(before, after),
    matters: 'more CPUs at work contend more',
    harmless: null,
  }),
  condition({
    what: 'idle CPUs',
    read: (analysis) => analysis.machine.idlePct,
    print: (share) => `${share.toFixed(1)} % of CPU time`,
    isAlike: (before, after) => Math.abs(before - after) <= IDLE_TOLERANCE,
    matters: 'CPUs that idle contend less: the load was not the same',
    harmless: null,
  }),
  condition({
    what: 'window',
    read: (analysis) => analysis.window?.durationS ?? null,
    print: (seconds) => `${seconds.toFixed(1)} s`,
    isAlike: (before, after) => Math.max(before, after) <= MOST_WINDOW_RATIO * Math.min(before, after),
    matters: 'so different in length that the load may be in another phase',
    harmless: 'shares are per busy sample: the length sets their precision only',
  }),
  condition({
    what: 'commands',
    read: (analysis) => (analysis.attribution === null ? null : [...analysis.comms].sort()),
    print: (comms) => (comms.length === 0 ? 'every command but idle' : comms.join(', ')),
    isAlike: (before, after) => JSON.stringify(before) === JSON.stringify(after),
    matters: 'shares of the busy time of different commands',
    harmless: null,
  }),
  condition({
    what: 'busy time of',
    read: largeCommands,
    print: (commands) => commands.map(({ comm, sharePct }) => `${comm} ${sharePct.toFixed(0)} %`).join(', '),
    isAlike: (before, after) => mostMoved(before, after) <= COMMANDS_TOLERANCE,
    matters: 'other commands ran, or had other parts of the busy time: another load',
    harmless: 'nearly the same parts',
  }),
  condition({
    what: 'unattributed',
    read: unattributedPct,
    print: (share) => `${share.toFixed(2)} % of busy time`,
    isAlike: (before, after) => Math.abs(before - after) <= UNATTRIBUTED_TOLERANCE,
    matters: 'the side with fewer symbols may hide label get/put',
    harmless: null,
  }),
];

/** What should be alike in all recordings of both sides, and whether it is. */
export function compareConditions(before: Side, after: Side): Comparable[] {
  return CONDITIONS.map((compare) => compare(before, after));
}

function condition<T>(rule: Condition<T>): (before: Side, after: Side) => Comparable {
  return (before, after) => {
    const [old, now] = [before.map(rule.read), after.map(rule.read)];
    const shown = { what: rule.what, before: shownValues(rule, old), after: shownValues(rule, now) };
    const known = [...old, ...now].flatMap((value) => (value === null ? [] : [value]));
    if (known.length < old.length + now.length) return { ...shown, ok: null, why: 'a side does not tell' };
    // Repeated runs that differ among themselves are no better than sides that do.
    const isAlike = known.every((value, index) =>
      known.slice(index + 1).every((other) => rule.isAlike(value, other)),
    );
    if (!isAlike) return { ...shown, ok: false, why: rule.matters };
    const isSame = new Set(known.map(rule.print)).size <= 1;
    return { ...shown, ok: true, why: isSame ? null : rule.harmless };
  };
}

function shownValues<T>({ print }: Condition<T>, values: readonly (T | null)[]): string | null {
  const texts = new Set(values.flatMap((value) => (value === null ? [] : [print(value)])));
  return texts.size === 0 ? null : [...texts].sort().join(' / ');
}

function isEqual<T>(before: T, after: T): boolean {
  return before === after;
}

function releaseText(kernel: string): string {
  const release = parseKernelRelease(kernel);
  return release === null ? kernel : `${release.major}.${release.minor}`;
}

/** Whether no command that makes the load of one side does on the other: then nothing moved from one to the other. */
export function isOtherLoad(before: Side, after: Side): boolean {
  const [old, now] = [before, after].map((side) =>
    side.flatMap((analysis) => largeCommands(analysis) ?? []).map(({ comm }) => comm),
  ) as [string[], string[]];
  return old.length > 0 && now.length > 0 && !old.some((comm) => now.includes(comm));
}

function largeCommands({ busyCommands, attribution }: Analysis): readonly BusyCommand[] | null {
  // Without names of the kernel's functions idle time counts as busy.
  if (attribution?.labelSharePct == null) return null;
  const told = busyCommands.reduce((sum, { sharePct }) => sum + sharePct, 0);
  // A few lines of a profile: what they leave out may be any command's.
  if (told < 100 - COMMANDS_TOLERANCE) return null;
  const large = busyCommands.filter(({ sharePct }) => sharePct >= LEAST_COMMAND);
  return large.length === 0 ? null : large;
}

/** The largest change of a command's part, which is 0 where it is not among the large ones. */
function mostMoved(before: readonly BusyCommand[], after: readonly BusyCommand[]): Percent {
  const partOf = (commands: readonly BusyCommand[], name: string): Percent =>
    commands.find(({ comm }) => comm === name)?.sharePct ?? 0;
  return Math.max(
    ...[...before, ...after].map(({ comm }) => Math.abs(partOf(before, comm) - partOf(after, comm))),
  );
}

function unattributedPct({ attribution }: Analysis): Percent | null {
  if (attribution === null || !(attribution.total.period > 0)) return null;
  return (100 * attribution.unattributed.period) / attribution.total.period;
}

/** `-F 499`, `--freq=499`, `-c 10000` of perf record, wherever they stand before the command. */
const RATE_OPTION = /\s(-F|--freq|-c|--count)[ =]?(\d+|max)(?=\s|$)/;
/** Events whose periods are times: what a sample stands for is one over the frequency. */
const CLOCKS = /^(cpu|task)-clock/;

/** What was asked for where the header says it, else what a sample of a clock stands for. */
function sampleFrequency({ attribution, machine }: Analysis): string | null {
  const [, option, value] = RATE_OPTION.exec(machine.recordCommand ?? '') ?? [];
  if (option !== undefined)
    return option === '-F' || option === '--freq' ? `${value} Hz` : `every ${value} events`;
  const samples = attribution?.total.samples ?? 0;
  if (attribution === null || !(samples > 0) || !CLOCKS.test(attribution.event)) return null;
  // A text without periods: each sample counts 1.
  if (attribution.total.period <= samples) return null;
  return `${Math.round((NS_PER_SECOND * samples) / attribution.total.period)} Hz`;
}

function lostPct({ attribution }: Analysis): Percent | null {
  if (attribution === null || attribution.lost === null) return null;
  const kept = [attribution.total, attribution.idle, attribution.foreign].reduce(
    (sum, { samples }) => sum + (samples ?? 0),
    0,
  );
  return kept + attribution.lost > 0 ? (100 * attribution.lost) / (kept + attribution.lost) : null;
}
