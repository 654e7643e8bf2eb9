import { AddressRanges, type OwnedRange } from './address-ranges.js';
import { Attribute, type UnitReader } from './unit-reader.js';

/** A function with code in one unit: out of line, or inlined into another. */
interface DwarfFunction {
  /** Of its entry in .debug_info. */
  readonly offset: number;
  /** Index of the function it is inlined into; -1 when it is not inlined. */
  readonly caller: number;
  /** Where the call was that is inlined here: a file number of the line table, and the line. */
  readonly callFile: number | null;
  readonly callLine: number | null;
}

export interface UnitFunctions {
  readonly functions: readonly DwarfFunction[];
  /** Owned by index in `functions`, which are in order of nesting. */
  readonly ranges: AddressRanges;
}

const Tag = { inlined: 0x1d, subprogram: 0x2e } as const;
const MAX_DEPTH = 1 << 12;
/** Ranges of all functions of one unit; the largest of a kernel has 30,000. */
const MAX_RANGES = 1 << 20;

/** Walks all entries of a unit once. @throws DwarfError */
export function readFunctions(reader: UnitReader): UnitFunctions {
  const cursor = reader.cursor(reader.unit.entries);
  const functions: DwarfFunction[] = [];
  const ranges: OwnedRange[] = [];
  /** The function around the entries of each depth, -1 outside all. */
  const around: number[] = [];
  let inside = -1;
  while (!cursor.atEnd) {
    const offset = cursor.at;
    const code = cursor.unsignedLeb();
    if (code === 0) {
      inside = around.pop() ?? -1;
      if (around.length === 0) break;
      continue;
    }
    const abbreviation = reader.abbreviations.get(code);
    const { tag } = abbreviation;
    let self = inside;
    if (tag === Tag.inlined || tag === Tag.subprogram) {
      const values = reader.values(cursor, abbreviation);
      const own = reader.ranges(values);
      self = functions.length;
      for (let at = 0; at + 1 < own.length; at += 2) {
        ranges.push({ low: own[at] ?? 0, high: own[at + 1] ?? 0, owner: self });
      }
      if (ranges.length > MAX_RANGES) reader.fail(`functions with more than ${MAX_RANGES} ranges`);
      functions.push({
        offset,
        caller: tag === Tag.inlined ? inside : -1,
        callFile: values.get(Attribute.callFile)?.number ?? null,
        callLine: values.get(Attribute.callLine)?.number ?? null,
      });
    } else {
      reader.skipValues(cursor, abbreviation);
    }
    if (!abbreviation.hasChildren) {
      if (around.length === 0) break;
      continue;
    }
    if (around.length === MAX_DEPTH) reader.fail(`entries nested deeper than ${MAX_DEPTH}`);
    around.push(inside);
    inside = self;
  }
  return { functions, ranges: new AddressRanges(ranges) };
}
