import type { Weight } from './weight.js';

/** How sure it is which object an atomic touches: `high` debug info says so, `medium` all signs agree, `low` some do. */
export type Confidence = 'high' | 'medium' | 'low';

/** An atomic of a call site and its samples. */
export interface SiteInstruction {
  /** Physical function; a helper out of line is not the site's. */
  readonly function: string;
  /** Bytes from the function's start. */
  readonly offset: number;
  /** Disassembly: "lock xadd %eax,(%rbx)". */
  readonly text: string;
  /** Samples recorded at its own address. */
  readonly samplesBefore: number | null;
  /** Samples charged to it once skid is corrected; `null` where it and another cannot be told apart. */
  readonly samplesAfter: number | null;
  /** How it is known what the instruction counts. */
  readonly why: string;
}

/** What the label share of an event rests on. `inline` + `instruction` + `function` is the period of all sites. */
export interface InstructionEvidence {
  /** At atomics that debug info names. */
  readonly inline: Weight;
  /** At atomics told by the instruction alone. */
  readonly instruction: Weight;
  /** Somewhere in a function that counts references. */
  readonly function: Weight;
  /** Of the first two: recorded at another address, and moved to the atomic. */
  readonly moved: Weight;
  /** Recorded in such a function and found to be at other instructions: not label share. */
  readonly elsewhere: Weight;
  /** Where paths meet, or skid is not known: between get and put (in the first two), or between an atomic and another instruction (in `function`). */
  readonly notSeparable: Weight;
  /** How addresses were read; `null` where no instruction was. */
  readonly skidRule: string | null;
  /** Why no instruction is evidence, or not everywhere; `null` where all of it is. */
  readonly why: string | null;
}
