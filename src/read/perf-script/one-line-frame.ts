import { hexEnd, isBlank, previousEnd, skipBlanks, tokenEnd } from './characters.js';

/** perf prints the ip as `%16x` behind one space; a word of a symbol's name is never that far from the last. */
const IP_WIDTH = 16;
const BRANCH_STACK = ') 0x';
const KERNEL_FRAME = / ([89a-f][0-9a-f]{15} [^\s()]+ \(\[[^()]+\]\))$/;

/** The frame of a one-line sample whose header may be anything, and where it begins. */
export function bareFrame(line: string): { readonly start: number; readonly text: string } | null {
  const start = ipStart(line, 0);
  if (start < 0 || hexEnd(line, start) < IP_WIDTH + 1) return null;
  return { start, text: oneLineFrame(line, 0) };
}

/**
 * The frame in the rest of a header line, from its address to the ")" of its dso, as parseFrame() takes it;
 * "" when there is none. Memory events print address, data source and weight before the ip, and branch
 * stacks, registers or instructions follow the dso.
 *
 *      ffffffff8155ce50 copy_user_generic_string+0x0 ([kernel.kallsyms])
 *          7f2c5080022 |OP LOAD|LVL L1 hit|SNP None|TLB L1 or L2 hit|LCK No|BLK  N/A   34   ffffffff8112 f+0x0 (dso)
 *          401136 main+0x4 (/tmp/a.out) 0x401156(/tmp/a.out)/0x401136(/tmp/a.out)/P/-/-/1
 *
 * Source: tools/perf/builtin-script.c, process_event().
 */
export function oneLineFrame(line: string, restStart: number): string {
  const start = ipStart(line, restStart);
  if (start < 0) return '';
  const branches = line.indexOf(BRANCH_STACK, start);
  if (branches >= 0) return line.slice(start, branches + 1);
  // Something else may follow the dso: "insn: 0f 05".
  const close = line.lastIndexOf(')');
  return line.slice(start, close < start ? previousEnd(line, line.length) : close + 1);
}

/**
 * The frame of a tracepoint's one-line sample, "" when there is none. A payload may stand before it, and hold
 * anything: only an address of the kernel with a symbol and a dso is taken for one.
 *
 *     prev_comm=dso prev_pid=30585 ... next_prio=120 ffffffff82266208 __schedule+0x628 ([kernel.kallsyms])
 */
export function tracepointFrame(line: string, restStart: number): string {
  return KERNEL_FRAME.exec(line.slice(restStart))?.[1] ?? '';
}

/** Start of the last token that is all hex digits and as far right as an ip is; -1 if there is none. */
function ipStart(line: string, from: number): number {
  let found = -1;
  let before = from;
  for (let start = skipBlanks(line, from); start < line.length; start = skipBlanks(line, before)) {
    const end = hexEnd(line, start);
    // A physical address may end the line: with no symbol behind it, it is not the ip.
    const hex = end < line.length && end - start <= IP_WIDTH && isBlank(line.charCodeAt(end));
    if (hex && (before === from || end - before > IP_WIDTH)) found = start;
    before = tokenEnd(line, start);
  }
  return found;
}
