import { isRegister, registerOperand } from './att-operand.js';

/** Write no general-purpose register. */
const NONE =
  /^(cmp[bwlq]?|test[bwlq]?|bt[wlq]?|j\w+|nop[wl]?|ud[012]|int3|hlt|[lms]fence|pause|sti|cli|clac|stac)$/;
/** Write their last operand, and nothing else. */
const LAST =
  /^(mov(abs|[bwlq]|[sz][bwl][wlq])?|lea[wlq]?|(add|sub|and|or|xor|adc|sbb|shl|shr|sar|rol|ror|rcl|rcr|inc|dec|neg|not|bt[src]|sh[lr]d)[bwlq]?|cmov\w+|set\w+|bswap[lq]?|(bs[fr]|[tl]zcnt|popcnt)[wlq]?)$/;
/** Move the stack pointer; pop writes its operand too. */
const STACK = /^(push|pop|call|ret|leave)[fq]*$/;
const EXCHANGE = /^(xadd|xchg)[bwlq]?$/;
const COMPARE_EXCHANGE = /^cmpxchg[bwlq]?$/;

/** Registers that an AT&T instruction writes, sorted; `null` when the mnemonic is none of the common ones. */
export function attWrites(mnemonic: string, operands: readonly string[]): readonly string[] | null {
  if (NONE.test(mnemonic)) return [];
  // A shift by one has a single operand, a bit test or a store to memory writes no register.
  if (LAST.test(mnemonic)) return registers(operands.slice(-1));
  // `xchg %ax,%ax` is a nop.
  if (EXCHANGE.test(mnemonic)) return operands[0] === operands[1] ? [] : registers(operands);
  if (COMPARE_EXCHANGE.test(mnemonic)) return sorted(['rax', ...registers(operands.slice(-1))]);
  const stack = STACK.exec(mnemonic)?.[1];
  if (stack === undefined) return null;
  if (stack === 'leave') return ['rbp', 'rsp'];
  return sorted(['rsp', ...(stack === 'pop' ? registers(operands) : [])]);
}

function registers(operands: readonly string[]): string[] {
  return sorted(operands.filter(isRegister).flatMap((operand) => registerOperand(operand) ?? []));
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
