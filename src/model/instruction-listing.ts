import type { Address, Percent } from './units.js';

/** One instruction of an annotate or objdump listing. */
export interface ListedInstruction {
  readonly address: Address;
  /** Disassembly as printed, without bytes: "lock xadd %eax,(%rbx)". */
  readonly text: string;
  /** Percentages of the function's samples, one per event of the listing; empty for objdump. A blank is 0. */
  readonly percents: readonly Percent[];
  /** "kref.h:45" where the listing says so, else `null`. */
  readonly sourceLine: string | null;
}

/** One function of `perf annotate --stdio` or `objdump -d`. */
export interface InstructionListing {
  readonly tool: 'perf annotate' | 'objdump';
  readonly symbol: string;
  readonly dso: string | null;
  /** Events in the order of `percents`; empty for objdump. */
  readonly events: readonly string[];
  readonly totalSamples: number | null;
  readonly instructions: readonly ListedInstruction[];
  readonly file: string;
}
