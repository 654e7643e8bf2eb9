import type { RmwKind } from '../../model/instruction.js';

/** Acquire, release, both, neither; then byte, half word, word. */
const ORDER_AND_SIZE = '(?:a|l|al)?[bh]?';

/**
 * Mnemonics of arm64 atomics: the LSE instructions (FEAT_LSE: Arm ARM C6.2, LDADD, STADD, SWP, CAS and kin, with
 * their acquire/release and size suffixes) and the exclusive pairs of older code. `xadd` gives the old value, `add`
 * does not; minimum and maximum count as `logic`.
 */
const KINDS: readonly (readonly [RegExp, RmwKind])[] = [
  [new RegExp(`^ldadd${ORDER_AND_SIZE}$`), 'xadd'],
  [new RegExp(`^stadd${ORDER_AND_SIZE}$`), 'add'],
  [new RegExp(`^(?:ld|st)(?:clr|eor|set|smax|smin|umax|umin)${ORDER_AND_SIZE}$`), 'logic'],
  [new RegExp(`^swp${ORDER_AND_SIZE}$`), 'xchg'],
  [new RegExp(`^casp?${ORDER_AND_SIZE}$`), 'cmpxchg'],
  [/^(?:(?:ld|st)a?l?xr[bh]?|(?:ld|st)a?l?xp)$/, 'exclusive'],
];

/** `null`: not atomic. */
export function arm64Rmw(mnemonic: string): RmwKind | null {
  return KINDS.find(([pattern]) => pattern.test(mnemonic))?.[1] ?? null;
}

/** Calls of these do one atomic operation (gcc -moutline-atomics; libgcc/config/aarch64/lse.S). */
const OUTLINE =
  /^__aarch64_(?:(?:ldadd|ldclr|ldset|ldeor|swp)[1248]|cas(?:[1248]|16))_(?:relax|acq|rel|acq_rel|sync)$/;

/** Whether compilers put the atomic itself into this function: -moutline-atomics. */
export function isOutlineAtomic(symbol: string): boolean {
  return OUTLINE.test(symbol);
}
