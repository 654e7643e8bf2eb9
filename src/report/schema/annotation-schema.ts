import {
  ANNOTATION_SCHEMA_VERSION,
  type AnnotatedAtomic,
  type AnnotatedInstruction,
  type Annotation,
  type SkidCorrection,
} from '../../model/annotation.js';
import type { InlineFrame } from '../../model/instruction.js';
import type { Confidence } from '../../model/instruction-evidence.js';
import type { Evidence } from '../../model/site.js';
import { constant, count, list, nullable, record, type Schema, text, word } from './json-schema.js';
import { diagnostic, input } from './recording-schema.js';
import { rmwKind } from './rmw-kind-schema.js';

const someCount = (description: string): Schema<number | null> => nullable(count(description));

const atomic = record<AnnotatedAtomic>('What an atomic instruction, or the load of a CAS loop, is.', {
  rmw: rmwKind,
  what: text('"label get", "load of the CAS loop, stale label get-unless-zero", "spinlock", "barrier".'),
  evidence: word<Evidence>('What that rests on.', {
    'instruction+inline': 'debug info names the inlined functions',
    instruction: 'the instruction and those around it',
    function: 'the name of the function',
  }),
  confidence: word<Confidence>('How sure it is.', {
    high: 'debug info says so',
    medium: 'all signs agree',
    low: 'some signs do',
  }),
  why: text('In a sentence.'),
});

const inline = record<InlineFrame>('A function inlined here, or the function itself.', {
  function: text('As the debug info names it.'),
  file: nullable(text('Source file.')),
  line: someCount('Line of it.'),
});

const instruction = record<AnnotatedInstruction>('One instruction; without code, one sampled offset.', {
  offset: someCount('Bytes from the start of the function.'),
  address: nullable(text('16 hex digits: of the file of the code, or as recorded where there is no code.')),
  text: nullable(text('Disassembly.')),
  samples: count('Recorded at this address, as perf annotate counts them.'),
  corrected: someCount(
    'Charged to this instruction once skid is taken back; null where that cannot be done.',
  ),
  unclear: someCount('That belong to this instruction or to another; in no corrected count.'),
  atomic: nullable(atomic),
  inlines: list('Innermost first, the function itself last; empty where not known.', inline),
});

const correction = record<SkidCorrection>('How samples were moved to the instruction that took the time.', {
  rule: text('In a sentence.'),
  moved: count('Samples charged to another instruction than the one they were recorded at.'),
  movedToAtomics: count('Of these, to an atomic.'),
  outside: count('Charged to a caller or callee.'),
  unclear: count('Between two or more instructions.'),
});

const code = record<NonNullable<Annotation['code']>>('The machine code.', {
  source: word<'elf' | 'objdump' | 'perf annotate'>('Read from.', {
    elf: 'a kernel or program',
    objdump: 'its text',
    'perf annotate': 'its text',
  }),
  file: text('Input it was read from.'),
  size: count('Bytes.'),
  instructions: count('Instructions.'),
});

/** JSON Schema (draft 2020-12) of what `annotate --json` prints. Strict, as the analysis's. */
export const ANNOTATION_SCHEMA: Schema<Annotation> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'refscope annotation',
  ...record<Annotation>('One function of a recording, instruction by instruction.', {
    schemaVersion: constant(ANNOTATION_SCHEMA_VERSION, 'Raised when a field changes its meaning or goes.'),
    inputs: list('What was read.', input),
    function: text('Symbol.'),
    dso: text('Binary, by its short name in perf.'),
    event: text('Event whose samples are counted.'),
    comms: list('Commands selected; empty: all.', text('A comm.')),
    samples: count('Of the function.'),
    allSamples: count('Of all functions.'),
    code: nullable(code),
    codeWhy: nullable(text('Why there is no code.')),
    correction: nullable(correction),
    correctionWhy: nullable(text('Why no sample was moved.')),
    instructions: list('In order of offset.', instruction),
    diagnostics: list('What is odd about it.', diagnostic),
  }),
};
