import { inflateSync } from 'node:zlib';
import { decompress } from 'fzstd';
import type { DebugInfo, DebugInfoSection } from '../../model/debug-info.js';
import { DwarfError } from './dwarf-error.js';
import { SectionCursor } from './section-cursor.js';
import { DEBUG_SECTIONS, type DwarfSections } from './sections.js';

/** Of all sections together, inflated. */
const MAX_INFLATED = 1 << 29;
/**
 * By ch_type of include/uapi/linux/elf.h and binutils. CONFIG_DEBUG_INFO_COMPRESSED_ZLIB and _ZSTD make such kernels. Each
 * gives no more than `size` bytes, or throws what helps nobody.
 */
const STREAMS: ReadonlyMap<
  number,
  { readonly name: string; readonly inflate: (stream: Uint8Array, size: number) => Uint8Array }
> = new Map([
  [1, { name: 'zlib', inflate: (stream, size) => inflateSync(stream, { maxOutputLength: size }) }],
  [2, { name: 'Zstandard', inflate: inflateFrame }],
]);

/** The sections of a file, inflated where they are compressed; those it does not have are empty. @throws DwarfError */
export function openSections({ sections, littleEndian, wide }: DebugInfo): DwarfSections {
  let left = MAX_INFLATED;
  const open = (name: string): Uint8Array => {
    const section = sections.get(name);
    if (section === undefined) return new Uint8Array(0);
    const bytes = section.compressed
      ? inflate(name, section, { littleEndian, wide, limit: left })
      : section.bytes;
    left -= bytes.length;
    return bytes;
  };
  const entries = DEBUG_SECTIONS.map((name) => [name, { name, bytes: open(name), littleEndian }]);
  return Object.fromEntries(entries) as DwarfSections;
}

/** Elf32_Chdr: type, size, alignment; Elf64_Chdr: type, padding, size, alignment (elf(5)). */
function inflate(
  name: string,
  section: DebugInfoSection,
  { littleEndian, wide, limit }: { littleEndian: boolean; wide: boolean; limit: number },
): Uint8Array {
  const cursor = new SectionCursor({ name, bytes: section.bytes, littleEndian }, 0);
  const type = cursor.word();
  if (wide) cursor.skip(4);
  const size = wide ? cursor.long() : cursor.word();
  cursor.skip(wide ? 8 : 4);
  const stream = STREAMS.get(type) ?? cursor.fail(`compression type ${type} is not known`);
  if (!(size > 0 && size <= limit)) cursor.fail(`${size} bytes when inflated, at most ${limit} are read`);
  try {
    const inflated = stream.inflate(section.bytes.subarray(cursor.at), size);
    if (inflated.length === size) return inflated;
  } catch {
    // As below.
  }
  throw new DwarfError(name, cursor.at, `expected a ${stream.name} stream of ${size} bytes`);
}

/** One frame into a buffer of its own size, so that none is made for the window that it asks for. */
function inflateFrame(frame: Uint8Array, size: number): Uint8Array {
  return contentSize(frame) === size ? decompress(frame, new Uint8Array(size)) : new Uint8Array(0);
}

/** Frame_Content_Size of a Zstandard frame (RFC 8878, 3.1.1.1), which all that write such sections know; else `null`. */
function contentSize(frame: Uint8Array): number | null {
  const descriptor = frame[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const bytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const from = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  if (bytes === 0 || frame.length < from + bytes) return null;
  const value = frame.subarray(from, from + bytes).reduceRight((sum, byte) => sum * 256 + byte, 0);
  return bytes === 2 ? value + 256 : value;
}
