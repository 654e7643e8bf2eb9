import { analysisWindow, type TimeOption } from './attribute/analysis-window.js';
import { attributeEvent } from './attribute/attribution.js';
import { type BusyCpus, busyCpus, tickBasis, utilizedCpus } from './attribute/busy-cpus.js';
import { samplesTime } from './attribute/event-sight.js';
import { recordingFindings, throughputWithheld } from './attribute/findings.js';
import { functionSamples } from './attribute/function-samples.js';
import { lockRows, withLockStat } from './attribute/lock-rows.js';
import { recordingFacts } from './attribute/recording-facts.js';
import { Selection } from './attribute/selection.js';
import { addShares } from './attribute/shares-profile.js';
import { StackJudge } from './attribute/stack-verdict.js';
import { joinCompanions, lockViewFindings } from './intake/companions.js';
import { commandConflicts, inputFindings, kernelConflicts } from './intake/input-findings.js';
import { readInputs } from './intake/inputs.js';
import { joinLockSnapshots } from './intake/lock-snapshots.js';
import { nameFrames, type SymbolOutcome } from './intake/symbolize.js';
import { type Analysis, type EventAttribution, SCHEMA_VERSION, type Window } from './model/analysis.js';
import type { Companions } from './model/companions.js';
import type { Diagnostic } from './model/diagnostic.js';
import { UsageError } from './model/errors.js';
import { parseKernelRelease } from './model/kernel-release.js';
import { joinMachines, type Machine } from './model/machine.js';
import { type EventInfo, Profile } from './model/profile.js';
import { mergeProfile } from './model/profile-merge.js';
import type { Recording } from './model/recording.js';
import type { SchemeSetting } from './model/scheme-facts.js';
import type { Fraction } from './model/units.js';
import { MODEL_ASSUMPTIONS, projectSchemes } from './project/project.js';
import { projectionInput } from './project/projection-input.js';
import { schemeFacts } from './project/scheme-facts.js';
import { tunedSchemes } from './project/schemes/settings.js';

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
  /** Parameters of schemes that are not at their defaults. */
  readonly settings: readonly SchemeSetting[];
  readonly staleFraction: Fraction;
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
  const schemes = tunedSchemes(options.settings);
  const read = await readInputs(paths, options.time);
  const runs = read.groups.map((group) => group.recordings);
  const recordings = runs.flat();
  // Where inputs disagree, what stands beside the samples describes them: an lscpu may be of another machine.
  const sampled = ({ profile }: Recording): number => Number(profile.samples > 0);
  const bySamples = [...recordings].sort((a, b) => sampled(b) - sampled(a));
  const joined = joinMachines(bySamples.map(({ machine }) => machine));
  const companions = joinCompanions(runs, joined.machine, options.labels);
  const machine = {
    ...joined.machine,
    onlineCpus: joined.machine.onlineCpus ?? companions.topology?.cpus ?? null,
    possibleCpus: options.possibleCpus ?? joined.machine.possibleCpus,
  };
  const symbols = await nameFrames(read.groups, options.kallsyms);
  for (const { profile, shareTables } of recordings) addShares(profile, shareTables);
  const profile = joinProfiles(recordings, options.time);
  const lockSnapshots = joinLockSnapshots(recordings);
  const locks = lockRows(lockSnapshots.locks);
  const samples =
    profile.cellCount > 0 ? analyzeSamples(profile, machine, companions, symbols, options) : null;
  const lockLoads = withLockStat(samples?.attribution.locks ?? [], locks);
  return {
    schemaVersion: SCHEMA_VERSION,
    inputs: read.inputs,
    comms: options.comms,
    machine: {
      ...machine,
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
    ...companions,
    projections: projectSchemes(
      projectionInput({
        attribution: samples?.attribution ?? null,
        locks: lockLoads,
        busyCpus: samples?.busy.busyCpus ?? options.recordedCpus,
        labels: companions.labels,
        possibleCpus: machine.possibleCpus,
        kernel: machine.kernel,
        throughputWithheld: samples?.withheld ?? null,
        at: options.at,
        settings: options.settings,
        staleFraction: options.staleFraction,
      }),
    ),
    projectionAssumptions: MODEL_ASSUMPTIONS,
    schemes: schemeFacts(schemes),
    diagnostics: [
      ...(samples?.findings ?? []),
      ...inputFindings(read.inputs),
      ...joined.conflicts,
      ...commandConflicts(recordings),
      ...kernelConflicts(recordings),
      ...lockViewFindings(runs),
      ...lockSnapshots.diagnostics,
      ...symbols.diagnostics,
      ...read.diagnostics,
    ],
  };
}

function analyzeSamples(
  profile: Profile,
  machine: Machine,
  companions: Companions,
  symbols: SymbolOutcome,
  options: AnalyzeOptions,
): SampleAnalysis {
  const event = mainEvent(profile, options.event);
  const judge = new StackJudge(profile, parseKernelRelease(machine.kernel));
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
    utilizedCpus(companions.counters, machine.onlineCpus),
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
      .filter((index) => index !== event && hasSamples(profile, index))
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

function hasSamples(profile: Profile, event: number): boolean {
  for (let index = 0; index < profile.cpuCellCount; index++) {
    if (profile.cpuCell(index).event === event) return true;
  }
  return false;
}

/** The event asked for, else the first that samples time, else the first with samples. */
function mainEvent(profile: Profile, asked: string | null): number {
  const find = (isIt: (event: EventInfo) => boolean): number =>
    profile.events.findIndex((event, at) => isIt(event) && hasSamples(profile, at));
  const first = asked === null ? find(samplesTime) : find((event) => event.name === asked);
  const index = first < 0 && asked === null ? find(() => true) : first;
  if (index >= 0) return index;
  throw new UsageError(
    `expected --event to be one of ${profile.events.map((event) => event.name).join(', ')}, found ${asked}`,
  );
}

function joinProfiles(recordings: readonly Recording[], time: TimeOption | null): Profile {
  const profiles = recordings.map(({ profile }) => profile).filter((profile) => profile.cellCount > 0);
  const [only] = profiles;
  if (profiles.length === 1 && only !== undefined) return only;
  const joined = new Profile(time ?? {});
  for (const profile of profiles) mergeProfile(joined, profile);
  return joined;
}
