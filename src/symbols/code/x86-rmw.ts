import type { RmwKind } from '../../model/instruction.js';

/** Instructions that take a lock prefix (Intel SDM vol. 2, "LOCK"), without their size suffix. */
const LOCKABLE: ReadonlyMap<string, RmwKind> = new Map<string, RmwKind>([
  ['xadd', 'xadd'],
  ['inc', 'inc'],
  ['dec', 'dec'],
  ['add', 'add'],
  ['adc', 'add'],
  ['sub', 'sub'],
  ['sbb', 'sub'],
  ['neg', 'sub'],
  ['cmpxchg', 'cmpxchg'],
  ['cmpxchg8b', 'cmpxchg'],
  ['cmpxchg16b', 'cmpxchg'],
  ['xchg', 'xchg'],
  ['bts', 'bit'],
  ['btr', 'bit'],
  ['btc', 'bit'],
  ['and', 'logic'],
  ['or', 'logic'],
  ['xor', 'logic'],
  ['not', 'logic'],
]);

/** Atomic without a prefix when their operand is memory: xchg (Intel SDM vol. 2, "XCHG"), RAO-INT. */
const ALWAYS: ReadonlyMap<string, RmwKind> = new Map<string, RmwKind>([
  ['xchg', 'xchg'],
  ['aadd', 'add'],
  ['aand', 'logic'],
  ['aor', 'logic'],
  ['axor', 'logic'],
]);

/** `mnemonic` as the Intel manual has it, in lower case: "xadd", not "xaddl". `null`: not atomic. */
export function x86Rmw(mnemonic: string, locked: boolean, inMemory: boolean): RmwKind | null {
  if (!inMemory) return null;
  return ALWAYS.get(mnemonic) ?? (locked ? (LOCKABLE.get(mnemonic) ?? null) : null);
}
