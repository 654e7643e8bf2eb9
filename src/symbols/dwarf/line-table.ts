import type { LineHeader } from './line-header.js';
import type { SectionCursor } from './section-cursor.js';

/** Where code comes from; `null` for what is not known. */
export interface SourceLine {
  readonly file: string | null;
  readonly line: number | null;
}

/** Rows of one unit: Chromium's largest has under a million. */
const MAX_ROWS = 1 << 22;

/** Rows [first, last] of one run of ascending addresses; the last one only says where it ends. */
interface Sequence {
  low: number;
  readonly high: number;
  readonly first: number;
  readonly last: number;
}

/** The line table of one unit: rows by address. */
export class LineTable {
  readonly #paths: LineHeader['paths'];
  readonly #addresses: readonly number[];
  readonly #files: readonly number[];
  readonly #lines: readonly number[];
  readonly #sequences: readonly Sequence[];

  /** Runs the program of `header`. @throws DwarfError */
  constructor(header: LineHeader) {
    const rows = runProgram(header);
    this.#paths = header.paths;
    this.#addresses = rows.addresses;
    this.#files = rows.files;
    this.#lines = rows.lines;
    this.#sequences = disjoint(rows.sequences);
  }

  /** Number of rows. */
  get size(): number {
    return this.#addresses.length;
  }

  /** Path of a file number; `null` when it names none. */
  path(file: number): string | null {
    return this.#paths[file] ?? null;
  }

  /** The row an address belongs to; `null` when no sequence holds it. */
  lookup(address: number): SourceLine | null {
    const sequence =
      this.#sequences[lastAtOrBefore(this.#sequences.length, (at) => this.#sequences[at]?.low, address)];
    if (sequence === undefined || address >= sequence.high) return null;
    const { first, last } = sequence;
    const row = first + lastAtOrBefore(last - first, (at) => this.#addresses[first + at], address);
    return { file: this.path(this.#files[row] ?? 0), line: this.#lines[row] || null };
  }
}

/** Index of the last of `count` ascending values that is at most `limit`; -1 when none is. */
function lastAtOrBefore(count: number, value: (at: number) => number | undefined, limit: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((value(middle) ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Ascending; what an earlier one covers is cut off, as addr2line does it. */
function disjoint(sequences: readonly Sequence[]): Sequence[] {
  const kept: Sequence[] = [];
  let reach = -Infinity;
  for (const sequence of [...sequences].sort((a, b) => a.low - b.low || b.high - a.high)) {
    if (sequence.high <= reach) continue;
    kept.push({ ...sequence, low: Math.max(sequence.low, reach) });
    reach = sequence.high;
  }
  return kept;
}

interface Rows {
  readonly addresses: number[];
  readonly files: number[];
  readonly lines: number[];
  readonly sequences: Sequence[];
}

/** The registers of the state machine that matter here (DWARF 5, 6.2.2). */
class State {
  readonly header: LineHeader;
  readonly cursor: SectionCursor;
  readonly rows: Rows = { addresses: [], files: [], lines: [], sequences: [] };
  address = 0;
  #operation = 0;
  file = 1;
  line = 1;
  #first = 0;

  constructor(header: LineHeader) {
    this.header = header;
    this.cursor = header.program;
  }

  advance(operations: number): void {
    const { minimumLength, maximumOperations } = this.header;
    const total = this.#operation + operations;
    this.address += minimumLength * Math.floor(total / maximumOperations);
    this.#operation = total % maximumOperations;
  }

  jump(address: number): void {
    this.address = address;
    this.#operation = 0;
  }

  special(opcode: number): void {
    const { lineBase, lineRange, operandCounts } = this.header;
    if (lineRange === 0) this.cursor.fail('a line range of 0');
    const adjusted = opcode - operandCounts.length - 1;
    this.advance(Math.floor(adjusted / lineRange));
    this.line += lineBase + (adjusted % lineRange);
  }

  row(): void {
    const { addresses, files, lines } = this.rows;
    if (addresses.length >= MAX_ROWS) this.cursor.fail(`more than ${MAX_ROWS} rows`);
    addresses.push(this.address);
    files.push(this.file);
    lines.push(this.line);
  }

  endSequence(): void {
    this.row();
    const { addresses, sequences } = this.rows;
    const last = addresses.length - 1;
    sortRows(this.rows, this.#first, last);
    const low = addresses[this.#first] ?? 0;
    const high = addresses[last] ?? 0;
    // At 0: code the linker dropped.
    if (low < high && low !== 0) sequences.push({ low, high, first: this.#first, last });
    this.#first = addresses.length;
    this.jump(0);
    this.file = 1;
    this.line = 1;
  }
}

/** Standard opcodes from 1 on (DWARF 5, 6.2.5.2); `null`: has no effect here, its operands are passed over. */
const STANDARD: readonly (((state: State) => void) | null)[] = [
  (state) => state.row(), // copy
  (state) => state.advance(state.cursor.unsignedLeb()), // advance_pc
  (state) => {
    state.line += state.cursor.signedLeb(); // advance_line
  },
  (state) => {
    state.file = state.cursor.unsignedLeb(); // set_file
  },
  null, // set_column
  null, // negate_stmt
  null, // set_basic_block
  (state) => {
    const { lineRange, operandCounts } = state.header;
    if (lineRange === 0) state.cursor.fail('a line range of 0');
    state.advance(Math.floor((254 - operandCounts.length) / lineRange)); // const_add_pc
  },
  (state) => state.jump(state.address + state.cursor.half()), // fixed_advance_pc
];

const Extended = { endSequence: 1, setAddress: 2 } as const;

/** Rows of a program up to its end; a sequence that is not ended is dropped. */
function runProgram(header: LineHeader): Rows {
  const state = new State(header);
  const { cursor } = state;
  while (!cursor.atEnd) {
    const opcode = cursor.byte();
    if (opcode === 0) {
      runExtended(state);
    } else if (opcode > header.operandCounts.length) {
      state.special(opcode);
      state.row();
    } else {
      const run = STANDARD[opcode - 1];
      if (run) run(state);
      else for (let left = header.operandCounts[opcode - 1] ?? 0; left > 0; left -= 1) cursor.unsignedLeb();
    }
  }
  return state.rows;
}

function runExtended(state: State): void {
  const { cursor, header } = state;
  const length = cursor.unsignedLeb();
  const end = cursor.at + length;
  const opcode = length > 0 ? cursor.byte() : 0;
  if (opcode === Extended.endSequence) state.endSequence();
  if (opcode === Extended.setAddress) {
    state.jump(cursor.address(length - 1 === 8 || length - 1 === 4 ? length - 1 : header.addressSize));
  }
  if (end < cursor.at) cursor.fail(`an operation of ${length} bytes`);
  cursor.skip(end - cursor.at);
}

/** Puts rows [first, last) in order of address, those of one address in order of the program. */
function sortRows({ addresses, files, lines }: Rows, first: number, last: number): void {
  let isSorted = true;
  for (let at = first + 1; at < last && isSorted; at += 1) {
    isSorted = (addresses[at - 1] ?? 0) <= (addresses[at] ?? 0);
  }
  if (isSorted) return;
  const order = Array.from({ length: last - first }, (_, index) => first + index);
  order.sort((a, b) => (addresses[a] ?? 0) - (addresses[b] ?? 0) || a - b);
  for (const column of [addresses, files, lines]) {
    const sorted = order.map((at) => column[at] ?? 0);
    sorted.forEach((value, index) => {
      column[first + index] = value;
    });
  }
}
