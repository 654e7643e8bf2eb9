import type { MemoryOperand } from '../../model/instruction.js';
import { signed } from './places.js';
import { fullRegister } from './x86-registers.js';

/** `%gs:0x10(%rax,%rbx,8)`: each part may be missing. */
const MEMORY = /^(?:%([c-gs]s):)?(-?(?:0x)?[0-9a-f]+)?(?:\((%\w+)?(?:,(%\w+)?)?(?:,[1248])?\))?$/;
const REGISTER = /^%(\w+)$/;

/** Operands of an AT&T instruction, separated where no parenthesis is open. */
export function splitOperands(text: string): string[] {
  return text === '' ? [] : text.split(/,(?![^(]*\))/).map((operand) => operand.trim());
}

/** General-purpose register, full-width name; `null` for anything else. */
export function registerOperand(operand: string): string | null {
  const name = REGISTER.exec(operand)?.[1];
  return name === undefined ? null : fullRegister(name);
}

/** True for a register in AT&T syntax, "%rax". */
export function isRegister(operand: string): boolean {
  return REGISTER.test(operand);
}

/** `$0x5`, `$-5`, `$5` as a 64-bit pattern; `null` for anything else. */
export function immediateOperand(operand: string): bigint | null {
  return operand.startsWith('$') ? integer(operand.slice(1)) : null;
}

/**
 * An operand in memory. `pcRelative` is the address that a PC-relative one names; `null` where the text does not say.
 * `null` for a register, an immediate, and the port of in and out, `(%dx)`.
 */
export function memoryOperand(operand: string, pcRelative: number | null): MemoryOperand | null {
  const text = operand.replace(/^\*/, '');
  if (text === '' || text === '(%dx)' || !/[(:]|^-?\d/.test(text)) return null;
  const [match, segment, displacement, base, index] = MEMORY.exec(text) ?? [];
  if (match === undefined) return null;
  const isPcRelative = base === '%rip';
  const distance = displacement === undefined ? 0n : integer(displacement);
  if (distance === null || (isPcRelative && pcRelative === null)) return null;
  return {
    base: isPcRelative ? 'rip' : base === undefined ? null : registerOperand(base),
    index: index === undefined ? null : registerOperand(index),
    displacement: isPcRelative && pcRelative !== null ? pcRelative : signed(distance),
    segment: segment === 'gs' || segment === 'fs' ? segment : null,
  };
}

function integer(text: string): bigint | null {
  const [match, sign, digits] = /^(-?)(0x[0-9a-f]+|\d+)$/.exec(text) ?? [];
  if (match === undefined || digits === undefined) return null;
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}
