import { FrameFlag, type FrameSpec } from '../../model/profile.js';
import type { Address } from '../../model/units.js';
import { hexEnd, isBlank, skipBlanks } from './characters.js';
import { isKernelDso, shortDsoName } from './dso-name.js';

const INLINED = ' (inlined)';
const UNKNOWN = '[unknown]';
/** Where the kernel's half of a 48-bit address space begins; user stacks hold garbage that is negative too. */
const KERNEL_HALF: Address = -(2 ** 48);
/** A tab or a space, then %16x: perf's frame ends its address in column 17 or later. */
const ADDRESS_COLUMN = 17;

/**
 * Whether the first token of a line that begins with blanks stands where perf prints a frame's address.
 * A one-line sample begins with `%16s` of its comm, which ends in column 16 and can be all hex digits ("dead").
 */
export function hasAddressColumn(line: string): boolean {
  const end = hexEnd(line, skipBlanks(line, 0));
  return end >= ADDRESS_COLUMN && (end === line.length || isBlank(line.charCodeAt(end)));
}

/**
 * Reads a frame; `null` when the line is none. Parsed from the right, since the names of symbols hold spaces,
 * parentheses and "+0x" (C++), those of dsos spaces and parentheses. Symbol, offset and dso may each be
 * missing (-F ip,sym,dso choose).
 *
 *     	ffffffff8157fc5f do_syscall_64+0x2f ([kernel.kallsyms])
 *     	          10ad6a setsockopt+0xa (/usr/lib/x86_64-linux-gnu/libc.so.6)
 *     	    55a8906efee0 [unknown] ([unknown])
 *     	           1b25b _dl_start_final+0x25b (inlined)
 *
 * Source: tools/perf/util/evsel_fprintf.c, sample__fprintf_callchain() and sample__fprintf_sym().
 */
export function parseFrame(line: string): FrameSpec | null {
  const from = skipBlanks(line, 0);
  const end = hexEnd(line, from);
  if (end === from || end - from > 16) return null;
  if (end < line.length && !isBlank(line.charCodeAt(end))) return null;
  const address = parseAddress(line, from, end);
  const rest = line.slice(end).trim();
  // The offset of an inlined frame is the physical function's, not its own: unknown.
  if (rest.endsWith(INLINED)) {
    const name = splitOffset(rest.slice(0, -INLINED.length)).name;
    return spec(address, name, -1, null, FrameFlag.inlined);
  }
  const open = dsoStart(rest);
  if (open < 0) {
    const { name, offset } = splitOffset(rest);
    return spec(address, name, offset, null, 0);
  }
  const { name, offset } = splitOffset(rest.slice(0, open).trimEnd());
  // perf 6.4 and later print "(libc.so.6+0x2724a)" with -F dsoff.
  const dso = shortDsoName(splitOffset(rest.slice(open + 1, -1)).name);
  return spec(address, name, offset, dso, 0);
}

function spec(address: Address, name: string, offset: number, dso: string | null, flags: number): FrameSpec {
  const symbol = name === UNKNOWN || name === '' ? null : name;
  const kernel = dso === null ? false : isKernelDso(dso);
  const kernelFlag = kernel || (address < 0 && address >= KERNEL_HALF) ? FrameFlag.kernel : 0;
  return { address, symbol, dso, offset: symbol === null ? -1 : offset, flags: flags | kernelFlag };
}

/** Hex digits as a signed 64-bit value in a double, in two halves: no BigInt on this path. */
function parseAddress(line: string, from: number, end: number): Address {
  const middle = end - 8;
  if (middle <= from) return Number.parseInt(line.slice(from, end), 16);
  const high = Number.parseInt(line.slice(from, middle), 16) | 0;
  return high * 2 ** 32 + Number.parseInt(line.slice(middle, end), 16);
}

/**
 * Where the "(" stands that the last ")" closes, and that has a blank or nothing before it; -1 when `text` has
 * no dso. Counting parentheses keeps "(/tmp/x (deleted))" whole.
 */
function dsoStart(text: string): number {
  if (!text.endsWith(')')) return -1;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const code = text[at];
    if (code === ')') depth++;
    else if (code === '(' && --depth === 0) return at === 0 || text[at - 1] === ' ' ? at : -1;
  }
  // Unbalanced, so the dso's own name holds a parenthesis: "(/tmp/a)b)".
  return text.lastIndexOf(' (') + 1 || -1;
}

function splitOffset(text: string): { name: string; offset: number } {
  const plus = text.lastIndexOf('+0x');
  if (plus < 0 || plus + 3 === text.length || hexEnd(text, plus + 3) !== text.length) {
    return { name: text, offset: -1 };
  }
  return { name: text.slice(0, plus), offset: Number.parseInt(text.slice(plus + 3), 16) };
}
