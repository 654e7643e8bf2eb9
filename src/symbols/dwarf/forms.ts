import { DwarfError } from './dwarf-error.js';
import type { SectionCursor } from './section-cursor.js';

/** How many bytes things have in one unit. */
export interface Encoding {
  readonly version: number;
  readonly addressSize: 4 | 8;
  readonly offsetSize: 4 | 8;
}

/** How a value is written. `implicit`: in the abbreviation; `indirect`: its form stands before it. */
type Layout =
  | 'none'
  | 'byte'
  | 'half'
  | 'threeBytes'
  | 'word'
  | 'long'
  | 'sixteen'
  | 'address'
  | 'offset'
  | 'reference'
  | 'unsignedLeb'
  | 'signedLeb'
  | 'string'
  | 'block1'
  | 'block2'
  | 'block4'
  | 'block'
  | 'implicit'
  | 'indirect';

/** What the number that was read means. `otherFile`: an offset into a file refscope does not have. */
type FormKind =
  | 'address'
  | 'addressIndex'
  | 'constant'
  | 'string'
  | 'strOffset'
  | 'lineStrOffset'
  | 'strIndex'
  | 'unitReference'
  | 'infoReference'
  | 'sectionOffset'
  | 'rangeListIndex'
  | 'unused'
  | 'otherFile';

interface Form {
  readonly kind: FormKind;
  readonly layout: Layout;
}

/** Every form of DWARF 2 to 5 and GNU's, by number (DWARF 5, 7.5.6, table 7.6). */
const FORMS: ReadonlyMap<number, Form> = new Map(
  (
    [
      [0x01, 'address', 'address'], // addr
      [0x03, 'unused', 'block2'],
      [0x04, 'unused', 'block4'],
      [0x05, 'constant', 'half'], // data2
      [0x06, 'constant', 'word'], // data4
      [0x07, 'constant', 'long'], // data8
      [0x08, 'string', 'string'],
      [0x09, 'unused', 'block'],
      [0x0a, 'unused', 'block1'],
      [0x0b, 'constant', 'byte'], // data1
      [0x0c, 'constant', 'byte'], // flag
      [0x0d, 'constant', 'signedLeb'], // sdata
      [0x0e, 'strOffset', 'offset'], // strp
      [0x0f, 'constant', 'unsignedLeb'], // udata
      [0x10, 'infoReference', 'reference'], // ref_addr
      [0x11, 'unitReference', 'byte'], // ref1
      [0x12, 'unitReference', 'half'], // ref2
      [0x13, 'unitReference', 'word'], // ref4
      [0x14, 'unitReference', 'long'], // ref8
      [0x15, 'unitReference', 'unsignedLeb'], // ref_udata
      [0x16, 'unused', 'indirect'],
      [0x17, 'sectionOffset', 'offset'], // sec_offset
      [0x18, 'unused', 'block'], // exprloc
      [0x19, 'constant', 'none'], // flag_present
      [0x1a, 'strIndex', 'unsignedLeb'], // strx
      [0x1b, 'addressIndex', 'unsignedLeb'], // addrx
      [0x1c, 'otherFile', 'word'], // ref_sup4
      [0x1d, 'otherFile', 'offset'], // strp_sup
      [0x1e, 'unused', 'sixteen'], // data16
      [0x1f, 'lineStrOffset', 'offset'], // line_strp
      [0x20, 'unused', 'long'], // ref_sig8, a type
      [0x21, 'constant', 'implicit'], // implicit_const
      [0x22, 'unused', 'unsignedLeb'], // loclistx
      [0x23, 'rangeListIndex', 'unsignedLeb'], // rnglistx
      [0x24, 'otherFile', 'long'], // ref_sup8
      [0x25, 'strIndex', 'byte'], // strx1
      [0x26, 'strIndex', 'half'], // strx2
      [0x27, 'strIndex', 'threeBytes'], // strx3
      [0x28, 'strIndex', 'word'], // strx4
      [0x29, 'addressIndex', 'byte'], // addrx1
      [0x2a, 'addressIndex', 'half'], // addrx2
      [0x2b, 'addressIndex', 'threeBytes'], // addrx3
      [0x2c, 'addressIndex', 'word'], // addrx4
      [0x1f20, 'otherFile', 'offset'], // GNU_ref_alt
      [0x1f21, 'otherFile', 'offset'], // GNU_strp_alt
    ] as const
  ).map(([number, kind, layout]) => [number, { kind, layout }]),
);

type Reading = (cursor: SectionCursor, encoding: Encoding) => number;

function skipBlock(length: Reading): Reading {
  return (cursor, encoding) => {
    cursor.skip(length(cursor, encoding));
    return 0;
  };
}

const offset: Reading = (cursor, { offsetSize }) => (offsetSize === 8 ? cursor.long() : cursor.word());

const READINGS: Readonly<Record<Exclude<Layout, 'implicit' | 'indirect'>, Reading>> = {
  none: () => 1,
  byte: (cursor) => cursor.byte(),
  half: (cursor) => cursor.half(),
  threeBytes: (cursor) => cursor.threeBytes(),
  word: (cursor) => cursor.word(),
  long: (cursor) => cursor.long(),
  sixteen: skipBlock(() => 16),
  address: (cursor, { addressSize }) => cursor.address(addressSize),
  offset,
  reference: (cursor, encoding) =>
    encoding.version === 2 ? cursor.address(encoding.addressSize) : offset(cursor, encoding),
  unsignedLeb: (cursor) => cursor.unsignedLeb(),
  signedLeb: (cursor) => cursor.signedLeb(),
  string: (cursor) => cursor.skipString(),
  block1: skipBlock((cursor) => cursor.byte()),
  block2: skipBlock((cursor) => cursor.half()),
  block4: skipBlock((cursor) => cursor.word()),
  block: skipBlock((cursor) => cursor.unsignedLeb()),
};

const FIXED_SIZES: Readonly<Partial<Record<Layout, (encoding: Encoding) => number>>> = {
  none: () => 0,
  implicit: () => 0,
  byte: () => 1,
  half: () => 2,
  threeBytes: () => 3,
  word: () => 4,
  long: () => 8,
  sixteen: () => 16,
  address: ({ addressSize }) => addressSize,
  offset: ({ offsetSize }) => offsetSize,
  reference: ({ version, addressSize, offsetSize }) => (version === 2 ? addressSize : offsetSize),
};

/** Bytes a value of this form takes in a unit; `null` when that depends on the value. */
export function fixedSize(form: number, encoding: Encoding): number | null {
  const layout = FORMS.get(form)?.layout;
  return layout === undefined ? null : (FIXED_SIZES[layout]?.(encoding) ?? null);
}

export interface FormValue {
  readonly kind: FormKind;
  /** Address, number, offset or index, as `kind` says; of a string the offset where it starts in the same section. */
  readonly number: number;
}

/**
 * Reads one value and leaves the cursor behind it. `implicit` is the number in the abbreviation.
 * @throws DwarfError at the end of the section, and for a form that is not DWARF's or GNU's.
 */
export function readForm(
  cursor: SectionCursor,
  encoding: Encoding,
  form: number,
  implicit: number,
): FormValue {
  const { kind, layout } = FORMS.get(form) ?? unknownForm(cursor, form);
  if (layout === 'implicit') return { kind, number: implicit };
  if (layout !== 'indirect') return { kind, number: READINGS[layout](cursor, encoding) };
  const inner = cursor.unsignedLeb();
  const innerLayout = FORMS.get(inner)?.layout;
  if (innerLayout === 'indirect' || innerLayout === 'implicit') unknownForm(cursor, inner);
  return readForm(cursor, encoding, inner, 0);
}

function unknownForm(cursor: SectionCursor, form: number): never {
  throw new DwarfError(cursor.section.name, cursor.at, `form 0x${form.toString(16)} is not known`);
}
