import type { FunctionCode, Instruction } from '../../model/instruction.js';

/** A function's instructions by offset, and which of them can have run just before another. */
export class FlowGraph {
  readonly code: FunctionCode;
  readonly #at = new Map<number, number>();
  /** Indices of the direct branches and jumps to an instruction. */
  readonly #sources = new Map<number, number[]>();
  /** An indirect jump may go anywhere: no block start is then known to have one predecessor only. */
  readonly #hasIndirectJump: boolean;

  constructor(code: FunctionCode) {
    this.code = code;
    for (const [index, instruction] of code.instructions.entries())
      this.#at.set(instruction.address - code.address, index);
    for (const [index, { flow, target }] of code.instructions.entries()) {
      if ((flow !== 'branch' && flow !== 'jump') || target === null) continue;
      const to = this.#at.get(target - code.address);
      if (to === undefined) continue;
      const known = this.#sources.get(to);
      if (known === undefined) this.#sources.set(to, [index]);
      else known.push(index);
    }
    this.#hasIndirectJump = code.instructions.some(({ flow, target }) => flow === 'jump' && target === null);
  }

  /** Index of the instruction at `offset` bytes from the function's start; `null` between instructions. */
  indexAt(offset: number): number | null {
    return this.#at.get(offset) ?? null;
  }

  instruction(index: number): Instruction {
    return this.code.instructions[index] as Instruction;
  }

  /**
   * Instructions that can have run just before `index`, in this function. `null` among them stands for one that is
   * not here: a caller at the entry, a callee's return after a call, an indirect jump.
   */
  predecessors(index: number): readonly (number | null)[] {
    const sources = this.#sources.get(index) ?? [];
    const before = this.#fallsInto(index);
    if (index === 0) return [null, ...sources];
    // What nothing visible leads to is reached by an indirect jump or an exception table.
    if (before === 'none') return sources.length > 0 && !this.#hasIndirectJump ? sources : [...sources, null];
    return before === 'call' ? [null, ...sources] : [index - 1, ...sources];
  }

  /**
   * True where straight execution does not lead: the entry, targets, what follows a branch, jump, call or return.
   * An emulator's translation blocks begin at these.
   */
  isBlockStart(index: number): boolean {
    if (index === 0 || this.#sources.has(index)) return true;
    return this.instruction(index - 1).flow !== 'next';
  }

  #fallsInto(index: number): 'next' | 'call' | 'none' {
    const before = this.code.instructions[index - 1];
    if (before === undefined || before.flow === 'jump' || before.flow === 'return' || before.flow === 'stop')
      return 'none';
    // A listing with a hole: what comes before is not in it.
    if (before.address + before.length !== this.instruction(index).address) return 'none';
    return before.flow === 'call' ? 'call' : 'next';
  }
}
