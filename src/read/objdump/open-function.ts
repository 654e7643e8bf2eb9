import type { InstructionListing, ListedInstruction } from '../../model/instruction-listing.js';
import type { Address } from '../../model/units.js';
import { isLonePrefix, MAX_INSTRUCTION_STEP } from '../instruction-text.js';
import type { FunctionLabel } from './lines.js';

/** The function whose body is being read. */
export class OpenFunction {
  readonly label: FunctionLabel;
  readonly instructions: ListedInstruction[] = [];
  sourceLine: string | null = null;
  #last: Address;
  /** Nothing read yet, or objdump left out zeros (`...`): the next address may lie anywhere behind. */
  #gap = true;

  constructor(label: FunctionLabel) {
    this.label = label;
    this.#last = label.address - 1;
  }

  /** Whether an instruction can stand at `address`. In `-S` text a C label (`bad: x = 1;`) looks like one. */
  canContinueAt(address: Address): boolean {
    return address > this.#last && (this.#gap || address <= this.#last + MAX_INSTRUCTION_STEP);
  }

  addInstruction(address: Address, text: string): void {
    const before = this.instructions.at(-1);
    if (before !== undefined && isLonePrefix(before.text)) {
      this.instructions[this.instructions.length - 1] = { ...before, text: `${before.text} ${text}` };
    } else this.instructions.push({ address, text, percents: [], sourceLine: this.sourceLine });
    this.skipTo(address);
  }

  /** Bytes at `address` that belong to the instruction before. */
  skipTo(address: Address): void {
    this.#last = address;
    this.#gap = false;
  }

  addGap(): void {
    this.#gap = true;
  }

  finish(dso: string | null, file: string): InstructionListing {
    return {
      tool: 'objdump',
      symbol: this.label.symbol,
      dso,
      events: [],
      totalSamples: null,
      instructions: this.instructions,
      file,
    };
  }
}
