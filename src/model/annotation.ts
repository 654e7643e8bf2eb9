import type { AnalysisInput, FunctionSamples } from './analysis.js';
import type { Diagnostic } from './diagnostic.js';
import type { FunctionCode, InlineFrame, RmwKind } from './instruction.js';
import type { Confidence } from './instruction-evidence.js';
import type { Evidence } from './site.js';

/** Version of the `--json` object of `annotate`. */
export const ANNOTATION_SCHEMA_VERSION = 1;

/** What an atomic instruction, or the load of a CAS loop, is. */
export interface AnnotatedAtomic {
  /** Of a load: that of its loop. */
  readonly rmw: RmwKind;
  /** "label get", "load of the CAS loop, stale label get-unless-zero", "spinlock", "barrier". */
  readonly what: string;
  readonly evidence: Evidence;
  readonly confidence: Confidence;
  readonly why: string;
}

/** One instruction, or one sampled offset where no code is known. */
export interface AnnotatedInstruction {
  /** Bytes from the start of the function; `null` where the input gives names only. */
  readonly offset: number | null;
  /** Of the file the code is from, 16 hex digits; the recorded one without code; `null` when not known. */
  readonly address: string | null;
  /** Disassembly; `null` without code, and for a sample between instructions. */
  readonly text: string | null;
  /** Recorded at this address: what perf annotate counts. */
  readonly samples: number;
  /** Charged to this instruction once skid is taken back; `null` where that cannot be done. */
  readonly corrected: number | null;
  /** Of samples that belong to this instruction or to another one, it is not known which; not in `corrected`. */
  readonly unclear: number | null;
  readonly atomic: AnnotatedAtomic | null;
  /** Functions inlined here, innermost first, the function itself last; empty when not known. */
  readonly inlines: readonly InlineFrame[];
}

/** How samples were moved back to the instruction that took the time. */
export interface SkidCorrection {
  /** In words. */
  readonly rule: string;
  /** Samples charged to another instruction than the one they were recorded at; to an atomic, of these. */
  readonly moved: number;
  readonly movedToAtomics: number;
  /** Charged to an instruction of a caller or callee. */
  readonly outside: number;
  /** Between two or more instructions. */
  readonly unclear: number;
}

/** One function of a recording, instruction by instruction. */
export interface Annotation {
  readonly schemaVersion: number;
  readonly inputs: readonly AnalysisInput[];
  readonly function: string;
  readonly dso: string;
  readonly event: string;
  /** Commands selected; empty: all. */
  readonly comms: readonly string[];
  /** Samples of the event in this function, and in all functions, of the selected commands. */
  readonly samples: number;
  readonly allSamples: number;
  /** `null` without code; `codeWhy` then says what is missing. */
  readonly code: (Pick<FunctionCode, 'source' | 'file' | 'size'> & { readonly instructions: number }) | null;
  readonly codeWhy: string | null;
  /** `null` where `correctionWhy` says why nothing was moved. */
  readonly correction: SkidCorrection | null;
  readonly correctionWhy: string | null;
  /** In order of offset. */
  readonly instructions: readonly AnnotatedInstruction[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What of an annotation the samples and the code say. */
export type FunctionAnnotation = Omit<Annotation, 'schemaVersion' | 'inputs' | 'comms' | 'allSamples'>;

/** One function's annotation with what the recording as a whole says; `functions` are all that were sampled. */
export function wholeAnnotation(
  annotation: FunctionAnnotation,
  recording: Pick<Annotation, 'inputs' | 'comms'> & { readonly functions: readonly FunctionSamples[] },
): Annotation {
  const { inputs, comms, functions } = recording;
  return {
    schemaVersion: ANNOTATION_SCHEMA_VERSION,
    inputs,
    comms,
    ...annotation,
    allSamples: functions.reduce((sum, { selfSamples }) => sum + (selfSamples ?? 0), 0),
  };
}
