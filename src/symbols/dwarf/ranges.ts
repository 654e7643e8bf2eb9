import type { Encoding, FormValue } from './forms.js';
import { SectionCursor } from './section-cursor.js';
import type { DwarfSections } from './sections.js';

/** In one list; the unit of the largest drivers needs thousands. */
const MAX_RANGES = 1 << 18;

/** The unit whose entry has the ranges. */
export interface RangeUnit {
  readonly sections: DwarfSections;
  readonly unit: { readonly encoding: Encoding };
  /** The base of the addresses in range lists. */
  readonly lowPc: number;
  /** Entry `index` of the unit's part of .debug_addr. */
  addressAt(index: number): number;
  /** Where range list `index` of the unit starts in .debug_rnglists. */
  rangeListAt(index: number): number;
  /** Told how many bytes of range lists were read. @throws DwarfError when it is too much for one unit */
  spend(bytes: number): void;
}

/** Functions the linker dropped are left at address 0, by lld at -1 or -2. */
export function isCode(low: number, high: number): boolean {
  return low < high && low !== 0;
}

/** A list being read: the base address of its offsets, and what it has given so far. */
interface RangeList {
  readonly reader: RangeUnit;
  readonly cursor: SectionCursor;
  base: number;
  readonly found: number[];
}

/** The addresses of DW_AT_ranges, as low, high, low, high... @throws DwarfError */
export function readRanges(reader: RangeUnit, value: FormValue): number[] {
  const { sections, unit } = reader;
  const isNew = unit.encoding.version >= 5;
  const section = sections[isNew ? '.debug_rnglists' : '.debug_ranges'];
  const offset = value.kind === 'rangeListIndex' ? reader.rangeListAt(value.number) : value.number;
  const list = { reader, cursor: new SectionCursor(section, offset), base: reader.lowPc, found: [] };
  for (let entries = 1; isNew ? readEntry(list) : readPair(list); entries += 1) {
    if (entries > MAX_RANGES) list.cursor.fail(`a list of more than ${MAX_RANGES} ranges`);
  }
  reader.spend(list.cursor.at - offset);
  return list.found;
}

/** One pair of .debug_ranges (DWARF 4, 2.17.3). False at the end of the list. */
function readPair(list: RangeList): boolean {
  const { addressSize } = list.reader.unit.encoding;
  const low = list.cursor.address(addressSize);
  const high = list.cursor.address(addressSize);
  if (low === 0 && high === 0) return false;
  if (low === (addressSize === 8 ? -1 : 0xffffffff)) list.base = high;
  else add(list, list.base + low, list.base + high);
  return true;
}

/** Entries of .debug_rnglists by their kind (DWARF 5, 7.25). */
const ENTRIES: readonly ((list: RangeList) => void)[] = [
  () => {}, // end_of_list
  (list) => {
    list.base = indexed(list);
  }, // base_addressx
  (list) => add(list, indexed(list), indexed(list)), // startx_endx
  (list) => addLength(list, indexed(list)), // startx_length
  (list) => add(list, list.base + list.cursor.unsignedLeb(), list.base + list.cursor.unsignedLeb()), // offset_pair
  (list) => {
    list.base = written(list);
  }, // base_address
  (list) => add(list, written(list), written(list)), // start_end
  (list) => addLength(list, written(list)), // start_length
];

function readEntry(list: RangeList): boolean {
  const kind = list.cursor.byte();
  const read = ENTRIES[kind] ?? list.cursor.fail(`range list entry ${kind} is not known`);
  read(list);
  return kind !== 0;
}

function indexed(list: RangeList): number {
  return list.reader.addressAt(list.cursor.unsignedLeb());
}

function written(list: RangeList): number {
  return list.cursor.address(list.reader.unit.encoding.addressSize);
}

function addLength(list: RangeList, low: number): void {
  add(list, low, low + list.cursor.unsignedLeb());
}

function add(list: RangeList, low: number, high: number): void {
  if (isCode(low, high)) list.found.push(low, high);
}
