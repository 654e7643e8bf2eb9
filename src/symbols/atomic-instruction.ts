/**
 * Mnemonics of arm64 atomics: the LSE instructions (FEAT_LSE: Arm ARM C6.2, LDADD, STADD, SWP, CAS and kin, with
 * their acquire/release and size suffixes) and the exclusive pairs of older code.
 */
const ARM64_ATOMIC =
  /^((ld|st)(add|clr|eor|set|smax|smin|umax|umin)(a|l|al)?[bh]?|swp(a|l|al)?[bh]?|casp?(a|l|al)?[bh]?|(ld|st)a?l?xr[bh]?|(ld|st)a?l?xp)$/;

/**
 * True for an instruction that reads, modifies and writes memory atomically, by its disassembly in AT&T (objdump,
 * perf annotate) or arm64 syntax: x86 with a lock prefix, or xchg with memory, which locks without one (Intel SDM
 * vol. 2, "XCHG").
 */
export function isAtomicInstruction(text: string): boolean {
  const words = text.trim().split(/\s+/);
  const mnemonic = words[0] ?? '';
  if (mnemonic === 'lock') return true;
  if (/^xchg[bwlq]?$/.test(mnemonic)) return words.slice(1).join(' ').split(',').some(isMemory);
  return ARM64_ATOMIC.test(mnemonic);
}

/** An AT&T operand is a register when it is "%name" and no more: "%gs:0x10" is memory. */
function isMemory(operand: string): boolean {
  return !/^%[a-z0-9]+$/.test(operand.trim());
}
