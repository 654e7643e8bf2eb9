import type { Analysis, EventAttribution, Window } from '../model/analysis.js';
import type { Companions } from '../model/companions.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { KernelRelease } from '../model/kernel-release.js';
import type { Machine } from '../model/machine.js';
import type { Profile } from '../model/profile.js';
import type { Station } from '../model/station.js';
import { analysisWindow, type TimeOption } from './analysis-window.js';
import { attributeEvent } from './attribution.js';
import { busyCommands } from './busy-commands.js';
import { type BusyCpus, busyCpus, tickBasis, utilizedCpus } from './busy-cpus.js';
import { busyFunctions } from './busy-functions.js';
import type { CounterCatalogue } from './catalogue/counter-catalogue.js';
import { otherCounters } from './catalogue/shipped.js';
import { ContentionJudge } from './contention.js';
import type { CountedSamples } from './counted-cells.js';
import { recordingFindings, throughputWithheld } from './findings.js';
import { functionSamples } from './function-samples.js';
import { type GivenCode, recordingInstructions } from './instructions/event-instructions.js';
import { hasSamples, mainEvent } from './main-event.js';
import { recordingFacts } from './recording-facts.js';
import type { SampledTrace } from './sampled-trace.js';
import { Selection } from './selection.js';
import { StackJudge } from './stack-verdict.js';
import { stations } from './stations.js';

/** The samples of all inputs and what is known of how they came about. */
export interface SamplesInput {
  /** Joined, symbolized. */
  readonly profile: Profile;
  readonly machine: Machine;
  readonly companions: Pick<Companions, 'counters' | 'cacheLines'>;
  /** Whether kernel symbols were needed and given (`null`: no input needs any), and are of the recorded kernel. */
  readonly symbols: { readonly given: boolean | null; readonly match: boolean };
  readonly code: GivenCode;
  readonly subject: CounterCatalogue;
  /** The release whose rows of the catalogue are taken. */
  readonly kernel: KernelRelease | null;
}

/** What a user may ask of samples; AnalyzeOptions says what each means. */
export interface SampleOptions {
  readonly comms: readonly string[];
  readonly event: string | null;
  readonly time: TimeOption | null;
  readonly recordedCpus: number | null;
  readonly singleInstance: readonly string[];
}

/** What the samples say: the part of an analysis that inputs without samples lack. */
export interface AttributedSamples extends Pick<Analysis, 'functions' | 'busyFunctions' | 'busyCommands'> {
  /** Of the main event, then of the others that have samples. */
  readonly attribution: EventAttribution;
  readonly events: readonly EventAttribution[];
  readonly window: Window;
  readonly busy: BusyCpus;
  /** The subject's own line, and what else the busy CPUs queue for. */
  readonly lines: readonly Station[];
  readonly findings: readonly Diagnostic[];
  /** Why throughput would not follow capacity; `null` when it would. */
  readonly withheld: string | null;
  readonly trace: SampledTrace;
}

/**
 * Attributes the samples of every event, and tells the window, the busy CPUs and the stations of the main one.
 * @throws UsageError when the event asked for has no samples.
 */
export function attributeSamples(input: SamplesInput, options: SampleOptions): AttributedSamples {
  const { profile, machine, companions, symbols, code, subject, kernel } = input;
  const event = mainEvent(profile, options.event);
  const judge = new StackJudge(profile, kernel, subject);
  const instructions = recordingInstructions(profile, code, subject, kernel, event, machine);
  const selection = new Selection(profile, judge, options.comms);
  const contention = new ContentionJudge(profile, kernel, otherCounters(subject));
  const basis = tickBasis(profile, event, machine.recordCommand);
  const { window, slices } = analysisWindow(profile, selection, event, basis.ticksOnIdle, options.time);
  const counted: CountedSamples = { profile, event, window: slices, selection };
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
      // What was told apart shows that it can be.
      idleKnown:
        attribution.labelSharePct !== null || (attribution.total.period === 0 && attribution.idle.period > 0),
    },
    window.durationS,
    options.recordedCpus,
    machine.onlineCpus,
    utilizedCpus(companions.counters, machine.onlineCpus),
  );
  const facts = recordingFacts({
    profile,
    event,
    everyCommand: new Selection(profile, judge, []),
    kernelFrames: judge.kernelFrames,
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
    window: { ...window, leftOutSamples: leftOutSamples(profile, event, attribution) },
    busy,
    functions: functionSamples(profile, selection, event),
    busyFunctions: busyFunctions(counted),
    busyCommands: busyCommands(counted),
    findings: [...instructions.findings, ...recordingFindings(facts)],
    withheld: throughputWithheld(facts),
    lines: stations({
      ...counted,
      judge,
      contention,
      attribution,
      subject,
      cacheLines: companions.cacheLines,
      singleInstance: new Set(options.singleInstance),
    }),
    trace: {
      ...counted,
      judge,
      contention,
      instructions: instructions.of(event),
      subject: subject.subject,
    },
  };
}

/** Samples of `event` that neither count as busy, idle nor of another command: those outside the window. */
function leftOutSamples(profile: Profile, event: number, attribution: EventAttribution): number {
  let samples = 0;
  for (let index = 0; index < profile.cpuCellCount; index++) {
    const cell = profile.cpuCell(index);
    if (cell.event === event) samples += cell.samples;
  }
  const counted = [attribution.total, attribution.idle, attribution.foreign];
  return counted.reduce((left, weight) => left - (weight.samples ?? 0), samples);
}
