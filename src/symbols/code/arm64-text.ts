import type { Flow, Instruction, MemoryOperand } from '../../model/instruction.js';
import { arm64Rmw, branchWrites, outlineAtomic } from './arm64-rmw.js';
import { arm64TextWrites } from './arm64-text-writes.js';
import type { InstructionMeaning } from './att-text.js';
import { signed } from './places.js';

const FLOWS: readonly (readonly [RegExp, Flow])[] = [
  [/^(?:b|br|braa?z?|brabz?)$/, 'jump'],
  [/^(?:bc?\.\w\w|cbn?z|tbn?z)$/, 'branch'],
  [/^(?:bl|blr|blraa?z?|blrabz?)$/, 'call'],
  [/^(?:ret|retaa|retab|eret|eretaa|eretab)$/, 'return'],
  [/^(?:brk|hlt|udf)$/, 'stop'],
];
const MEMORY = /\[(\w+)(?:, #(-?(?:0x)?[0-9a-f]+)|, (\w+)(?:, [^\]]*)?)?\]/;
const REGISTER = /^([wx])(\d+|zr)$/;
/** Branches whose target is an address: all that are not through a register. */
const PLACE = /(?:^|, )(?:0x)?([0-9a-f]+)(?: <([^>]*)>)?$/;

/** Reads arm64 text as objdump, llvm-objdump and perf annotate print it. */
export function readArm64(text: string): InstructionMeaning {
  const code = text.replace(/\s*\/\/.*$/, '').trim();
  const [mnemonic = ''] = code.split(/\s/, 1);
  const operands = code.slice(mnemonic.length).trim();
  const flow = FLOWS.find(([pattern]) => pattern.test(mnemonic))?.[1] ?? 'next';
  const [, digits, symbol = ''] = (flow === 'next' ? null : PLACE.exec(operands)) ?? [];
  const direct = ['branch', 'jump', 'call'].includes(flow) && digits !== undefined && digits.length <= 16;
  const outline = flow === 'call' ? outlineAtomic(symbol) : null;
  const registers = operands.replace(/,?\s*\[.*$/, '').split(', ');
  const rmw = arm64Rmw(mnemonic);
  return {
    rmw,
    memory: memoryOf(operands),
    flow,
    target: direct ? signed(BigInt(`0x${digits}`)) : null,
    operand: rmw === null ? null : sourceOf(mnemonic, registers),
    ...constantAndWrites(mnemonic, registers, operands),
    ...(flow === 'next' ? {} : { writes: branchWrites(flow) }),
    ...outline,
  };
}

function memoryOf(operands: string): MemoryOperand | null {
  const [, base, displacement, index = null] = MEMORY.exec(operands) ?? [];
  if (base === undefined) return null;
  return {
    base,
    index: index === null ? null : full(index),
    displacement: Number(displacement ?? 0),
    segment: null,
  };
}

/** cas writes its second register to memory, stxr the one behind the status, the others their first. */
function sourceOf(mnemonic: string, registers: readonly string[]): Instruction['operand'] {
  if (/^ld(?:a?xr|a?xp)/.test(mnemonic)) return null;
  const at = /^casp/.test(mnemonic) ? 2 : /^(?:cas|stl?x[rp])/.test(mnemonic) ? 1 : 0;
  const register = full(registers[at] ?? '');
  return register === null ? null : { register };
}

function constantAndWrites(
  mnemonic: string,
  registers: readonly string[],
  operands: string,
): Pick<Instruction, 'constant' | 'writes'> {
  const [first = '', second = ''] = registers;
  const register = full(first);
  if (mnemonic === 'mov' && register !== null) {
    const digits = /^#(-?(?:0x)?[0-9a-f]+)$/.exec(second)?.[1];
    const value = digits === undefined ? null : constantValue(digits, first.startsWith('w') ? 32 : 64);
    // What is moved into the zero register is lost.
    const constant = value === null || register === 'xzr' ? null : { register, value };
    return { writes: written([register]), constant };
  }
  return {
    constant: null,
    writes: atomicWrites(mnemonic, registers) ?? arm64TextWrites(mnemonic, registers, operands),
  };
}

function atomicWrites(mnemonic: string, registers: readonly string[]): readonly string[] | null {
  if (arm64Rmw(mnemonic) === null) return null;
  const names = registers.map((name) => full(name));
  if (/^casp/.test(mnemonic)) return written(names.slice(0, 2));
  if (/^(?:cas|ld(?:a?xr)|stl?x[rp])/.test(mnemonic)) return written(names.slice(0, 1));
  if (/^lda?xp/.test(mnemonic)) return written(names.slice(0, 2));
  return written(names.slice(1, 2));
}

function constantValue(digits: string, width: number): number | null {
  const pattern = digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits);
  const value = Number(BigInt.asIntN(width, pattern));
  return Number.isSafeInteger(value) ? value : null;
}

/** "x1" of "w1"; `null` for what is no general-purpose register. */
function full(name: string): string | null {
  const number = REGISTER.exec(name)?.[2];
  return number === undefined ? null : `x${number}`;
}

function written(names: readonly (string | null)[]): string[] {
  return [...new Set(names.flatMap((name) => (name === null || name === 'xzr' ? [] : [name])))].sort();
}
