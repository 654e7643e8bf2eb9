import { analysisWindow, type TimeOption } from './attribute/analysis-window.js';
import { attributeEvent } from './attribute/attribution.js';
import { type BusyCpus, busyCpus, tickBasis, utilizedCpus } from './attribute/busy-cpus.js';
import { LABEL_CATALOGUE } from './attribute/catalogue/counter-catalogue.js';
import { recordingFindings, throughputWithheld } from './attribute/findings.js';
import { functionSamples } from './attribute/function-samples.js';
import { catalogueLookup } from './attribute/instructions/catalogue-lookup.js';
import { recordingInstructions } from './attribute/instructions/event-instructions.js';
import { lockRows, withLockStat } from './attribute/lock-rows.js';
import { hasSamples, mainEvent } from './attribute/main-event.js';
import { recordingFacts } from './attribute/recording-facts.js';
import { Selection } from './attribute/selection.js';
import { addShares } from './attribute/shares-profile.js';
import { StackJudge } from './attribute/stack-verdict.js';
import { codeSources } from './intake/code-sources.js';
import { joinCompanions, lockViewFindings } from './intake/companions.js';
import { commandConflicts, inputFindings, kernelConflicts } from './intake/input-findings.js';
import { type InputGroup, readInputs } from './intake/inputs.js';
import { joinProfiles } from './intake/join-profiles.js';
import { joinLockSnapshots } from './intake/lock-snapshots.js';
import { nameFrames, type SymbolOutcome } from './intake/symbolize.js';
import { type Analysis, type EventAttribution, SCHEMA_VERSION, type Window } from './model/analysis.js';
import type { Companions } from './model/companions.js';
import type { Diagnostic } from './model/diagnostic.js';
import { UsageError } from './model/errors.js';
import type { CodeSource } from './model/instruction.js';
import { parseKernelRelease } from './model/kernel-release.js';
import { joinMachines, type Machine } from './model/machine.js';
import type { Profile } from './model/profile.js';
import type { LockLoad, Projection } from './model/projection.js';
import type { Recording } from './model/recording.js';
import type { Percent, Range } from './model/units.js';
import { MODEL_ASSUMPTIONS, projectSchemes } from './project/project.js';
import { schemeFacts } from './project/scheme-facts.js';

export interface AnalyzeOptions {
  /** Commands to select; empty: every command but idle. */
  readonly comms: readonly string[];
  /** Event to analyze; `null`: the first with samples. */
  readonly event: string | null;
  /** Path of kernel symbols for every recording; `null`: those found beside them. */
  readonly kallsyms: string | null;
  /** Path of the kernel's machine code for every recording; `null`: what lies beside them. */
  readonly vmlinux: string | null;
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
  const vmlinux = options.vmlinux === null ? [] : await readVmlinux(options.vmlinux);
  const code = codeSources([...read.groups, ...vmlinux]);
  for (const { profile, shareTables } of recordings) addShares(profile, shareTables);
  const profile = joinProfiles(recordings, options.time);
  const lockSnapshots = joinLockSnapshots(recordings);
  const locks = lockRows(lockSnapshots.locks);
  const samples =
    profile.cellCount > 0
      ? analyzeSamples(profile, machine, companions, symbols, code.sources, options)
      : null;
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
    projections: project(samples, lockLoads, machine, companions.labels, options),
    projectionAssumptions: MODEL_ASSUMPTIONS,
    schemes: schemeFacts(),
    diagnostics: [
      ...(samples?.findings ?? []),
      ...inputFindings(read.inputs),
      ...joined.conflicts,
      ...commandConflicts(recordings),
      ...kernelConflicts(recordings),
      ...lockViewFindings(runs),
      ...lockSnapshots.diagnostics,
      ...symbols.diagnostics,
      ...code.diagnostics,
      ...read.diagnostics,
    ],
  };
}

function analyzeSamples(
  profile: Profile,
  machine: Machine,
  companions: Companions,
  symbols: SymbolOutcome,
  code: readonly CodeSource[],
  options: AnalyzeOptions,
): SampleAnalysis {
  const event = mainEvent(profile, options.event);
  const kernel = parseKernelRelease(machine.kernel);
  const judge = new StackJudge(profile, kernel);
  const lookup = catalogueLookup(LABEL_CATALOGUE, kernel);
  const instructions = recordingInstructions(profile, code, lookup, event, machine);
  const selection = new Selection(profile, judge, options.comms);
  const everyCommand = new Selection(profile, judge, []);
  const basis = tickBasis(profile, event, machine.recordCommand);
  const { window, slices } = analysisWindow(profile, selection, event, basis.ticksOnIdle, options.time);
  const attribute = (index: number): EventAttribution =>
    attributeEvent(profile, judge, selection, index, slices, instructions.of(index));
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
    findings: [...instructions.findings, ...recordingFindings(facts)],
    withheld: throughputWithheld(facts),
  };
}

/** @throws UsageError when the file holds no machine code. */
async function readVmlinux(path: string): Promise<readonly InputGroup[]> {
  const { groups } = await readInputs([path], null);
  if (groups.some(({ recordings }) => recordings.some(hasCode))) return groups;
  throw new UsageError(`expected --vmlinux to name a vmlinux or a disassembly, found ${path}`);
}

function hasCode({ code, listings }: Recording): boolean {
  return code.length > 0 || listings.length > 0;
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

function project(
  samples: SampleAnalysis | null,
  locks: readonly LockLoad[],
  machine: Machine,
  labels: number | null,
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
    labels,
    possibleCpus: machine.possibleCpus,
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
