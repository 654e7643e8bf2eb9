import type { AppliedCatalogue } from './applied-catalogue.js';
import type { CallPath, ContextShare, SyscallCount } from './call-path.js';
import type { Companions } from './companions.js';
import type { Diagnostic } from './diagnostic.js';
import type { Confidence, InstructionEvidence, SiteInstruction } from './instruction-evidence.js';
import type { LockClass } from './lock.js';
import type { Machine } from './machine.js';
import type { LockLoad, LockRole, Projection } from './projection.js';
import type { SchemeFacts } from './scheme-facts.js';
import type { Evidence, Lifetime, Operation } from './site.js';
import type { Station } from './station.js';
import type { Throughput } from './throughput.js';
import type { Nanoseconds, Percent, Seconds } from './units.js';
import type { LineRate, UsageCheck } from './usage.js';
import type { Weight } from './weight.js';

export type { Weight } from './weight.js';

/** Version of the `--json` object. Raised when a field changes its meaning or goes. */
export const SCHEMA_VERSION = 1;

/** A file that was read, or was not and why. */
export interface AnalysisInput {
  readonly path: string;
  /** A format's id: "perf.data". */
  readonly format: string;
  /** Samples of all events; 0 for an input without samples. */
  readonly samples: number;
  /** Why the input was recognised but not used; `null` when it was used. */
  readonly notUsed: string | null;
}

/** The part of the recording that shares are taken over; model.md, "Window". */
export interface Window {
  /** On the recording's clock; `null` when samples carry no time. */
  readonly fromS: Seconds | null;
  readonly toS: Seconds | null;
  readonly durationS: Seconds | null;
  /** `time-option`, `steady` (the longest steady interval) or `whole`. */
  readonly rule: 'time-option' | 'steady' | 'whole';
  /** Samples of the selected event outside the window. */
  readonly leftOutSamples: number;
  /** Block of the bootstrap. */
  readonly blockNs: Nanoseconds;
}

/** One label get/put call site as this trace shows it. Percentages are of the busy period of the commands. */
export interface SiteShare {
  readonly function: string;
  readonly operation: Operation;
  readonly lifetime: Lifetime;
  readonly samples: number | null;
  readonly period: number;
  readonly sharePct: Percent;
  /** 95 % interval; `null` where the input gives percentages only. */
  readonly shareLowPct: Percent | null;
  readonly shareHighPct: Percent | null;
  readonly evidence: Evidence;
  readonly confidence: Confidence;
  /** Takes its reference in a compare-and-exchange loop, which scales worse than an addition. */
  readonly casLoop: boolean;
  /** The atomics the samples were charged to; empty where the evidence is the function. */
  readonly instructions: readonly SiteInstruction[];
  /** Per call, from the catalogue. */
  readonly rmws: number;
  readonly transfers: number;
  readonly syscalls: readonly SyscallCount[];
}

/** A function whose samples are named in a row of their own: unknown AppArmor code, irq-off landing places. */
export interface NamedWeight extends Weight {
  readonly function: string;
}

/** What the samples of one event are: sites, other and unattributed add up to the total. */
export interface EventAttribution {
  readonly event: string;
  /** Selected commands, busy, in the window: the sum of `sites`, `other` and `unattributed`. */
  readonly total: Weight;
  /** Idle samples in the window. */
  readonly idle: Weight;
  /** Samples of commands that were not selected, in the window. */
  readonly foreign: Weight;
  /** Samples the kernel lost; `null` when the input cannot say. */
  readonly lost: number | null;
  /** `null` with the reason in `labelShareWhy`. */
  readonly labelSharePct: Percent | null;
  readonly labelShareLowPct: Percent | null;
  readonly labelShareHighPct: Percent | null;
  /** "no busy samples", "no kernel address has a name", ...; `null` where the share is known. */
  readonly labelShareWhy: string | null;
  /** `measured`: all of it at atomics; `upper`: samples in a hook are not proven to sit on its atomic. */
  readonly labelShareBound: 'upper' | 'measured';
  /** What the label share rests on. */
  readonly instructionEvidence: InstructionEvidence;
  /** The same samples as perf prints them: of everything the event counted, idle and other commands included. */
  readonly labelPerfPct: Percent | null;
  readonly sites: readonly SiteShare[];
  /** The samples of `sites` by syscall or context. */
  readonly contexts: readonly ContextShare[];
  /** The same by every step that the callchains show. */
  readonly callPaths: readonly CallPath[];
  readonly other: Weight;
  /** Unresolved kernel addresses, addresses outside every mapping, AppArmor functions the catalogue lacks. */
  readonly unattributed: Weight;
  readonly unattributedFunctions: readonly NamedWeight[];
  /** Within `other`: time that piles up where interrupts come back on, when the event cannot see irq-off code. */
  readonly irqOffLanding: readonly NamedWeight[];
  /** What perf saw of AppArmor's secondary locks. */
  readonly locks: readonly LockLoad[];
}

/** Samples of one function as perf report counts them, over the whole recording. */
export interface FunctionSamples {
  readonly symbol: string;
  readonly dso: string;
  readonly selfSamples: number | null;
  readonly childrenSamples: number | null;
  readonly selfPeriod: number;
}

/** A function's own busy time in the window, of the samples that the label share is taken of. */
export interface BusyFunction extends Weight {
  readonly symbol: string;
  readonly dso: string;
  readonly sharePct: Percent;
  /** 95 % interval; `null` where the input gives percentages only. */
  readonly shareLowPct: Percent | null;
  readonly shareHighPct: Percent | null;
}

/** A command's part of the busy time that the label share is taken of. */
export interface BusyCommand {
  readonly comm: string;
  readonly sharePct: Percent;
}

/** A lock_stat row and what of AppArmor it is. */
export interface LockRow extends Omit<LockClass, 'name'> {
  readonly class: string;
  readonly role: LockRole | null;
}

/** The machine with how busy it was, by the samples. */
export interface AnalysisMachine extends Machine {
  /** N: busy CPU-seconds of the selected commands / window length; `null` when the trace does not tell. */
  readonly busyCpus: number | null;
  /** How `busyCpus` was found, or why it is unknown. */
  readonly busyCpusWhy: string;
  /** Idle part of the recorded CPUs in the window; `null` when the event does not tick on idle. */
  readonly idlePct: Percent | null;
}

/** Everything refscope found out. `--json` prints exactly this. */
export interface Analysis extends Companions {
  readonly schemaVersion: number;
  readonly inputs: readonly AnalysisInput[];
  /** Commands selected; empty: every command but idle. */
  readonly comms: readonly string[];
  readonly machine: AnalysisMachine;
  readonly window: Window | null;
  /** The main event; `null` when no input has samples. */
  readonly attribution: EventAttribution | null;
  /** Further events of the same recordings. */
  readonly events: readonly EventAttribution[];
  readonly functions: readonly FunctionSamples[];
  /** By share of the busy period of the selected commands in the window. */
  readonly busyFunctions: readonly BusyFunction[];
  /** Commands of the selected busy samples in the window, by share, from 1 %; empty where the input names none. */
  readonly busyCommands: readonly BusyCommand[];
  readonly locks: readonly LockRow[];
  readonly throughput: readonly Throughput[];
  /** Which counter this is about, and by which rows its sites were judged. */
  readonly catalogue: AppliedCatalogue;
  /** What the busy CPUs queue for: the counter's line first, then other counters and locks by share. */
  readonly lines: readonly Station[];
  /** The counter's use as counted against the catalogue, one a set of function profiles. */
  readonly usage: readonly UsageCheck[];
  /** `null` without samples or without a load. */
  readonly lineRate: LineRate | null;
  readonly projections: readonly Projection[];
  /** Sentences that hold for every projection. */
  readonly projectionAssumptions: readonly string[];
  readonly schemes: readonly SchemeFacts[];
  readonly diagnostics: readonly Diagnostic[];
}
