import { InputError } from '../../model/errors.js';
import { type Attr, readAttr, SMALLEST_ATTR } from './attr.js';
import { Bytes } from './bytes.js';

interface Section {
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
  /** Most records are in files beside this one: perf record --threads. */
  readonly isDirectory: boolean;
}

/** struct perf_file_header with the feature bitmap, and as it was before features existed. tools/perf/util/header.h */
const HEADER_SIZE = 104;
const HEADER_SIZE_WITHOUT_FEATURES = 72;
export const PIPE_HEADER_SIZE = 16;
const FEATURE_BITS = 256;
export const FEATURES_AT = 72;
const HOSTNAME = 3;
const DIR_FORMAT = 24;
/** One u64 offset and one u64 size: struct perf_file_section. */
export const SECTION_SIZE = 16;

/** Byte order and size of the header that `head` (at least 16 bytes) starts with; a pipe's has 16 bytes. */
export function headerShape(file: string, head: Uint8Array): { littleEndian: boolean; size: number } {
  // The size is small, so that only its lowest byte is set: the magic of old files does not tell the byte order.
  const littleEndian = head[8] !== 0;
  const size = new Bytes(head, littleEndian).u64(8);
  if (size !== PIPE_HEADER_SIZE && size !== HEADER_SIZE && size !== HEADER_SIZE_WITHOUT_FEATURES) {
    throw new InputError({ file, byte: 8 }, `expected a header of ${HEADER_SIZE} bytes, found ${size}`);
  }
  return { littleEndian, size };
}

/** Reads the header that fills `head`. @throws InputError */
export function readFileHeader(file: string, head: Uint8Array, littleEndian: boolean): FileHeader {
  const bytes = new Bytes(head, littleEndian);
  const section = (at: number): Section => ({ at: bytes.u64(at), size: bytes.u64(at + 8) });
  const attrSize = bytes.u64(16);
  if (attrSize < SMALLEST_ATTR + SECTION_SIZE || attrSize > 65536) {
    throw new InputError(
      { file, byte: 16 },
      `expected an attr entry of 80 to 65536 bytes, found ${attrSize}`,
    );
  }
  const features = head.length < HEADER_SIZE ? [] : readFeatureBits(bytes);
  const isDirectory = features.includes(DIR_FORMAT);
  return { attrSize, attrs: section(24), data: section(40), features, isDirectory };
}

/**
 * The bitmap is an array of C longs. On a big-endian machine their size matters and is not recorded: like perf
 * (util/header.c perf_file_header__read()) take the one by which the hostname's bit is set.
 */
function readFeatureBits(bytes: Bytes): number[] {
  const longs = featureBits(bytes, 8);
  if (bytes.littleEndian || longs.includes(HOSTNAME)) return longs;
  const words = featureBits(bytes, 4);
  return words.includes(HOSTNAME) ? words : longs;
}

function featureBits(bytes: Bytes, wordSize: number): number[] {
  const features: number[] = [];
  for (let bit = 0; bit < FEATURE_BITS; bit++) {
    const byte = bit >> 3;
    const at = bytes.littleEndian ? byte : byte - (byte % wordSize) + wordSize - 1 - (byte % wordSize);
    if ((bytes.u8(FEATURES_AT + at) >> (bit & 7)) & 1) features.push(bit);
  }
  return features;
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
