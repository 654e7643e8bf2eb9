/**
 * The longest instruction of any architecture (x86, 15 bytes) and a byte more: the next instruction of a
 * listing begins no farther away, unless the listing says that it left something out.
 */
export const MAX_INSTRUCTION_STEP = 16;

/**
 * x86 prints each byte, `f0 48 83 ..`; arm64 one word, `d503201f `. A single byte is told from the arm64
 * instruction `dc zva, x0` by the width of its column.
 */
const BYTES = /^(?:(?:[0-9a-f]{2} )+[0-9a-f]{2}|[0-9a-f]{8}|[0-9a-f]{2}(?= +\t| {8}))[ \t]+(?=\S)/;
const ONLY_BYTES = /^[0-9a-f]{2}(?: [0-9a-f]{2})*\s*$/;

/** Whether `text`, all that stands behind an address, goes on with the bytes of the instruction before. */
export const isOnlyBytes = (text: string): boolean => ONLY_BYTES.test(text);

/**
 *     `f0 48 83 05 07 2f 00    lock addq $0x1,0x2f07(%rip)        # 40c0 <line+0x40>`
 *     `d503201f \tnop`
 *
 * The instruction alone, character by character as printed but for a tab between mnemonic and operands, which
 * perf prints as blanks and objdump (arm64; llvm-objdump everywhere) as a tab: here it is one blank.
 */
export function instructionText(text: string): string {
  return text.trim().replace(BYTES, '').replaceAll('\t', ' ');
}

/** A prefix of the next instruction: llvm-objdump prints `lock` on a line of its own, above `addq $1, 12039(%rip)`. */
export const isLonePrefix = (text: string): boolean => text === 'lock' || text === 'rep' || text === 'repne';
