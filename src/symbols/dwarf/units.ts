import { attempt, DwarfError } from './dwarf-error.js';
import type { Encoding } from './forms.js';
import { type DebugSection, SectionCursor } from './section-cursor.js';

/** One unit of .debug_info, as its header says: [offset, end), entries from `entries` on. */
export interface Unit {
  readonly offset: number;
  readonly end: number;
  readonly entries: number;
  /** Offset of its table in .debug_abbrev. */
  readonly abbreviations: number;
  readonly encoding: Encoding;
}

/** Chromium has 40,000 units. */
const MAX_UNITS = 1 << 20;
/** What stands between a DWARF 5 header and the first entry, by type of unit: an id, and in type units an offset. */
const UNIT_TYPES: ReadonlyMap<number, { readonly id: number; readonly typeOffset: boolean }> = new Map([
  [1, { id: 0, typeOffset: false }], // compile
  [2, { id: 8, typeOffset: true }], // type
  [3, { id: 0, typeOffset: false }], // partial
  [4, { id: 8, typeOffset: false }], // skeleton
  [5, { id: 8, typeOffset: false }], // split compile
  [6, { id: 8, typeOffset: true }], // split type
]);

interface Bounds {
  readonly offset: number;
  /** First byte behind the length. */
  readonly start: number;
  readonly end: number;
  readonly offsetSize: 4 | 8;
}

/**
 * The units of .debug_info in order of offset (DWARF 5, 7.5.1). `onProblem` is told of units that cannot be read:
 * such a one is passed over, and the rest of the section with it when its length is wrong.
 */
export function scanUnits(info: DebugSection, onProblem: (error: DwarfError) => void): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < info.bytes.length; ) {
    const bounds = attempt(() => readBounds(info, at, units.length), onProblem);
    if (bounds === null) break;
    const unit = attempt(() => readHeader(info, bounds), onProblem);
    if (unit !== null) units.push(unit);
    at = bounds.end;
  }
  return units;
}

/** The unit that `offset` of .debug_info is in; `null` when none is. */
export function unitAt(units: readonly Unit[], offset: number): Unit | null {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((units[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const unit = units[low - 1];
  return unit !== undefined && offset >= unit.entries && offset < unit.end ? unit : null;
}

function readBounds(info: DebugSection, offset: number, before: number): Bounds {
  if (before >= MAX_UNITS) throw new DwarfError(info.name, offset, `more than ${MAX_UNITS} units`);
  const cursor = new SectionCursor(info, offset);
  const { length, offsetSize } = cursor.unitLength();
  const end = cursor.at + length;
  if (!(length >= 0 && end <= info.bytes.length)) {
    throw new DwarfError(info.name, offset, `a unit of ${length} bytes goes beyond the end of the section`);
  }
  return { offset, start: cursor.at, end, offsetSize };
}

function readHeader(info: DebugSection, { offset, start, end, offsetSize }: Bounds): Unit {
  const cursor = new SectionCursor(info, start, end);
  const readOffset = (): number => (offsetSize === 8 ? cursor.long() : cursor.word());
  const version = cursor.half();
  if (version < 2 || version > 5) {
    throw new DwarfError(info.name, offset, `expected DWARF version 2 to 5, found ${version}`);
  }
  let abbreviations = 0;
  let addressSize = 0;
  if (version < 5) {
    abbreviations = readOffset();
    addressSize = cursor.byte();
  } else {
    const number = cursor.byte();
    const type = UNIT_TYPES.get(number);
    if (type === undefined) throw new DwarfError(info.name, offset, `unit type ${number} is not known`);
    addressSize = cursor.byte();
    abbreviations = readOffset();
    cursor.skip(type.id);
    if (type.typeOffset) readOffset();
  }
  if (addressSize !== 4 && addressSize !== 8) {
    throw new DwarfError(info.name, offset, `expected addresses of 4 or 8 bytes, found ${addressSize}`);
  }
  return { offset, end, entries: cursor.at, abbreviations, encoding: { version, addressSize, offsetSize } };
}
