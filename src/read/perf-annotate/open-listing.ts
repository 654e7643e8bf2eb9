import type { InstructionListing, ListedInstruction } from '../../model/instruction-listing.js';
import type { Address } from '../../model/units.js';
import { isOnlyBytes, MAX_INSTRUCTION_STEP } from '../instruction-text.js';
import type { AddressedInstruction } from './annotated-line.js';
import type { AnnotateTitle } from './title-line.js';

/** perf prints two decimals: each number is off by half a hundredth at most. */
const ROUNDING = 0.005;
/** `-l` names the line of an instruction above this share only (annotate.c symbol__calc_lines()). */
const LINE_NAMED_ABOVE_PCT = 0.5;

interface Row {
  readonly instruction: AddressedInstruction;
  readonly numbers: number[];
}

/** The function whose body is being read. */
export class OpenListing {
  readonly title: AnnotateTitle;
  readonly line: number;
  readonly #rows: Row[] = [];
  #label: { address: Address; symbol: string } | null = null;
  #section: string | null = null;
  #last: Address | null = null;

  constructor(title: AnnotateTitle, line: number) {
    this.title = title;
    this.line = line;
  }

  get instructions(): number {
    return this.#rows.length;
  }

  /** Number of percent columns; `null` before the first instruction. */
  get columns(): number | null {
    return this.#rows[0]?.numbers.length ?? null;
  }

  set section(name: string) {
    this.#section = name;
  }

  /** The first label is the function's; objdump prints further ones for symbols within it. */
  addLabel(label: { address: Address; symbol: string }): void {
    this.#label ??= label;
  }

  /** Whether an instruction can stand there though nothing is printed before it: source text may look alike. */
  canContinueAt(address: Address): boolean {
    if (this.#last === null) return address === this.#label?.address;
    return address > this.#last && address <= this.#last + MAX_INSTRUCTION_STEP;
  }

  add(instruction: AddressedInstruction, numbers: readonly number[]): void {
    this.#last = instruction.address;
    const before = this.#rows.at(-1);
    if (before !== undefined && isOnlyBytes(instruction.text)) {
      numbers.forEach((number, index) => {
        before.numbers[index] = (before.numbers[index] ?? 0) + number;
      });
    } else this.#rows.push({ instruction, numbers: [...numbers] });
  }

  /** `namedLine` is the last line `-l` named before this function: perf names a line once in a row. */
  finish(namedLine: string | null, file: string): { listing: InstructionListing; namedLine: string | null } {
    const sums = this.#sums();
    let named = namedLine;
    const instructions: ListedInstruction[] = this.#rows.map(({ instruction, numbers }) => {
      const percents = this.#isOfFunction()
        ? numbers
        : numbers.map((number, index) => (100 * number) / (sums[index] || 1));
      named = instruction.sourceLine ?? named;
      const isNamed = Math.max(...percents) > LINE_NAMED_ABOVE_PCT;
      const sourceLine = instruction.sourceLine ?? (isNamed ? named : null);
      return { address: instruction.address, text: instruction.text, percents, sourceLine };
    });
    const { dso, totalSamples } = this.title;
    const listing: InstructionListing = {
      tool: 'perf annotate',
      symbol: this.symbol ?? '[unknown]',
      dso,
      events: this.#events(),
      totalSamples,
      instructions,
      file,
    };
    return { listing, namedLine: named };
  }

  /**
   * Share of the function's samples that no printed instruction has: of the event that lacks most. 0 within
   * rounding, or where the numbers are not percentages of the function.
   */
  get missingPct(): number {
    if (!this.#isOfFunction()) return 0;
    const nonZero = this.#rows.filter(({ numbers }) => numbers.some((number) => number > 0)).length;
    // An event of a group may have no sample here; the one that the title counts has.
    const counted = (this.title.totalSamples ?? 0) > 0;
    const least = Math.min(...this.#sums().filter((sum, at) => sum > 0 || (at === 0 && counted)));
    const missing = 100 - least;
    return Number.isFinite(missing) && missing > ROUNDING * (nonZero + 1) ? missing : 0;
  }

  /**
   * perf prints the name nowhere but in objdump's label, or in a jump within the function
   * (`jne ffffffff8130c013 <apparmor_file_open+0x243>`). A file without symbols (kcore, stripped) has the
   * section's name there instead. `null` then.
   */
  get symbol(): string | null {
    const label = this.#label?.symbol;
    if (label !== undefined && this.#isName(label)) return label;
    const first = this.#rows[0]?.instruction.address;
    for (const { instruction } of this.#rows) {
      const [, digits = '', name, offset = ''] =
        /\b([0-9a-f]+) <([^+>]+)\+0x([0-9a-f]+)>$/.exec(instruction.text) ?? [];
      if (name === undefined || first === undefined || !this.#isName(name)) continue;
      const target = Number.parseInt(digits.slice(-8), 16) - Number.parseInt(offset, 16);
      if (target === ((first % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000) return name;
    }
    return null;
  }

  #isName(name: string): boolean {
    return name !== this.#section && !name.startsWith('.') && !name.includes('+0x');
  }

  #isOfFunction(): boolean {
    return this.title.unit === 'Percent' && !this.title.global;
  }

  #sums(): number[] {
    const sums: number[] = [];
    for (const { numbers } of this.#rows) {
      numbers.forEach((number, index) => {
        sums[index] = (sums[index] ?? 0) + number;
      });
    }
    return sums;
  }

  /** One name per column; perf before 4.18 names one event of a group, or none. */
  #events(): string[] {
    const { events } = this.title;
    return Array.from({ length: this.columns ?? events.length }, (_, at) => events[at] ?? `event ${at + 1}`);
  }
}
