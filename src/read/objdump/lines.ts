import type { Address } from '../../model/units.js';
import { readHexAddress } from '../hex-address.js';

/** Where a function begins. */
export interface FunctionLabel {
  readonly address: Address;
  readonly symbol: string;
}

/** An address and what stands behind its colon: an instruction, or the rest of the bytes of the one before. */
export interface AddressedLine {
  readonly address: Address;
  readonly text: string;
  /** A tab follows the colon: GNU objdump wrote this line, it is no source text such as `bad: return;`. */
  readonly tab: boolean;
}

const LABEL = /^([0-9a-f]{8}|[0-9a-f]{16}) <(.+)>:$/;
const FILE_FORMAT = /^(.+):\s+file format \S+$/;
const SOURCE_LINE = /^(?:; )?(?:.*\/)?([^/\s:]+\.\w+):(\d+)(?: \(discriminator \d+\))?$/;
/** `-r`: where the linker will write, often within the instruction before. */
const RELOCATION = /^R_[A-Z0-9]+_/;
const UNKNOWN_SOURCE = /^(?:; )?\?\?:[\d?]+$/;

/**
 *     `ffffffff812fbd90 <aa_info_message>:`
 *
 * binutils/objdump.c disassemble_section() pads the address to the width of the architecture.
 */
export function readLabel(line: string): FunctionLabel | null {
  // Most lines are none: this is far cheaper than the expression.
  if (!line.endsWith('>:')) return null;
  const [, digits, symbol] = LABEL.exec(line) ?? [];
  const address = digits === undefined ? null : readHexAddress(digits);
  return address === null || symbol === undefined ? null : { address, symbol };
}

/**
 *     `/usr/src/build/P/vmlinux:     file format elf64-x86-64`
 *     `vmlinux:\tfile format elf64-x86-64`                       (llvm-objdump)
 */
export function readFileName(line: string): string | null {
  return FILE_FORMAT.exec(line)?.[1] ?? null;
}

/**
 *     `/usr/src/k/p/linux-source-6.1/include/linux/kref.h:45 (discriminator 2)`
 *     `; refs.c:12`                                              (llvm-objdump)
 *     `??:?`
 *
 * "kref.h:45", as perf annotate names it; `null` where the line says that the source is not known; undefined
 * when it is no such line.
 */
export function readSourceLine(line: string): string | null | undefined {
  const [, name, number] = SOURCE_LINE.exec(line) ?? [];
  if (name !== undefined) return `${name}:${number}`;
  return UNKNOWN_SOURCE.test(line) ? null : undefined;
}

/**
 *     `ffffffff812fbd90:\tcall   ffffffff81045760 <__fentry__>`
 *     `    11b0:\tf0 48 83 05 07 2f 00 \tlock addq $0x1,0x2f07(%rip)        # 40c0 <line+0x40>`
 *     `    11b7:\t00 01 `
 *     `  201150: 55                           \tpushq\t%rbp`     (llvm-objdump)
 *     `\t\t\tf: R_X86_64_PC32\t.bss+0x3b`                          (-r; passed over)
 */
export function readAddressedLine(line: string): AddressedLine | null {
  const colon = line.indexOf(':');
  const address = colon < 0 ? null : readHexAddress(line.slice(0, colon));
  if (address === null) return null;
  const behind = line[colon + 1];
  if (behind !== undefined && behind !== '\t' && behind !== ' ') return null;
  const text = line.slice(colon + 1).trim();
  return RELOCATION.test(text) ? null : { address, text, tab: behind === '\t' };
}
