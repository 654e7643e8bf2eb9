import { analysisWindow, type TimeOption } from './attribute/analysis-window.js';
import { appliedCatalogue } from './attribute/applied-catalogue.js';
import { attributeEvent } from './attribute/attribution.js';
import { type BusyCpus, busyCpus, tickBasis, utilizedCpus } from './attribute/busy-cpus.js';
import { busyFunctions } from './attribute/busy-functions.js';
import {
  type CounterCatalogue,
  counterCatalogue,
  LABEL_CATALOGUE,
} from './attribute/catalogue/counter-catalogue.js';
import { SHIPPED_CATALOGUES } from './attribute/catalogue/shipped.js';
import { baseFunction } from './attribute/catalogue/symbol-name.js';
import { ContentionJudge } from './attribute/contention.js';
import { recordingFindings, throughputWithheld } from './attribute/findings.js';
import { functionSamples } from './attribute/function-samples.js';
import { type GivenCode, recordingInstructions } from './attribute/instructions/event-instructions.js';
import { hookAtomics } from './attribute/instructions/hook-atomics.js';
import { hotHooks } from './attribute/instructions/hot-hooks.js';
import { judgedKernel } from './attribute/kernel-inference.js';
import { lineRate } from './attribute/line-rate.js';
import { lockRows, noOwnLocks, withLockStat } from './attribute/lock-rows.js';
import { hasSamples, mainEvent } from './attribute/main-event.js';
import { recordingFacts } from './attribute/recording-facts.js';
import type { SampledTrace } from './attribute/sampled-trace.js';
import { Selection } from './attribute/selection.js';
import { addShares } from './attribute/shares-profile.js';
import { StackJudge } from './attribute/stack-verdict.js';
import { stations } from './attribute/stations.js';
import { usageChecks } from './attribute/usage-check.js';
import { usageFindings } from './attribute/usage-findings.js';
import { codeSources } from './intake/code-sources.js';
import { joinCompanions, lockViewFindings } from './intake/companions.js';
import { debugInlines } from './intake/debug-inlines.js';
import {
  commandConflicts,
  inputFindings,
  kernelConflicts,
  lockStatConflicts,
} from './intake/input-findings.js';
import { readInputs } from './intake/inputs.js';
import { joinProfiles } from './intake/join-profiles.js';
import { joinLockSnapshots } from './intake/lock-snapshots.js';
import { nameFrames, type SymbolOutcome } from './intake/symbolize.js';
import { readVmlinux } from './intake/vmlinux.js';
import { type Analysis, type EventAttribution, SCHEMA_VERSION, type Window } from './model/analysis.js';
import { ANNOTATION_SCHEMA_VERSION, type Annotation } from './model/annotation.js';
import type { Companions } from './model/companions.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { FunctionCalls } from './model/function-calls.js';
import type { KernelRelease } from './model/kernel-release.js';
import { joinMachines, type Machine } from './model/machine.js';
import type { Profile } from './model/profile.js';
import type { LockLoad, Projection } from './model/projection.js';
import type { Recording } from './model/recording.js';
import type { SchemeSetting } from './model/scheme-facts.js';
import type { SiteCatalogue } from './model/site-catalogue.js';
import type { Station } from './model/station.js';
import type { Fraction } from './model/units.js';
import { MODEL_ASSUMPTIONS, projectSchemes } from './project/project.js';
import { projectionInput } from './project/projection-input.js';
import { schemeFacts } from './project/scheme-facts.js';
import { ANY_REFCOUNT_SCHEMES } from './project/schemes/any-refcount.js';
import { tunedSchemes } from './project/schemes/settings.js';

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
  /** Parameters of schemes that are not at their defaults. */
  readonly settings: readonly SchemeSetting[];
  readonly staleFraction: Fraction;
  /** Catalogue of the counter to analyze; `null`: AppArmor's labels. */
  readonly sites: SiteCatalogue | null;
  /** Classes of counters and locks of which there is one instance. */
  readonly singleInstance: readonly string[];
}

/** What the samples say; the part of an analysis that an input without samples lacks. */
interface SampleAnalysis {
  readonly attribution: EventAttribution;
  readonly events: readonly EventAttribution[];
  readonly window: Window;
  readonly busy: BusyCpus;
  readonly functions: Analysis['functions'];
  readonly busyFunctions: Analysis['busyFunctions'];
  readonly findings: readonly Diagnostic[];
  readonly withheld: string | null;
  readonly lines: readonly Station[];
  readonly trace: SampledTrace;
}

/** An analysis and the means to show more of its samples than it holds. */
export interface AnalyzedTrace {
  readonly analysis: Analysis;
  /** `null` when no input has samples. */
  readonly samples: SampledTrace | null;
  /** The functions with the most label samples, instruction by instruction. */
  readonly annotateHooks: (most: number) => Annotation[];
  /** The schemes at other CPU counts. */
  readonly projectAt: (cpus: readonly number[]) => Projection[];
}

/**
 * Reads the inputs, attributes their samples, projects the schemes.
 * @throws InputError, UsageError
 */
export async function analyze(paths: readonly string[], options: AnalyzeOptions): Promise<Analysis> {
  return (await analyzeTrace(paths, options, {})).analysis;
}

/**
 * The same, with the samples still at hand; `keepCpuTimes` makes a map of CPUs over time possible.
 * @throws InputError, UsageError
 */
export async function analyzeTrace(
  paths: readonly string[],
  options: AnalyzeOptions,
  keep: { readonly keepCpuTimes?: boolean },
): Promise<AnalyzedTrace> {
  const schemes = tunedSchemes(options.settings);
  const read = await readInputs(paths, options.time, { keepDebugInfo: true, ...keep });
  const runs = read.groups.map((group) => group.recordings);
  const recordings = runs.flat();
  // Where inputs disagree, what stands beside the samples describes them: an lscpu may be of another machine.
  const sampled = ({ profile }: Recording): number => Number(profile.samples > 0);
  const bySamples = [...recordings].sort((a, b) => sampled(b) - sampled(a));
  const joined = joinMachines(bySamples.map(({ machine }) => machine));
  // What other readings of the samples say of the machine is compared, not used.
  const others = read.groups.flatMap((group) => (group.others ?? []).map(({ machine }) => machine));
  const otherConflicts = joinMachines([joined.machine, ...others]).conflicts;
  const companions = joinCompanions(runs, joined.machine, options.labels);
  const machine = {
    ...joined.machine,
    onlineCpus: joined.machine.onlineCpus ?? companions.topology?.cpus ?? null,
    possibleCpus: options.possibleCpus ?? joined.machine.possibleCpus,
  };
  const symbols = await nameFrames(read.groups, options.kallsyms);
  const vmlinux = options.vmlinux === null ? [] : await readVmlinux(options.vmlinux, true);
  const debugDiagnostics: Diagnostic[] = [];
  const codeGroups = [...read.groups, ...vmlinux];
  const code = codeSources(
    codeGroups,
    debugInlines(
      codeGroups.flatMap((group) => group.recordings),
      debugDiagnostics,
    ),
  );
  for (const { profile, shareTables } of recordings) addShares(profile, shareTables);
  const profile = joinProfiles(recordings, options.time);
  const lockSnapshots = joinLockSnapshots(recordings);
  const locks = lockRows(lockSnapshots.locks);
  const subject = options.sites === null ? LABEL_CATALOGUE : counterCatalogue(options.sites);
  const functionCalls = recordings.flatMap((recording) => recording.functionCalls);
  const kernel = judgedKernel(machine.kernel, functionNames(profile, functionCalls));
  const samples =
    profile.cellCount > 0
      ? analyzeSamples(profile, machine, companions, symbols, code, options, subject, kernel.release)
      : null;
  const throughput = recordings.flatMap((recording) => recording.throughput);
  const usage =
    options.sites === null
      ? usageChecks(functionCalls, {
          loads: throughput,
          kernel: kernel.release,
          instructionCounts: hookAtomics(code.sources, kernel.release),
        })
      : [];
  const catalogue = appliedCatalogue(subject, kernel, samples?.attribution ?? null);
  const lines = samples?.lines ?? [];
  const lockLoads = withLockStat(samples?.attribution.locks ?? [], locks);
  const projectAt = (at: readonly number[]): Projection[] =>
    project(samples, lockLoads, machine, companions.labels, { ...options, at });
  const analysis: Analysis = {
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
    busyFunctions: samples?.busyFunctions ?? [],
    locks,
    throughput,
    ...companions,
    catalogue,
    lines,
    usage,
    lineRate:
      samples === null || options.sites !== null
        ? null
        : lineRate({
            attribution: samples.attribution,
            busyCpus: samples.busy.busyCpus,
            loads: throughput,
            checks: usage,
            kernel: kernel.release,
          }),
    projections: projectAt(options.at),
    projectionAssumptions: MODEL_ASSUMPTIONS,
    schemes: schemeFacts(schemes),
    diagnostics: disagreementsFirst([
      ...(samples?.findings ?? []),
      ...usageFindings(usage, lines, catalogue),
      ...inputFindings(read.inputs),
      ...joined.conflicts,
      ...otherConflicts,
      ...lockStatConflicts(runs),
      ...commandConflicts(recordings),
      ...kernelConflicts(recordings),
      ...lockViewFindings(runs),
      ...noOwnLocks(locks, companions.lockWaits),
      ...lockSnapshots.diagnostics,
      ...symbols.diagnostics,
      ...code.diagnostics,
      ...debugDiagnostics,
      ...read.diagnostics,
    ]),
  };
  const annotateHooks = (most: number): Annotation[] => {
    if (samples === null) return [];
    const allSamples = samples.functions.reduce((sum, { selfSamples }) => sum + (selfSamples ?? 0), 0);
    return hotHooks(
      samples.trace,
      { sources: code.sources, machine, subject, kernel: kernel.release },
      most,
    ).map((annotation) => ({
      schemaVersion: ANNOTATION_SCHEMA_VERSION,
      inputs: read.inputs,
      comms: options.comms,
      ...annotation,
      allSamples,
    }));
  };
  return { analysis, samples: samples?.trace ?? null, annotateHooks, projectAt };
}

/** Where inputs disagree no figure may describe what it seems to: said before all else, and each once. */
function disagreementsFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const disagrees = ({ kind }: Diagnostic): boolean => kind === 'inputs-disagree';
  const first = diagnostics.filter(disagrees);
  const distinct = first.filter(
    ({ text, file }, at) => first.findIndex((other) => other.text === text && other.file === file) === at,
  );
  return [...distinct, ...diagnostics.filter((diagnostic) => !disagrees(diagnostic))];
}

function analyzeSamples(
  profile: Profile,
  machine: Machine,
  companions: Companions,
  symbols: SymbolOutcome,
  code: GivenCode,
  options: AnalyzeOptions,
  subject: CounterCatalogue,
  kernel: KernelRelease | null,
): SampleAnalysis {
  const event = mainEvent(profile, options.event);
  const judge = new StackJudge(profile, kernel, subject);
  const instructions = recordingInstructions(profile, code, subject, kernel, event, machine);
  const selection = new Selection(profile, judge, options.comms);
  const contention = new ContentionJudge(profile, kernel, otherCounters(subject));
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
    subject: subject.subject,
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
    busyFunctions: busyFunctions(profile, selection, event, slices),
    findings: [...instructions.findings, ...recordingFindings(facts)],
    withheld: throughputWithheld(facts),
    lines: stations({
      profile,
      event,
      window: slices,
      selection,
      judge,
      contention,
      attribution,
      subject,
      cacheLines: companions.cacheLines,
      singleInstance: new Set(options.singleInstance),
    }),
    trace: {
      profile,
      event,
      window: slices,
      selection,
      judge,
      contention,
      instructions: instructions.of(event),
      subject: subject.subject,
    },
  };
}

/** What is known to count besides the subject. */
function otherCounters(subject: CounterCatalogue): CounterCatalogue[] {
  return [LABEL_CATALOGUE, ...SHIPPED_CATALOGUES.map(counterCatalogue)].filter(({ id }) => id !== subject.id);
}

function functionNames(profile: Profile, calls: readonly FunctionCalls[]): Set<string> {
  const names = new Set(calls.map(({ symbol }) => baseFunction(symbol)));
  for (let frame = 0; frame < profile.frameCount; frame++) {
    const symbol = profile.frameSymbol(frame);
    if (symbol !== null) names.add(baseFunction(symbol));
  }
  return names;
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
  const lines = samples?.lines ?? [];
  const own = lines.filter((line) => line.kind === 'label-line');
  // Visits that spread over nobody knows how many lines are no queue at one server.
  if (options.sites !== null && !own.some((line) => line.singleInstance)) return [];
  const covers = (scheme: string): boolean => options.sites === null || ANY_REFCOUNT_SCHEMES.has(scheme);
  return projectSchemes(
    projectionInput({
      attribution: samples?.attribution ?? null,
      locks,
      lines,
      busyCpus: samples?.busy.busyCpus ?? options.recordedCpus,
      labels,
      possibleCpus: machine.possibleCpus,
      kernel: machine.kernel,
      throughputWithheld: samples?.withheld ?? null,
      at: options.at,
      settings: options.settings,
      staleFraction: options.staleFraction,
    }),
  ).filter(({ scheme }) => covers(scheme));
}
