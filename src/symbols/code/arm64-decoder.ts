import type { Flow, Instruction } from '../../model/instruction.js';
import type { Address } from '../../model/units.js';
import { type AtomicWord, readAtomicWord } from './arm64-atomic-word.js';
import { readPlainWord } from './arm64-plain-word.js';
import { arm64Rmw, branchWrites, outlineAtomic } from './arm64-rmw.js';
import { type SymbolAt, targetText } from './places.js';

/** A word of the branch encodings (Arm ARM C4.1.65) and what it does. */
interface BranchRow {
  readonly mask: number;
  readonly bits: number;
  readonly flow: Flow;
  /** Mnemonic and operands but for the target. */
  readonly form: (word: number) => string;
  /** Lowest bit and width of the signed distance in words; absent for indirect ones. */
  readonly distance?: readonly [number, number];
}

const BRANCHES: readonly BranchRow[] = [
  { mask: 0xfc000000, bits: 0x14000000, flow: 'jump', form: () => 'b', distance: [0, 26] },
  { mask: 0xfc000000, bits: 0x94000000, flow: 'call', form: () => 'bl', distance: [0, 26] },
  { mask: 0xff000000, bits: 0x54000000, flow: 'branch', form: conditional, distance: [5, 19] },
  {
    mask: 0x7f000000,
    bits: 0x34000000,
    flow: 'branch',
    form: (word) => `cbz ${operand(word)},`,
    distance: [5, 19],
  },
  {
    mask: 0x7f000000,
    bits: 0x35000000,
    flow: 'branch',
    form: (word) => `cbnz ${operand(word)},`,
    distance: [5, 19],
  },
  {
    mask: 0x7f000000,
    bits: 0x36000000,
    flow: 'branch',
    form: (word) => `tbz ${operand(word)}, #${testedBit(word)},`,
    distance: [5, 14],
  },
  {
    mask: 0x7f000000,
    bits: 0x37000000,
    flow: 'branch',
    form: (word) => `tbnz ${operand(word)}, #${testedBit(word)},`,
    distance: [5, 14],
  },
  { mask: 0xfffffc1f, bits: 0xd61f0000, flow: 'jump', form: (word) => `br ${register(word, 5)}` },
  { mask: 0xfffffc1f, bits: 0xd63f0000, flow: 'call', form: (word) => `blr ${register(word, 5)}` },
  { mask: 0xfffffc1f, bits: 0xd65f0000, flow: 'return', form: returning },
  // Pointer authentication (FEAT_PAuth).
  {
    mask: 0xfffff800,
    bits: 0xd71f0800,
    flow: 'jump',
    form: (word) => `bra${key(word)} ${register(word, 5)}, ${pointer(word)}`,
  },
  {
    mask: 0xfffff81f,
    bits: 0xd61f081f,
    flow: 'jump',
    form: (word) => `bra${key(word)}z ${register(word, 5)}`,
  },
  {
    mask: 0xfffff800,
    bits: 0xd73f0800,
    flow: 'call',
    form: (word) => `blra${key(word)} ${register(word, 5)}, ${pointer(word)}`,
  },
  {
    mask: 0xfffff81f,
    bits: 0xd63f081f,
    flow: 'call',
    form: (word) => `blra${key(word)}z ${register(word, 5)}`,
  },
  { mask: 0xfffffbff, bits: 0xd65f0bff, flow: 'return', form: (word) => `reta${key(word)}` },
  { mask: 0xffffffff, bits: 0xd69f03e0, flow: 'return', form: () => 'eret' },
  { mask: 0xfffffbff, bits: 0xd69f0bff, flow: 'return', form: (word) => `ereta${key(word)}` },
  {
    mask: 0xffe0001f,
    bits: 0xd4200000,
    flow: 'stop',
    form: (word) => `brk #0x${immediate(word).toString(16)}`,
  },
  {
    mask: 0xffe0001f,
    bits: 0xd4400000,
    flow: 'stop',
    form: (word) => `hlt #0x${immediate(word).toString(16)}`,
  },
  { mask: 0xffff0000, bits: 0x00000000, flow: 'stop', form: (word) => `udf #${word}` },
];

const CONDITIONS = 'eq ne cs cc mi pl vs vc hi ls ge lt gt le al nv'.split(' ');
const WORD = 4;

/**
 * Decodes what matters for attribution and no more: atomics, branches, constants moved into registers (movz, movn),
 * additions, comparisons, moves between registers, and which registers are written. Every other word goes on with the
 * next one; its text is `.inst 0x...`, and its memory operand is not known. Instructions are little-endian whatever the data (Arm ARM B2.6.2).
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
  const { text, writes } = readPlainWord(word);
  return { ...plain, text: text ?? plain.text, writes, ...ofConstant(word) };
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
  { flow, form, distance }: BranchRow,
  word: number,
  address: Address,
  symbolAt: SymbolAt,
): Partial<Instruction> {
  const target = distance === undefined ? null : address + WORD * signedField(word, ...distance);
  const symbol = target === null ? null : symbolAt(target);
  const outline = flow === 'call' && symbol !== null ? outlineAtomic(symbol) : null;
  const place = target === null ? '' : ` ${targetText(target, symbol)}`;
  return { flow, target, text: form(word) + place, writes: branchWrites(flow), ...outline };
}

function conditional(word: number): string {
  return `${(word & 0x10) === 0 ? 'b' : 'bc'}.${CONDITIONS[word & 15]}`;
}

/** x30 is the link register: a plain ret. */
function returning(word: number): string {
  return ((word >>> 5) & 31) === 30 ? 'ret' : `ret ${register(word, 5)}`;
}

function register(word: number, low: number): string {
  const number = (word >>> low) & 31;
  return number === 31 ? 'xzr' : `x${number}`;
}

function pointer(word: number): string {
  return register(word, 0).replace('xzr', 'sp');
}

function operand(word: number): string {
  const name = register(word, 0);
  return word >>> 31 === 1 ? name : name.replace('x', 'w');
}

function testedBit(word: number): number {
  return ((word >>> 26) & 32) | ((word >>> 19) & 31);
}

/** Which of the two keys authenticates the pointer. */
function key(word: number): string {
  return (word & 0x400) === 0 ? 'a' : 'b';
}

function immediate(word: number): number {
  return (word >>> 5) & 0xffff;
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
