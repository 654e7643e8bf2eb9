import type { Flow, Instruction, RmwKind } from '../../model/instruction.js';
import type { Address } from '../../model/units.js';
import {
  immediateOperand,
  isRegister,
  memoryOperand,
  registerOperand,
  splitOperands,
} from './att-operand.js';
import { attWrites } from './att-writes.js';
import { signed } from './places.js';
import { x86Rmw } from './x86-rmw.js';

/** What an instruction's text says; see Instruction. */
export type InstructionMeaning = Omit<Instruction, 'address' | 'length' | 'text'>;

/** Words before the mnemonic. */
const PREFIX =
  /^(?:lock|rep|repz|repnz|repe|repne|data16|addr32|cs|ds|es|fs|gs|ss|notrack|bnd|xacquire|xrelease|rex(?:\.\w+)?)$/;
const WIDTHS: Readonly<Record<string, number>> = { b: 8, w: 16, l: 32, q: 64 };
const FLOWS: readonly (readonly [RegExp, Flow])[] = [
  [/^l?jmp[lq]?$/, 'jump'],
  [/^(?:j\w+|loop\w*)$/, 'branch'],
  [/^l?callq?$/, 'call'],
  [/^(?:l?ret[lq]?|iret[lqw]?|sysret[lq]?|sysexit[lq]?)$/, 'return'],
  [/^(?:ud[012]|int3|hlt|\(bad\))$/, 'stop'],
];

/**
 * Reads AT&T text as objdump, llvm-objdump and perf annotate print it. `next` is the address behind the instruction,
 * for operands that count from there; `null` when unknown.
 */
export function readAtt(text: string, next: Address | null): InstructionMeaning {
  const { prefixes, mnemonic, operands, comment } = split(text);
  const flow = FLOWS.find(([pattern]) => pattern.test(mnemonic))?.[1] ?? 'next';
  const memory = memoryOf(mnemonic, flow, operands, (distance) => comment ?? behind(next, distance));
  const base = withoutSuffix(mnemonic);
  const rmw = x86Rmw(base, prefixes.includes('lock'), memory !== null);
  return {
    rmw,
    memory,
    flow,
    target: targetOf(flow, operands),
    constant: constantOf(base, mnemonic, operands),
    writes: attWrites(mnemonic, operands),
    operand: rmw === null ? null : rmwOperand(rmw, mnemonic, operands),
  };
}

interface Words {
  readonly prefixes: readonly string[];
  readonly mnemonic: string;
  readonly operands: readonly string[];
  /** The address behind "#", which a PC-relative operand names. */
  readonly comment: Address | null;
}

function split(text: string): Words {
  const [code = '', note = ''] = text.split(/\s+#\s*/, 2);
  const words = code
    .replace(/\s*<[^>]*>$/, '')
    .trim()
    .split(/\s+/);
  const first = words.findIndex((word) => !PREFIX.test(word));
  const at = first < 0 ? words.length - 1 : first;
  const address = /^(?:0x)?([0-9a-f]+)\b/.exec(note)?.[1];
  return {
    prefixes: words.slice(0, at),
    mnemonic: words[at] ?? '',
    operands: splitOperands(
      words
        .slice(at + 1)
        .join(' ')
        .replace(/,(pt|pn)$/, ''),
    ),
    comment: address === undefined || address.length > 16 ? null : signed(BigInt(`0x${address}`)),
  };
}

/** String instructions print both their places; they are implied, no operands. */
const STRING_PLACE = /^(?:%es:\(%[re]di\)|%ds:\(%[re]si\))$/;
const PC_RELATIVE = /^\*?(?:%[c-gs]s:)?(-?(?:0x)?[0-9a-f]+)\(%rip\)$/;

function memoryOf(
  mnemonic: string,
  flow: Flow,
  operands: readonly string[],
  pcRelative: (distance: string) => Address | null,
): Instruction['memory'] {
  if (/^(?:lea|nop)[wlq]?$/.test(mnemonic) || operands.some((operand) => STRING_PLACE.test(operand)))
    return null;
  for (const operand of operands) {
    // A direct branch names its target as memory would be.
    if (flow !== 'next' && !operand.startsWith('*')) continue;
    const distance = PC_RELATIVE.exec(operand)?.[1];
    const memory = memoryOperand(operand, distance === undefined ? null : pcRelative(distance));
    if (memory !== null) return memory;
  }
  return null;
}

function behind(next: Address | null, distance: string): Address | null {
  return next === null ? null : next + Number(distance);
}

/** "xadd" of "xaddl", "inc" of "incq"; a mnemonic that takes no lock is left as it is. */
function withoutSuffix(mnemonic: string): string {
  if (x86Rmw(mnemonic, true, true) !== null) return mnemonic;
  const shorter = mnemonic.slice(0, -1);
  return (mnemonic.at(-1) ?? '') in WIDTHS && x86Rmw(shorter, true, true) !== null ? shorter : mnemonic;
}

function targetOf(flow: Flow, operands: readonly string[]): Address | null {
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/.exec(operands.at(-1) ?? '')?.[1];
  const direct = flow === 'branch' || flow === 'jump' || flow === 'call';
  return direct && digits !== undefined ? signed(BigInt(`0x${digits}`)) : null;
}

/** A 32 or 64 bit register that gets a constant: moved, or cleared by xor and sub, or filled by or with -1. */
function constantOf(base: string, mnemonic: string, operands: readonly string[]): Instruction['constant'] {
  const [source = '', target = ''] = operands;
  const width = registerWidth(target);
  const register = operands.length === 2 && width !== null ? registerOperand(target) : null;
  if (register === null || width === null) return null;
  if ((base === 'xor' || base === 'sub') && source === target) return { register, value: 0 };
  const pattern = immediateOperand(source);
  if (pattern === null) return null;
  const value = Number(BigInt.asIntN(width, pattern));
  if (!Number.isSafeInteger(value)) return null;
  const moves = /^mov(?:abs)?[lq]?$/.test(mnemonic);
  return moves || (base === 'or' && value === -1) ? { register, value } : null;
}

/** 32 or 64; `null` for narrower ones, which leave the rest of the register as it was. */
function registerWidth(operand: string): number | null {
  if (!isRegister(operand)) return null;
  if (/^%(?:e\w+|r\d+d)$/.test(operand)) return 32;
  return /^%r(?:\d+|[a-ds]\w)$/.test(operand) || operand === '%rbp' ? 64 : null;
}

function rmwOperand(rmw: RmwKind, mnemonic: string, operands: readonly string[]): Instruction['operand'] {
  const register = operands.map(registerOperand).find((name) => name !== null);
  if (register !== undefined) return { register };
  const pattern = operands.length > 1 ? immediateOperand(operands[0] ?? '') : null;
  if (pattern === null) return null;
  const width = WIDTHS[mnemonic.at(-1) ?? ''] ?? 64;
  return { immediate: rmw === 'bit' ? Number(pattern & 0xffn) : Number(BigInt.asIntN(width, pattern)) };
}
