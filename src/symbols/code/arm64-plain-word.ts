/** What a word that is no atomic and no branch writes, and its text where that matters for attribution. */
export interface PlainWord {
  /** As objdump prints it, for additions, comparisons and moves between registers; else `null`. */
  readonly text: string | null;
  /** As `Instruction.writes`. */
  readonly writes: readonly string[] | null;
}

/** Words of one encoding group (Arm ARM DDI 0487, C4.1) and which general-purpose registers they write. */
interface Group {
  readonly mask: number;
  readonly bits: number;
  readonly writes: (word: number) => readonly string[] | null;
}

/** What stands for register 31 in a field. */
type Thirty = 'zero' | 'sp';

const NONE: readonly string[] = [];
const none = (): readonly string[] => NONE;

/** In order: the first that fits decides. A group that none fits may write anything. */
const GROUPS: readonly Group[] = [
  // Data processing, immediate: addresses; add and subtract, without and with flags; logical; movk; bit fields.
  { mask: 0x1f000000, bits: 0x10000000, writes: (word) => destination(word, 'zero') },
  { mask: 0x3f000000, bits: 0x11000000, writes: (word) => destination(word, 'sp') },
  { mask: 0x3f000000, bits: 0x31000000, writes: (word) => destination(word, 'zero') },
  { mask: 0x7f800000, bits: 0x72000000, writes: (word) => destination(word, 'zero') },
  { mask: 0x1f800000, bits: 0x12000000, writes: (word) => destination(word, 'sp') },
  { mask: 0x1f000000, bits: 0x12000000, writes: (word) => destination(word, 'zero') },
  { mask: 0x1f000000, bits: 0x13000000, writes: (word) => destination(word, 'zero') },
  // Data processing, register: conditional compares; flags only (rmif, setf8); add and subtract extended; the rest.
  { mask: 0x1fe00000, bits: 0x1a400000, writes: none },
  { mask: 0x1fe0fc00, bits: 0x1a000000, writes: (word) => destination(word, 'zero') },
  { mask: 0x1fe00000, bits: 0x1a000000, writes: none },
  { mask: 0x3f200000, bits: 0x0b200000, writes: (word) => destination(word, 'sp') },
  { mask: 0x0e000000, bits: 0x0a000000, writes: (word) => destination(word, 'zero') },
  // System: nop, bti and the other hints, some of which sign a return address; barriers; mrs.
  { mask: 0xffffffff, bits: 0xd503201f, writes: none },
  { mask: 0xffffff3f, bits: 0xd503241f, writes: none },
  { mask: 0xfffff01f, bits: 0xd503201f, writes: () => ['x17', 'x30'] },
  { mask: 0xfffff000, bits: 0xd5033000, writes: none },
  { mask: 0xffe00000, bits: 0xd5000000, writes: none },
  { mask: 0xffe00000, bits: 0xd5200000, writes: (word) => destination(word, 'zero') },
  // Loads and stores: ldapr; ldar, stlr; literals (prfm at opc 3); pairs; of vectors only the address changes.
  { mask: 0x3ffffc00, bits: 0x38bfc000, writes: (word) => destination(word, 'zero') },
  { mask: 0x3fc00000, bits: 0x08c00000, writes: (word) => destination(word, 'zero') },
  { mask: 0x3fc00000, bits: 0x08800000, writes: none },
  { mask: 0xff000000, bits: 0xd8000000, writes: none },
  { mask: 0x3f000000, bits: 0x18000000, writes: (word) => destination(word, 'zero') },
  { mask: 0x3b000000, bits: 0x18000000, writes: none },
  { mask: 0x3a000000, bits: 0x28000000, writes: pairWrites },
  // One register: unsigned offset; register offset; unscaled, post-indexed, unprivileged and pre-indexed.
  { mask: 0x3b000000, bits: 0x39000000, writes: (word) => loaded(word) },
  { mask: 0x3b200c00, bits: 0x38200800, writes: (word) => loaded(word) },
  { mask: 0x3b200400, bits: 0x38000000, writes: (word) => loaded(word) },
  { mask: 0x3b200400, bits: 0x38000400, writes: (word) => both(loaded(word), base(word)) },
];

/** Reads a word that readAtomicWord() and the branches do not know. */
export function readPlainWord(word: number): PlainWord {
  const group = GROUPS.find(({ mask, bits }) => (word & mask) >>> 0 === bits >>> 0);
  return { text: additionText(word) ?? moveText(word), writes: group?.writes(word) ?? null };
}

/** `add w1, w5, #0x1`, `cmp w0, #0x1`, `sub w1, w0, w3`: immediates, and registers that are not shifted. */
function additionText(word: number): string | null {
  const isImmediate = (word & 0x1f800000) >>> 0 === 0x11000000;
  if (!isImmediate && (word & 0x1fe0fc00) >>> 0 !== 0x0b000000) return null;
  const subtracts = bit(word, 30);
  const setsFlags = bit(word, 29);
  const name = (at: number, thirty: Thirty): string => register(word, at, thirty);
  const to = field(word, 0);
  const from = name(5, isImmediate ? 'sp' : 'zero');
  const amount = (word >>> 10) & 0xfff;
  const shift = isImmediate && bit(word, 22) ? ', lsl #12' : '';
  const added = isImmediate ? `#0x${amount.toString(16)}${shift}` : name(16, 'zero');
  if (setsFlags && to === 31) return `${subtracts ? 'cmp' : 'cmn'} ${from}, ${added}`;
  const target = name(0, isImmediate && !setsFlags ? 'sp' : 'zero');
  // Adding nothing to or from the stack pointer is printed as a move, subtracting from zero as a negation.
  const isMove = isImmediate && !subtracts && !setsFlags && amount === 0 && shift === '';
  if (isMove && (to === 31 || field(word, 5) === 31)) return `mov ${target}, ${from}`;
  if (!isImmediate && subtracts && field(word, 5) === 31)
    return `neg${setsFlags ? 's' : ''} ${target}, ${added}`;
  return `${subtracts ? 'sub' : 'add'}${setsFlags ? 's' : ''} ${target}, ${from}, ${added}`;
}

/** `mov w2, w0`: orr with the zero register. */
function moveText(word: number): string | null {
  if ((word & 0x7fe0ffe0) >>> 0 !== 0x2a0003e0) return null;
  return `mov ${register(word, 0, 'zero')}, ${register(word, 16, 'zero')}`;
}

/** ldp and kin: L for loads; post- and pre-indexed ones change the address. */
function pairWrites(word: number): readonly string[] {
  const isVector = bit(word, 26);
  const pair =
    bit(word, 22) && !isVector ? both(full(field(word, 0), 'zero'), full(field(word, 10), 'zero')) : NONE;
  const isIndexed = bit(word, 23);
  return isIndexed ? both(pair, base(word)) : pair;
}

/** A load of one register; stores and prefetches (64 bits wide with opc 2) write none. */
function loaded(word: number): readonly string[] {
  const opc = (word >>> 22) & 3;
  const isPrefetch = word >>> 30 === 3 && opc === 2;
  return bit(word, 26) || opc === 0 || isPrefetch ? NONE : destination(word, 'zero');
}

function destination(word: number, thirty: Thirty): readonly string[] {
  return full(field(word, 0), thirty);
}

function base(word: number): readonly string[] {
  return full(field(word, 5), 'sp');
}

function full(number: number, thirty: Thirty): readonly string[] {
  if (number === 31) return thirty === 'sp' ? ['sp'] : NONE;
  return [`x${number}`];
}

function both(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}

function register(word: number, at: number, thirty: Thirty): string {
  const isWide = word >>> 31 === 1;
  const number = field(word, at);
  if (number === 31 && thirty === 'sp') return isWide ? 'sp' : 'wsp';
  return `${isWide ? 'x' : 'w'}${number === 31 ? 'zr' : number}`;
}

function field(word: number, at: number): number {
  return (word >>> at) & 31;
}

function bit(word: number, at: number): boolean {
  return ((word >>> at) & 1) === 1;
}
