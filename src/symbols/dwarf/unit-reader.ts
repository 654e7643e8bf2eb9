import { type Abbreviation, Abbreviations } from './abbreviations.js';
import { DwarfError } from './dwarf-error.js';
import { type FormValue, readForm } from './forms.js';
import { isCode, readRanges } from './ranges.js';
import { SectionCursor, sectionString } from './section-cursor.js';
import type { DwarfSections } from './sections.js';
import type { Unit } from './units.js';

/** The attributes that are looked at (DWARF 5, table 7.5, and GNU's and SGI's). */
export const Attribute = {
  name: 0x03,
  lines: 0x10,
  lowPc: 0x11,
  highPc: 0x12,
  compilationFolder: 0x1b,
  abstractOrigin: 0x31,
  specification: 0x47,
  ranges: 0x55,
  callFile: 0x58,
  callLine: 0x59,
  linkageName: 0x6e,
  stringOffsetsBase: 0x72,
  addressBase: 0x73,
  rangeListsBase: 0x74,
  splitName: 0x76,
  mipsLinkageName: 0x2007,
  gnuSplitName: 0x2130,
} as const;

/** Bytes of range lists for one unit: many entries may name one list, compilers write one for each. */
const MAX_RANGE_BYTES = 1 << 26;

/** Values of one entry by attribute. */
export type EntryValues = ReadonlyMap<number, FormValue>;

/** Reads entries of one unit and what their values stand for. */
export class UnitReader {
  readonly sections: DwarfSections;
  readonly unit: Unit;
  readonly abbreviations: Abbreviations;
  /** Of the unit's own entry. */
  readonly root: EntryValues;
  #rangeBytes = 0;

  /** @throws DwarfError when the unit's first entry cannot be read. */
  constructor(sections: DwarfSections, unit: Unit) {
    this.sections = sections;
    this.unit = unit;
    this.abbreviations = new Abbreviations(sections['.debug_abbrev'], unit.abbreviations, unit.encoding);
    this.root = this.entryAt(unit.entries);
  }

  /** Bytes read so far that other units may read again: abbreviations and range lists. */
  get sharedBytes(): number {
    return this.abbreviations.bytesRead + this.#rangeBytes;
  }

  spend(bytes: number): void {
    this.#rangeBytes += bytes;
    if (this.#rangeBytes > MAX_RANGE_BYTES) this.fail(`more than ${MAX_RANGE_BYTES} bytes of range lists`);
  }

  /** A cursor at `offset` of .debug_info that ends with the unit. */
  cursor(offset: number): SectionCursor {
    return new SectionCursor(this.sections['.debug_info'], offset, this.unit.end);
  }

  /** The values of the entry at `offset`; none of a null entry. */
  entryAt(offset: number): EntryValues {
    const cursor = this.cursor(offset);
    const code = cursor.unsignedLeb();
    return code === 0 ? new Map() : this.values(cursor, this.abbreviations.get(code));
  }

  /** The values behind an abbreviation code; leaves the cursor behind them. */
  values(cursor: SectionCursor, { attributes }: Abbreviation): EntryValues {
    const values = new Map<number, FormValue>();
    for (const { name, form, implicit } of attributes) {
      values.set(name, readForm(cursor, this.unit.encoding, form, implicit));
    }
    return values;
  }

  /** Passes over the values behind an abbreviation code. */
  skipValues(cursor: SectionCursor, { attributes, size }: Abbreviation): void {
    if (size !== null) {
      cursor.skip(size);
      return;
    }
    for (const { form, implicit } of attributes) readForm(cursor, this.unit.encoding, form, implicit);
  }

  /** The text of a string value; `null` for one that is kept in another file. */
  text(value: FormValue | undefined): string | null {
    switch (value?.kind) {
      case 'string':
        return sectionString(this.sections['.debug_info'], value.number);
      case 'strOffset':
        return sectionString(this.sections['.debug_str'], value.number);
      case 'lineStrOffset':
        return sectionString(this.sections['.debug_line_str'], value.number);
      case 'strIndex':
        return sectionString(this.sections['.debug_str'], this.#stringOffset(value.number));
      default:
        return null;
    }
  }

  /** An address that is written out or an index into .debug_addr; `null` for other values. */
  address(value: FormValue | undefined): number | null {
    if (value?.kind === 'address') return value.number;
    return value?.kind === 'addressIndex' ? this.addressAt(value.number) : null;
  }

  /** Entry `index` of this unit's part of .debug_addr. */
  addressAt(index: number): number {
    const { addressSize } = this.unit.encoding;
    const base = this.#base(Attribute.addressBase, 8);
    return new SectionCursor(this.sections['.debug_addr'], base + index * addressSize).address(addressSize);
  }

  /** Where range list `index` of this unit starts in .debug_rnglists. */
  rangeListAt(index: number): number {
    const base = this.#base(Attribute.rangeListsBase, 12);
    return base + this.#offsetAt('.debug_rnglists', base, index);
  }

  /** Addresses an entry covers, as low, high, low, high...; nothing for one without code. */
  ranges(values: EntryValues): number[] {
    const list = values.get(Attribute.ranges);
    if (list !== undefined) return readRanges(this, list);
    const low = this.address(values.get(Attribute.lowPc));
    const last = values.get(Attribute.highPc);
    if (low === null || last === undefined) return [];
    const high = last.kind === 'constant' ? low + last.number : this.address(last);
    return high !== null && isCode(low, high) ? [low, high] : [];
  }

  /** The base of the addresses in the unit's range lists. */
  get lowPc(): number {
    return this.address(this.root.get(Attribute.lowPc)) ?? 0;
  }

  #stringOffset(index: number): number {
    return this.#offsetAt('.debug_str_offsets', this.#base(Attribute.stringOffsetsBase, 8), index);
  }

  #offsetAt(section: '.debug_str_offsets' | '.debug_rnglists', base: number, index: number): number {
    const { offsetSize } = this.unit.encoding;
    const cursor = new SectionCursor(this.sections[section], base + index * offsetSize);
    return offsetSize === 8 ? cursor.long() : cursor.word();
  }

  /** Where this unit's part of an index section starts; without the attribute behind the first header. */
  #base(attribute: number, header32: number): number {
    const wide = this.unit.encoding.offsetSize === 8 ? 8 : 0;
    return this.root.get(attribute)?.number ?? header32 + wide;
  }

  fail(what: string): never {
    throw new DwarfError('.debug_info', this.unit.offset, what);
  }
}
