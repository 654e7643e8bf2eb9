import { InputError } from '../../model/errors.js';
import { type Attr, readAttr, SMALLEST_ATTR } from './attr.js';
import { Bytes } from './bytes.js';

export interface Section {
  readonly at: number;
  readonly size: number;
}

/** The fixed header of a perf.data file. */
export interface FileHeader {
  readonly attrSize: number;
  readonly attrs: Section;
  readonly data: Section;
  /** Feature bits set, ascending: the order of the section table behind the data. */
  readonly features: readonly number[];
}

/** struct perf_file_header without and with the feature bitmap. tools/perf/util/header.h */
export const HEADER_SIZE = 104;
export const PIPE_HEADER_SIZE = 16;
const FEATURE_BITS = 256;
/** One u64 offset and one u64 size: struct perf_file_section. */
export const SECTION_SIZE = 16;

export function readFileHeader(file: string, head: Uint8Array, littleEndian: boolean): FileHeader {
  const bytes = new Bytes(head, littleEndian);
  const section = (at: number): Section => ({ at: bytes.u64(at), size: bytes.u64(at + 8) });
  const size = bytes.u64(8);
  if (size !== HEADER_SIZE) {
    throw new InputError({ file, byte: 8 }, `expected a header of ${HEADER_SIZE} bytes, found ${size}`);
  }
  const attrSize = bytes.u64(16);
  if (attrSize < SMALLEST_ATTR + SECTION_SIZE || attrSize > 65536) {
    throw new InputError(
      { file, byte: 16 },
      `expected an attr entry of 80 to 65536 bytes, found ${attrSize}`,
    );
  }
  const features: number[] = [];
  for (let bit = 0; bit < FEATURE_BITS; bit++) {
    // A bitmap of 64-bit words in the file's byte order.
    const word = 72 + (bit >> 6) * 8;
    const byteInWord = (bit & 63) >> 3;
    const byte = bytes.u8(word + (littleEndian ? byteInWord : 7 - byteInWord));
    if ((byte >> (bit & 7)) & 1) features.push(bit);
  }
  return { attrSize, attrs: section(24), data: section(40), features };
}

/** An attr entry and the ids of the event's instances. */
export interface AttrEntry {
  readonly attr: Attr;
  readonly ids: readonly number[];
}

/** Reads the attr entries from what lies before the data. `preface` starts at byte 0 of the file. */
export function readAttrEntries(
  file: string,
  preface: Uint8Array,
  header: FileHeader,
  littleEndian: boolean,
): AttrEntry[] {
  const bytes = new Bytes(preface, littleEndian);
  const { at, size } = header.attrs;
  if (at + size > preface.length) {
    throw new InputError(
      { file, byte: 24 },
      `expected the attr section (${size} bytes at ${at}) before the data, found ${preface.length} bytes there`,
    );
  }
  const entries: AttrEntry[] = [];
  let allIds = 0;
  for (let entry = at; entry + header.attrSize <= at + size; entry += header.attrSize) {
    const idsAt = bytes.u64(entry + header.attrSize - SECTION_SIZE);
    const idsSize = bytes.u64(entry + header.attrSize - 8);
    // Ids are nobody else's: all events naming the same ones would only fill memory.
    allIds += idsSize;
    if (idsAt + idsSize > preface.length || allIds > preface.length) {
      throw new InputError(
        { file, byte: entry + header.attrSize - SECTION_SIZE },
        `expected event ids (${idsSize} bytes at ${idsAt}) before the data, found ${preface.length} bytes there`,
      );
    }
    const ids = Array.from({ length: Math.floor(idsSize / 8) }, (_, index) => bytes.u64(idsAt + index * 8));
    entries.push({ attr: readAttr(bytes, entry), ids });
  }
  if (entries.length === 0)
    throw new InputError({ file, byte: at }, 'expected at least one event, found none');
  return entries;
}
