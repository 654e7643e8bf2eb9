import type { TimeOption } from './attribute/analysis-window.js';
import { appliedCatalogue } from './attribute/applied-catalogue.js';
import { attributeSamples } from './attribute/attributed-samples.js';
import { counterCatalogue, LABEL_CATALOGUE } from './attribute/catalogue/counter-catalogue.js';
import type { TraceCode } from './attribute/instructions/hot-hooks.js';
import { functionNames, judgedKernel } from './attribute/kernel-inference.js';
import { labelUsage } from './attribute/label-usage.js';
import { lockRows, noOwnLocks, withLockStat } from './attribute/lock-rows.js';
import type { SampledTrace } from './attribute/sampled-trace.js';
import { addShares } from './attribute/shares-profile.js';
import { unseenSingleInstances } from './attribute/single-instance.js';
import { usageFindings } from './attribute/usage-findings.js';
import { lockViewFindings } from './intake/companions.js';
import { givenCode } from './intake/given-code.js';
import {
  commandConflicts,
  disagreementsFirst,
  inputFindings,
  kernelConflicts,
  lockStatConflicts,
} from './intake/input-findings.js';
import { readInputs } from './intake/inputs.js';
import { joinProfiles } from './intake/join-profiles.js';
import { joinedMachine } from './intake/joined-machine.js';
import { counterConflicts, loadFindings } from './intake/load-findings.js';
import { joinLockSnapshots } from './intake/lock-snapshots.js';
import { nameFrames } from './intake/symbolize.js';
import { type Analysis, SCHEMA_VERSION } from './model/analysis.js';
import type { Projection } from './model/projection.js';
import type { SchemeSetting } from './model/scheme-facts.js';
import type { SiteCatalogue } from './model/site-catalogue.js';
import type { Fraction } from './model/units.js';
import { MODEL_ASSUMPTIONS } from './project/project.js';
import { projectCounter } from './project/project-counter.js';
import type { AnalyzedLoad } from './project/projection-input.js';
import { schemeFacts } from './project/scheme-facts.js';
import { tunedSchemes } from './project/schemes/settings.js';

/** What a user may ask of an analysis: the flags that every command with an analysis has. */
export interface AnalyzeOptions {
  /** Commands to select; empty: every command but idle. */
  readonly comms: readonly string[];
  /** Event to analyze; `null`: the first that samples time. */
  readonly event: string | null;
  /** Path of kernel symbols for every recording; `null`: those found beside them. */
  readonly kallsyms: string | null;
  /** Path of the kernel's machine code for every recording; `null`: what lies beside them. */
  readonly vmlinux: string | null;
  /** Samples that count; `null`: those of the longest steady interval. */
  readonly time: TimeOption | null;
  /** Busy CPUs while recording; `null`: as the trace tells. */
  readonly recordedCpus: number | null;
  /** Possible CPUs of the kernel, for memory; `null`: as the inputs say. */
  readonly possibleCpus: number | null;
  /** AppArmor labels, for memory; `null`: as the inputs say. */
  readonly labels: number | null;
  /** CPU counts to project for; empty: the recorded one. */
  readonly at: readonly number[];
  /** Parameters of schemes that are not at their defaults. */
  readonly settings: readonly SchemeSetting[];
  /** Of get/put, on labels that a policy replacement made stale. */
  readonly staleFraction: Fraction;
  /** Catalogue of the counter to analyze; `null`: AppArmor's labels. */
  readonly sites: SiteCatalogue | null;
  /** Classes of counters and locks of which there is one instance. */
  readonly singleInstance: readonly string[];
}

/** An analysis and the means to show more of its trace than it holds. */
export interface AnalyzedTrace {
  readonly analysis: Analysis;
  /** `null` when no input has samples. */
  readonly samples: SampledTrace | null;
  readonly code: TraceCode;
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
  // A setting that does not exist is an error before anything is read.
  const schemes = tunedSchemes(options.settings);

  // Bytes to recordings, and what they say of the machine, its code and its symbols.
  const read = await readInputs(paths, options.time, { keepDebugInfo: true, ...keep });
  const runs = read.groups.map((group) => group.recordings);
  const recordings = runs.flat();
  const { machine, companions, conflicts } = joinedMachine(read.groups, options);
  const symbols = await nameFrames(read.groups, options.kallsyms);
  const code = await givenCode(read.groups, options.vmlinux);
  const lockSnapshots = joinLockSnapshots(recordings);
  const loads = recordings.flatMap((recording) => recording.throughput);
  const functionCalls = recordings.flatMap((recording) => recording.functionCalls);
  for (const { profile, shareTables } of recordings) addShares(profile, shareTables);
  const profile = joinProfiles(recordings, options.time);

  // Samples to sites, lines and locks.
  const subject = options.sites === null ? LABEL_CATALOGUE : counterCatalogue(options.sites);
  const kernel = judgedKernel(machine.kernel, functionNames(profile, functionCalls));
  const { release } = kernel;
  const samples =
    profile.cellCount > 0
      ? attributeSamples({ profile, machine, companions, symbols, code, subject, kernel: release }, options)
      : null;
  const lines = samples?.lines ?? [];
  const catalogue = appliedCatalogue(subject, kernel, samples?.attribution ?? null);
  const locks = lockRows(lockSnapshots.locks);
  const lockLoads = withLockStat(samples?.attribution.locks ?? [], locks);
  const { usage, lineRate } =
    options.sites === null
      ? labelUsage({ functionCalls, loads, code: code.sources, kernel: release, samples })
      : { usage: [], lineRate: null };

  // Shares to gains.
  const load: AnalyzedLoad = {
    counter: subject.id,
    attribution: samples?.attribution ?? null,
    locks: lockLoads,
    lines,
    busyCpus: samples?.busy.busyCpus ?? options.recordedCpus,
    labels: companions.labels,
    possibleCpus: machine.possibleCpus,
    kernel: machine.kernel,
    throughputWithheld: samples?.withheld ?? null,
    at: options.at,
    settings: options.settings,
    staleFraction: options.staleFraction,
  };
  const counter = options.sites === null ? 'labels' : 'other';
  const projectAt = (at: readonly number[]): Projection[] => projectCounter({ ...load, at }, counter);

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
    busyCommands: samples?.busyCommands ?? [],
    locks,
    throughput: loads,
    ...companions,
    catalogue,
    lines,
    usage,
    lineRate,
    projections: projectAt(options.at),
    projectionAssumptions: MODEL_ASSUMPTIONS,
    schemes: schemeFacts(schemes),
    diagnostics: disagreementsFirst([
      ...(samples?.findings ?? []),
      ...unseenSingleInstances(options.singleInstance, lines),
      ...usageFindings(usage, lines, catalogue),
      ...inputFindings(read.inputs),
      ...conflicts,
      ...lockStatConflicts(runs),
      ...commandConflicts(recordings),
      ...kernelConflicts(recordings),
      ...counterConflicts(recordings, machine.onlineCpus),
      ...loadFindings(runs),
      ...lockViewFindings(runs),
      ...noOwnLocks(locks, companions.lockWaits),
      ...lockSnapshots.diagnostics,
      ...symbols.diagnostics,
      ...code.diagnostics(),
      ...read.diagnostics,
    ]),
  };
  return {
    analysis,
    samples: samples?.trace ?? null,
    code: { sources: code.sources, refused: code.refused, machine, subject, kernel: release },
    projectAt,
  };
}
