import type { Flow, Instruction, RmwKind } from '../../model/instruction.js';

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
  /^__aarch64_(?:(?:ldadd|ldclr|ldset|ldeor|swp)[1248]|(cas)(?:[1248]|16))_(?:relax|acq|rel|acq_rel|sync)$/;

/**
 * Where an outline-atomics helper finds what it works on: the value in x0 and its place in x1; of a compare and swap the
 * new value in x1 and the place in x2 (x0 has the expected one). `null` for any other function.
 */
export function outlineAtomic(symbol: string): Pick<Instruction, 'rmw' | 'memory' | 'operand'> | null {
  const helper = OUTLINE.exec(symbol);
  if (helper === null) return null;
  const [value, place] = helper[1] === undefined ? ['x0', 'x1'] : ['x1', 'x2'];
  return {
    rmw: 'outline',
    memory: { base: place, index: null, displacement: 0, segment: null },
    operand: { register: value },
  };
}

/** A call leaves where it came from in x30; other branches write no register, and of what stops nothing is known. */
export function branchWrites(flow: Flow): string[] | null {
  return flow === 'stop' ? null : flow === 'call' ? ['x30'] : [];
}
