import type { Address } from '../../model/units.js';
import { readHexAddress } from '../hex-address.js';
import { instructionText } from '../instruction-text.js';

/** A line of a function's body cut at its first colon; tools/perf/util/annotate.c annotation_line__print(). */
export interface AnnotatedLine {
  /** One number per event in the unit of the title; empty when that side is blank. */
  readonly cells: readonly number[];
  /** Behind the colon, without outer blanks. */
  readonly right: string;
}

/** The right side of a line that has an instruction. */
export interface AddressedInstruction {
  readonly address: Address;
  /** Without raw bytes, source line and branch counts. May be bytes only: the rest of the one before. */
  readonly text: string;
  /** "kref.h:45" of `-l`, where perf printed one. */
  readonly sourceLine: string | null;
}

const CELLS = /^\d+(?:\.\d\d)?(?: +\d+(?:\.\d\d)?)*$/;
const INSTRUCTION = /^([0-9a-f]{1,16}):\s+(\S.*)$/;
/** arm64 comments look alike (`// #10`, `// b.any`) but name no line and no offset. */
const PATH = / \/\/ (\S.*(?::\d+|\+\d+))$/;
const NAMED_LINE = /:\d+$/;
const BRANCHES = /\t# .*$/;
const SOURCE_LABEL = /^(?:\d+\s+)?([0-9a-f]{8,16}) <(.+)>:$/;
const SECTION = /^(?:\d+\s+)?Disassembly of section (.+):$/;

/**
 *     `   45.02 :   121c:   lock subq $0x1,0x2efc(%rip)        # 40c0 <line+0x40>`
 *     `   47.33    0.00 :   11b9:   xor    %ecx,%ecx`             (a group of two events)
 *     `         : 13   static inline int put_ref(long *c) {`      (source)
 *
 * `null` when the line has no colon or something else than numbers before it.
 */
export function readAnnotatedLine(line: string): AnnotatedLine | null {
  const colon = line.indexOf(':');
  const left = line.slice(0, Math.max(colon, 0)).trim();
  if (colon < 0 || (left !== '' && !CELLS.test(left))) return null;
  return { cells: left === '' ? [] : left.split(/ +/).map(Number), right: line.slice(colon + 1).trim() };
}

/**
 *     `ffffffff8130bdd0:       call   ffffffff81045760 <__fentry__>`
 *     `11b9:   xor    %ecx,%ecx // refs.c:5`                      (-l)
 *     `11b0:   f0 48 83 05 07 2f 00    lock addq $0x1,0x2f07(%rip)`   (--asm-raw)
 */
export function readAddressedInstruction(right: string): AddressedInstruction | null {
  const [, digits = '', printed = ''] = INSTRUCTION.exec(right) ?? [];
  const address = readHexAddress(digits);
  if (address === null) return null;
  const [suffix = '', path = ''] = PATH.exec(printed) ?? [];
  return {
    address,
    text: instructionText(printed.slice(0, printed.length - suffix.length).replace(BRANCHES, '')),
    sourceLine: NAMED_LINE.test(path) ? path : null,
  };
}

/** `5                ffffffff8130bdd0 <apparmor_file_open>:`: objdump's label, passed on by perf as source. */
export function readSourceLabel(right: string): { address: Address; symbol: string } | null {
  const [, digits = '', symbol] = SOURCE_LABEL.exec(right) ?? [];
  const address = readHexAddress(digits);
  return address === null || symbol === undefined ? null : { address, symbol };
}

/** `3                Disassembly of section .text:` */
export const readSection = (right: string): string | null => SECTION.exec(right)?.[1] ?? null;
