import { analysisWindow, type TimeOption } from './attribute/analysis-window.js';
import { attributeEvent } from './attribute/attribution.js';
import { type BusyCpus, busyCpus, tickBasis } from './attribute/busy-cpus.js';
import { recordingFindings, throughputWithheld } from './attribute/findings.js';
import { functionSamples } from './attribute/function-samples.js';
import { lockRows, withLockStat } from './attribute/lock-rows.js';
import { recordingFacts } from './attribute/recording-facts.js';
import { Selection } from './attribute/selection.js';
import { StackJudge } from './attribute/stack-verdict.js';
import { type InputGroup, type ReadInputs, readInputs } from './inputs.js';
import { type Analysis, type EventAttribution, SCHEMA_VERSION, type Window } from './model/analysis.js';
import type { Diagnostic } from './model/diagnostic.js';
import { UsageError } from './model/errors.js';
import { parseKernelRelease } from './model/kernel-release.js';
import { joinMachines, type Machine } from './model/machine.js';
import { Profile } from './model/profile.js';
import { mergeProfile } from './model/profile-merge.js';
import type { LockLoad, Projection } from './model/projection.js';
import type { SymbolList } from './model/symbol-list.js';
import type { Percent, Range } from './model/units.js';
import { MODEL_ASSUMPTIONS, projectSchemes } from './project/project.js';
import { schemeFacts } from './project/scheme-facts.js';
import { KernelSymbols, resolveKernelFrames } from './symbols/kernel-symbols.js';

export interface AnalyzeOptions {
  /** Commands to select; empty: every command but idle. */
  readonly comms: readonly string[];
  /** Event to analyze; `null`: the first with samples. */
  readonly event: string | null;
  /** Path of kernel symbols for every recording; `null`: those found beside them. */
  readonly kallsyms: string | null;
  readonly time: TimeOption | null;
  readonly recordedCpus: number | null;
  readonly possibleCpus: number | null;
  readonly labels: number | null;
  /** CPU counts to project for; empty: the recorded one. */
  readonly at: readonly number[];
}

/** What the samples say; the part of an analysis that an input without samples lacks. */
interface SampleAnalysis {
  readonly attribution: EventAttribution;
  readonly events: readonly EventAttribution[];
  readonly window: Window;
  readonly busy: BusyCpus;
  readonly functions: Analysis['functions'];
  readonly findings: readonly Diagnostic[];
  readonly withheld: string | null;
}

/**
 * Reads the inputs, attributes their samples, projects the schemes.
 * @throws InputError, UsageError
 */
export async function analyze(paths: readonly string[], options: AnalyzeOptions): Promise<Analysis> {
  const read = await readInputs(paths, options.time);
  const recordings = read.groups.flatMap((group) => group.recordings);
  const { machine, conflicts } = joinMachines(recordings.map((recording) => recording.machine));
  const symbols = await resolveSymbols(read.groups, options.kallsyms);
  const profile = joinProfiles(read.groups, options.time);
  const locks = lockRows(recordings.flatMap((recording) => recording.locks));
  const samples = profile.samples > 0 ? analyzeSamples(profile, machine, symbols, options) : null;
  const lockLoads = withLockStat(samples?.attribution.locks ?? [], locks);
  const possibleCpus = options.possibleCpus ?? machine.possibleCpus;
  return {
    schemaVersion: SCHEMA_VERSION,
    inputs: read.inputs,
    comms: options.comms,
    machine: {
      ...machine,
      possibleCpus,
      busyCpus: samples?.busy.busyCpus ?? null,
      busyCpusWhy: samples?.busy.why ?? 'unknown: no input has samples',
      idlePct: samples?.busy.idlePct ?? null,
    },
    window: samples?.window ?? null,
    attribution: samples === null ? null : { ...samples.attribution, locks: lockLoads },
    events: samples?.events ?? [],
    functions: samples?.functions ?? [],
    locks,
    throughput: recordings.flatMap((recording) => recording.throughput),
    projections: project(samples, lockLoads, machine, possibleCpus, options),
    projectionAssumptions: MODEL_ASSUMPTIONS,
    schemes: schemeFacts(),
    diagnostics: [
      ...(samples?.findings ?? [noSamples(read)]),
      ...severalRecordings(read),
      ...conflicts,
      ...read.diagnostics,
    ],
  };
}

function analyzeSamples(
  profile: Profile,
  machine: Machine,
  symbols: SymbolOutcome,
  options: AnalyzeOptions,
): SampleAnalysis {
  const event = mainEvent(profile, options.event);
  const judge = new StackJudge(profile, machine.kernel === null ? null : parseKernelRelease(machine.kernel));
  const selection = new Selection(profile, judge, options.comms);
  const everyCommand = new Selection(profile, judge, []);
  const basis = tickBasis(profile, event, machine.recordCommand);
  const { window, slices } = analysisWindow(profile, selection, event, basis.ticksOnIdle, options.time);
  const attribute = (index: number): EventAttribution =>
    attributeEvent(profile, judge, selection, index, slices);
  const attribution = attribute(event);
  const inWindow = attribution.total.period + attribution.idle.period;
  const busy = busyCpus(
    basis,
    {
      busyPeriod: attribution.total.period,
      idlePeriod: attribution.idle.period,
      allPeriod: inWindow + attribution.foreign.period,
      idleKnown: attribution.labelSharePct !== null,
    },
    window.durationS,
    options.recordedCpus,
    machine.onlineCpus,
  );
  const facts = recordingFacts({
    profile,
    event,
    everyCommand,
    attribution,
    machine,
    busy,
    kernelSymbols: symbols.given,
    symbolsMatch: symbols.match,
  });
  return {
    attribution,
    events: profile.events
      .map((_, index) => index)
      .filter((index) => index !== event && eventSamples(profile, index) > 0)
      .map(attribute),
    window: { ...window, leftOutSamples: leftOut(profile, event, attribution) },
    busy,
    functions: functionSamples(profile, selection, event),
    findings: recordingFindings(facts),
    withheld: throughputWithheld(facts),
  };
}

function leftOut(profile: Profile, event: number, attribution: EventAttribution): number {
  const counted = [attribution.total, attribution.idle, attribution.foreign].reduce(
    (sum, weight) => sum + (weight.samples ?? 0),
    0,
  );
  return eventSamples(profile, event) - counted;
}

function eventSamples(profile: Profile, event: number): number {
  let samples = 0;
  for (let index = 0; index < profile.cpuCellCount; index++) {
    const cell = profile.cpuCell(index);
    if (cell.event === event) samples += cell.samples;
  }
  return samples;
}

function mainEvent(profile: Profile, asked: string | null): number {
  const index = profile.events.findIndex((event, at) =>
    asked === null ? eventSamples(profile, at) > 0 : event.name === asked,
  );
  if (index >= 0) return index;
  throw new UsageError(
    `expected --event to be one of ${profile.events.map((event) => event.name).join(', ')}, found ${asked}`,
  );
}

/** Whether kernel symbols were needed and given; `given` is `null` when no input needs any. */
interface SymbolOutcome {
  readonly given: boolean | null;
  readonly match: boolean;
}

/** Names kernel frames from --kallsyms, or from the list beside the recording, or from the only list given. */
async function resolveSymbols(
  groups: readonly InputGroup[],
  kallsyms: string | null,
): Promise<SymbolOutcome> {
  const option = kallsyms === null ? null : await readSymbols(kallsyms);
  const lists = groups.flatMap((group) => symbolLists(group));
  let given: boolean | null = null;
  let match = true;
  for (const group of groups) {
    const list = option ?? symbolLists(group)[0] ?? (lists.length === 1 ? lists[0] : undefined) ?? null;
    for (const recording of group.recordings.filter(({ profile }) => profile.samples > 0)) {
      given = (given ?? true) && list !== null;
      if (list === null) continue;
      const symbols = new KernelSymbols(list, recording.relocation);
      match &&= symbols.matchesRecording;
      resolveKernelFrames(recording.profile, symbols);
    }
  }
  return { given, match };
}

async function readSymbols(path: string): Promise<SymbolList> {
  const { groups } = await readInputs([path], null);
  const list = groups.flatMap((group) => symbolLists(group))[0];
  if (list === undefined)
    throw new UsageError(`expected --kallsyms to name a list of kernel symbols, found ${path}`);
  return list;
}

function symbolLists(group: InputGroup): SymbolList[] {
  return group.recordings.flatMap(({ symbols }) => (symbols === null ? [] : [symbols]));
}

function joinProfiles(groups: readonly InputGroup[], time: TimeOption | null): Profile {
  const profiles = groups
    .flatMap((group) => group.recordings.map((recording) => recording.profile))
    .filter((profile) => profile.samples > 0);
  const [only] = profiles;
  if (profiles.length === 1 && only !== undefined) return only;
  const joined = new Profile(time ?? {});
  for (const profile of profiles) mergeProfile(joined, profile);
  return joined;
}

function project(
  samples: SampleAnalysis | null,
  locks: readonly LockLoad[],
  machine: Machine,
  possibleCpus: number | null,
  options: AnalyzeOptions,
): Projection[] {
  const attribution = samples?.attribution;
  return projectSchemes({
    sites: (attribution?.sites ?? []).map((site) => ({
      ...site,
      share: shareRange(site.sharePct, site.shareLowPct, site.shareHighPct),
    })),
    labelShare: labelShare(attribution),
    labelShareBound: attribution?.labelShareBound ?? 'upper',
    locks,
    busyCpus: samples?.busy.busyCpus ?? options.recordedCpus,
    at: options.at,
    labels: options.labels,
    possibleCpus,
    kernel: machine.kernel,
    throughputWithheld: samples?.withheld ?? null,
  });
}

/** The share and its interval; shares without sample counts stand for themselves. */
function labelShare(attribution: EventAttribution | undefined): Range | null {
  const { labelSharePct: mid, labelShareLowPct: low, labelShareHighPct: high } = attribution ?? {};
  return mid == null ? null : shareRange(mid, low, high);
}

function shareRange(mid: Percent, low: Percent | null | undefined, high: Percent | null | undefined): Range {
  return { low: (low ?? mid) / 100, mid: mid / 100, high: (high ?? mid) / 100 };
}

function severalRecordings(read: ReadInputs): Diagnostic[] {
  const withSamples = read.inputs.filter((input) => input.samples > 0);
  if (withSamples.length < 2) return [];
  return [
    {
      kind: 'several-recordings',
      text: `the samples of ${withSamples.length} recordings are added up: one load, recorded in parts?`,
      hint: 'compare different loads with refscope diff',
      file: null,
      line: null,
    },
  ];
}

function noSamples(read: ReadInputs): Diagnostic {
  const onlyLocks = read.inputs.some((input) => input.format === 'lock_stat');
  return {
    kind: 'no-samples',
    text: onlyLocks
      ? 'no samples: lock_stat does not see reference counts (they are no locks), so the label share is unknown'
      : 'no samples: nothing can be attributed',
    hint: 'add a perf.data or perf script text of the same load',
    file: null,
    line: null,
  };
}
