/** An atomic instruction of one word. */
export interface AtomicWord {
  readonly mnemonic: string;
  /** As objdump prints it: "ldadd w1, w0, [x2]". */
  readonly text: string;
  /** "x2" or "sp". */
  readonly base: string;
  /** Register whose value goes into memory; `null` for a load. */
  readonly source: string | null;
  readonly writes: readonly string[];
}

/** Register fields of the load/store encodings. */
interface Fields {
  readonly size: number;
  readonly s: number;
  readonly t2: number;
  readonly n: number;
  readonly t: number;
  readonly bit15: boolean;
  readonly bit22: boolean;
  readonly bit23: boolean;
}

type Operands = Omit<AtomicWord, 'text' | 'base'> & { readonly registers: readonly string[] };

/** An encoding: which words are of it, and how they read. */
interface Encoding {
  readonly mask: number;
  readonly bits: number;
  readonly read: (fields: Fields) => Operands | null;
}

const OPERATIONS = ['add', 'clr', 'eor', 'set', 'smax', 'smin', 'umax', 'umin'];
const SIZES = ['b', 'h', '', ''];
/** The zero register as a source or destination. */
const ZERO = 31;

/**
 * Arm ARM DDI 0487, C4.1.94 "Loads and stores": atomic memory operations, compare and swap (pair), exclusive register
 * and exclusive pair. Register fields that a form does not use are not looked at,
 * as objdump does not.
 */
const ENCODINGS: readonly Encoding[] = [
  ...OPERATIONS.map((operation, index) => ({
    mask: 0x3f20fc00,
    bits: 0x38200000 | (index << 12),
    read: (fields: Fields) => readOperation(operation, fields),
  })),
  { mask: 0x3f20fc00, bits: 0x38208000, read: readSwap },
  { mask: 0x3fa07c00, bits: 0x08a07c00, read: readCompareAndSwap },
  { mask: 0xbfa07c00, bits: 0x08207c00, read: readCompareAndSwapPair },
  { mask: 0x3fa00000, bits: 0x08000000, read: readExclusive },
  { mask: 0xbfa00000, bits: 0x88200000, read: readExclusivePair },
];

/** `null` for any other instruction. */
export function readAtomicWord(word: number): AtomicWord | null {
  const encoding = ENCODINGS.find(({ mask, bits }) => (word & mask) >>> 0 === bits >>> 0);
  const fields = fieldsOf(word);
  const operands = encoding?.read(fields) ?? null;
  if (operands === null) return null;
  const base = fields.n === ZERO ? 'sp' : `x${fields.n}`;
  const { registers, ...rest } = operands;
  return { ...rest, base, text: `${operands.mnemonic} ${[...registers, `[${base}]`].join(', ')}` };
}

function fieldsOf(word: number): Fields {
  const field = (low: number): number => (word >>> low) & 31;
  const bit = (at: number): boolean => ((word >>> at) & 1) === 1;
  return {
    size: word >>> 30,
    s: field(16),
    t2: field(10),
    n: field(5),
    t: field(0),
    bit15: bit(15),
    bit22: bit(22),
    bit23: bit(23),
  };
}

/** ldadd and kin; without a destination and without acquire they are printed as stadd. */
function readOperation(operation: string, { size, s, t, bit22, bit23 }: Fields): Operands {
  const stores = t === ZERO && !bit23;
  const mnemonic = `${stores ? 'st' : 'ld'}${operation}${order(bit23, bit22)}${SIZES[size]}`;
  const named = (number: number): string => sized(number, size === 3);
  return {
    mnemonic,
    source: full(s),
    writes: written(t),
    registers: stores ? [named(s)] : [named(s), named(t)],
  };
}

function readSwap({ size, s, t, bit22, bit23 }: Fields): Operands {
  const named = (number: number): string => sized(number, size === 3);
  return {
    mnemonic: `swp${order(bit23, bit22)}${SIZES[size]}`,
    source: full(s),
    writes: written(t),
    registers: [named(s), named(t)],
  };
}

function readCompareAndSwap({ size, s, t, bit15, bit22 }: Fields): Operands {
  const named = (number: number): string => sized(number, size === 3);
  return {
    mnemonic: `cas${order(bit22, bit15)}${SIZES[size]}`,
    source: full(t),
    writes: written(s),
    registers: [named(s), named(t)],
  };
}

/** Pairs start at an even register. */
function readCompareAndSwapPair({ size, s, t, bit15, bit22 }: Fields): Operands | null {
  if (s % 2 === 1 || t % 2 === 1) return null;
  const named = (number: number): string => sized(number, size === 1);
  return {
    mnemonic: `casp${order(bit22, bit15)}`,
    source: full(t),
    writes: [...written(s), ...written(s + 1)].sort(),
    registers: [named(s), named(s + 1), named(t), named(t + 1)],
  };
}

function readExclusive({ size, s, t, bit15, bit22 }: Fields): Operands {
  const named = sized(t, size === 3);
  if (bit22) {
    const mnemonic = `ld${bit15 ? 'a' : ''}xr${SIZES[size]}`;
    return { mnemonic, source: null, writes: written(t), registers: [named] };
  }
  const mnemonic = `st${bit15 ? 'l' : ''}xr${SIZES[size]}`;
  return { mnemonic, source: full(t), writes: written(s), registers: [sized(s, false), named] };
}

function readExclusivePair({ size, s, t2, t, bit15, bit22 }: Fields): Operands {
  const registers = [sized(t, size === 3), sized(t2, size === 3)];
  if (bit22) {
    const writes = [...new Set([...written(t), ...written(t2)])].sort();
    return { mnemonic: `ld${bit15 ? 'a' : ''}xp`, source: null, writes, registers };
  }
  return {
    mnemonic: `st${bit15 ? 'l' : ''}xp`,
    source: full(t),
    writes: written(s),
    registers: [sized(s, false), ...registers],
  };
}

function order(acquire: boolean, release: boolean): string {
  return `${acquire ? 'a' : ''}${release ? 'l' : ''}`;
}

function sized(number: number, wide: boolean): string {
  return `${wide ? 'x' : 'w'}${number === ZERO ? 'zr' : number}`;
}

function full(number: number): string {
  return sized(number, true);
}

function written(number: number): string[] {
  return number === ZERO ? [] : [full(number)];
}
