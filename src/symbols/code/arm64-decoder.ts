import type { Flow, Instruction, RmwKind } from '../../model/instruction.js';
import type { Address } from '../../model/units.js';
import { type AtomicWord, readAtomicWord } from './arm64-atomic-word.js';
import { arm64Rmw, isOutlineAtomic } from './arm64-rmw.js';
import type { SymbolAt } from './places.js';

/** A word of the branch encodings (Arm ARM C4.1.65) and what it does. */
interface BranchRow {
  readonly mask: number;
  readonly bits: number;
  readonly flow: Flow;
  readonly name: string;
  /** Lowest bit and width of the signed distance in words; absent for indirect ones. */
  readonly distance?: readonly [number, number];
}

const BRANCHES: readonly BranchRow[] = [
  { mask: 0xfc000000, bits: 0x14000000, flow: 'jump', name: 'b', distance: [0, 26] },
  { mask: 0xfc000000, bits: 0x94000000, flow: 'call', name: 'bl', distance: [0, 26] },
  { mask: 0xff000000, bits: 0x54000000, flow: 'branch', name: 'b.', distance: [5, 19] },
  { mask: 0x7f000000, bits: 0x34000000, flow: 'branch', name: 'cbz', distance: [5, 19] },
  { mask: 0x7f000000, bits: 0x35000000, flow: 'branch', name: 'cbnz', distance: [5, 19] },
  { mask: 0x7f000000, bits: 0x36000000, flow: 'branch', name: 'tbz', distance: [5, 14] },
  { mask: 0x7f000000, bits: 0x37000000, flow: 'branch', name: 'tbnz', distance: [5, 14] },
  { mask: 0xfffffc1f, bits: 0xd61f0000, flow: 'jump', name: 'br' },
  { mask: 0xfffffc1f, bits: 0xd63f0000, flow: 'call', name: 'blr' },
  { mask: 0xfffffc1f, bits: 0xd65f0000, flow: 'return', name: 'ret' },
  { mask: 0xfffff800, bits: 0xd71f0800, flow: 'jump', name: 'bra' },
  { mask: 0xfffff81f, bits: 0xd61f081f, flow: 'jump', name: 'braz' },
  { mask: 0xfffff800, bits: 0xd73f0800, flow: 'call', name: 'blra' },
  { mask: 0xfffff81f, bits: 0xd63f081f, flow: 'call', name: 'blraz' },
  { mask: 0xfffffbff, bits: 0xd65f0bff, flow: 'return', name: 'reta' },
  { mask: 0xffffffff, bits: 0xd69f03e0, flow: 'return', name: 'eret' },
  { mask: 0xfffffbff, bits: 0xd69f0bff, flow: 'return', name: 'ereta' },
  { mask: 0xffe0001f, bits: 0xd4200000, flow: 'stop', name: 'brk' },
  { mask: 0xffe0001f, bits: 0xd4400000, flow: 'stop', name: 'hlt' },
  { mask: 0xffff0000, bits: 0x00000000, flow: 'stop', name: 'udf' },
];

const CONDITIONS = 'eq ne cs cc mi pl vs vc hi ls ge lt gt le al nv'.split(' ');
const WORD = 4;

/**
 * Decodes what matters for attribution and no more: atomics, branches, and constants moved into registers (movz,
 * movn). Every other word goes on with the next one; its text is `.inst 0x...`, and its memory operand and written
 * registers are not known. Instructions are little-endian whatever the data (Arm ARM B2.6.2).
 */
export function decodeArm64(bytes: Uint8Array, address: Address, symbolAt: SymbolAt): Instruction[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const instructions: Instruction[] = [];
  for (let at = 0; at + WORD <= bytes.length; at += WORD) {
    instructions.push(decodeWord(view.getUint32(at, true), address + at, symbolAt));
  }
  return instructions;
}

function decodeWord(word: number, address: Address, symbolAt: SymbolAt): Instruction {
  const plain: Instruction = {
    address,
    length: WORD,
    text: `.inst 0x${word.toString(16).padStart(8, '0')}`,
    rmw: null,
    memory: null,
    flow: 'next',
    target: null,
    constant: null,
    writes: null,
    operand: null,
  };
  const atomic = readAtomicWord(word);
  if (atomic !== null) return { ...plain, ...ofAtomic(atomic) };
  const branch = BRANCHES.find(({ mask, bits }) => (word & mask) >>> 0 === bits);
  if (branch !== undefined) return { ...plain, ...ofBranch(branch, word, address, symbolAt) };
  return { ...plain, ...ofConstant(word) };
}

function ofAtomic(atomic: AtomicWord): Partial<Instruction> {
  return {
    text: atomic.text,
    rmw: arm64Rmw(atomic.mnemonic),
    memory: { base: atomic.base, index: null, displacement: 0, segment: null },
    writes: atomic.writes,
    operand: atomic.source === null ? null : { register: atomic.source },
  };
}

function ofBranch(
  { flow, name, distance }: BranchRow,
  word: number,
  address: Address,
  symbolAt: SymbolAt,
): Partial<Instruction> {
  const target = distance === undefined ? null : address + WORD * signedField(word, ...distance);
  const symbol = target === null ? null : symbolAt(target);
  const rmw: RmwKind | null =
    flow === 'call' && symbol !== null && isOutlineAtomic(symbol) ? 'outline' : null;
  return { flow, target, rmw, text: branchText(name, word, target, symbol) };
}

function branchText(name: string, word: number, target: Address | null, symbol: string | null): string {
  const register = (field: number): string => `x${(word >>> field) & 31}`;
  if (target === null) return ['br', 'blr'].includes(name) ? `${name} ${register(5)}` : name;
  const hex = BigInt.asUintN(64, BigInt(target)).toString(16);
  const place = symbol === null ? hex : `${hex} <${symbol}>`;
  if (name === 'b.') {
    const form = (word & 0x10) === 0 ? 'b.' : 'bc.';
    return `${form}${CONDITIONS[word & 15]} ${place}`;
  }
  const operand = `${word >>> 31 === 1 ? 'x' : 'w'}${word & 31}`.replace('31', 'zr');
  if (name.startsWith('cb')) return `${name} ${operand}, ${place}`;
  if (name.startsWith('tb')) {
    return `${name} ${operand}, #${((word >>> 26) & 32) | ((word >>> 19) & 31)}, ${place}`;
  }
  return `${name} ${place}`;
}

/** movz and movn: a constant of 16 bits, shifted, or its complement. */
function ofConstant(word: number): Partial<Instruction> {
  const form = (word & 0x7f800000) >>> 0;
  const isWide = word >>> 31 === 1;
  const shift = 16 * ((word >>> 21) & 3);
  if ((form !== 0x52800000 && form !== 0x12800000) || (!isWide && shift > 16)) return {};
  const pattern = BigInt((word >>> 5) & 0xffff) << BigInt(shift);
  const value = Number(BigInt.asIntN(isWide ? 64 : 32, form === 0x52800000 ? pattern : ~pattern));
  const number = word & 31;
  // 31 is the zero register: nothing gets the constant.
  if (number === 31) return { writes: [] };
  const register = `x${number}`;
  const text = `mov ${isWide ? 'x' : 'w'}${number}, #${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16)}`;
  return {
    text,
    writes: [register],
    constant: Number.isSafeInteger(value) ? { register, value } : null,
  };
}

function signedField(word: number, low: number, width: number): number {
  const above = 32 - width;
  return ((word >>> low) << above) >> above;
}
