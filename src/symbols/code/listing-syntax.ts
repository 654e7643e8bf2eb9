export type ListingSyntax = 'att' | 'arm64' | 'intel';

const X86_REGISTER = /(?<![\w%])(?:[er]?[abcd]x|[er]?[sd]i|[er][sbi]p|r(?:[89]|1[0-5])[dwb]?)(?!\w)/;
const ARM64_REGISTER = /(?<!\w)(?:[xw](?:[0-9]|[12][0-9]|30)|[xw]zr)(?!\w)/;

/**
 * How a disassembly is written, by the first text that names a register: AT&T marks it with "%". `null` when none
 * does. Names of symbols and comments are not looked at.
 */
export function listingSyntax(texts: Iterable<string>): ListingSyntax | null {
  for (const text of texts) {
    const code = text.replace(/<[^>]*>/g, '').replace(/(?:#\s|\/\/).*$/, '');
    if (/%[a-z]/.test(code)) return 'att';
    if (X86_REGISTER.test(code)) return 'intel';
    if (ARM64_REGISTER.test(code)) return 'arm64';
  }
  return null;
}
