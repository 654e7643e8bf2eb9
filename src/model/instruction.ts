import type { Architecture } from './code-image.js';
import type { Address } from './units.js';

/**
 * How an instruction reads, modifies and writes memory atomically. `exclusive`: one half of arm64's ldxr..stxr loop;
 * `outline`: a call of an outline-atomics helper (`__aarch64_ldadd4_relax`).
 */
export type RmwKind =
  | 'xadd'
  | 'inc'
  | 'dec'
  | 'add'
  | 'sub'
  | 'cmpxchg'
  | 'xchg'
  | 'bit'
  | 'logic'
  | 'exclusive'
  | 'outline';

/** `disp(base,index,scale)`; registers as AT&T names them without "%" ("rbx"), arm64 as "x0". */
export interface MemoryOperand {
  /** "rip" for a PC-relative operand, whose `displacement` is then the absolute address it names. */
  readonly base: string | null;
  readonly index: string | null;
  readonly displacement: number;
  /** "gs" for per-CPU data; `null` for the default segment. */
  readonly segment: string | null;
}

/** Where control goes after an instruction. `branch` falls through or goes to `target`; `stop`: ud2, int3, hlt. */
export type Flow = 'next' | 'branch' | 'jump' | 'call' | 'return' | 'stop';

/** One machine instruction, decoded from bytes or read from a listing. */
export interface Instruction {
  readonly address: Address;
  /** Bytes; the distance to the next one where a listing does not print bytes. */
  readonly length: number;
  /** Disassembly in AT&T or arm64 syntax, for people. */
  readonly text: string;
  /** `null`: not atomic. */
  readonly rmw: RmwKind | null;
  /** The operand in memory; `null` without one (and for lea, nop). */
  readonly memory: MemoryOperand | null;
  readonly flow: Flow;
  /** Of a direct branch, jump or call; `null` for indirect ones and the rest. */
  readonly target: Address | null;
  /** `mov $5,%eax`, `xor %eax,%eax`: a register that gets a constant; 32-bit values sign-extended. */
  readonly constant: { readonly register: string; readonly value: number } | null;
  /**
   * General-purpose registers the instruction itself writes, or may write (cmov), full-width names ("rax" for %al),
   * sorted; what a called function clobbers is not among them. `null` when not known.
   */
  readonly writes: readonly string[] | null;
  /**
   * The register source of an RMW (`lock xadd %eax,(%rbx)`: "rax"), or an immediate (`lock subl $1,..`: 1; signed at
   * the width of the operand, a bit's number unsigned).
   */
  readonly operand: { readonly register: string } | { readonly immediate: number } | null;
}

/**
 * The code of one function, instructions in order of address. Addresses are those of the file (vmlinux, listing), not
 * of the running kernel or program, which may be loaded elsewhere (KASLR, PIE): a sample at symbol+offset belongs to
 * the instruction at `address + offset`.
 */
export interface FunctionCode {
  readonly symbol: string;
  readonly address: Address;
  /** Bytes. */
  readonly size: number;
  readonly architecture: Architecture;
  readonly instructions: readonly Instruction[];
  readonly source: 'elf' | 'objdump' | 'perf annotate';
  /** Input it was read from. */
  readonly file: string;
}

/** A function inlined at an address, or the physical function itself (outermost). */
export interface InlineFrame {
  /** "kref_get". */
  readonly function: string;
  /** Source file and line of the code in `function` that this address belongs to; `null` when unknown. */
  readonly file: string | null;
  readonly line: number | null;
}

/**
 * Machine code of a kernel or a program, decoded when asked for. `dso` is the profile's name of it.
 * Implemented in symbols/, handed to attribute/ by intake/, so that attribution never touches files.
 */
export interface CodeSource {
  /** Profile DSO this code belongs to: "[kernel.kallsyms]", "refs". */
  readonly dso: string;
  /**
   * The function of that symbol (name as in the profile); `null` when there is no code for it, or when several
   * functions bear the name and `start` does not tell which. `start` is where the profile has the function's first
   * byte (a sample's address less its offset), `null` or left out when not known.
   */
  functionCode(symbol: string, start?: Address | null): FunctionCode | null;
  /** Symbols of a function: its own and those the compiler made of it (`aa_free_ns.part.0`), `.cold` parts left out. */
  clones(name: string): readonly string[];
  /** Inlined functions at an address of that function, innermost first, physical function last; `null` when unknown. */
  inlineChain(symbol: string, address: Address): readonly InlineFrame[] | null;
}
