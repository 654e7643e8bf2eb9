import { inflateSync } from 'node:zlib';
import type { DebugInfo, DebugInfoSection } from '../../model/debug-info.js';
import { DwarfError } from './dwarf-error.js';
import { SectionCursor } from './section-cursor.js';
import { DEBUG_SECTIONS, type DwarfSections } from './sections.js';

/** Of all sections together, inflated. */
const MAX_INFLATED = 1 << 29;
/** ch_type of include/uapi/linux/elf.h and binutils. */
const Compression = { zlib: 1, zstandard: 2 } as const;

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
  if (type === Compression.zstandard)
    cursor.fail('compressed with Zstandard: objcopy --decompress-debug-sections');
  if (type !== Compression.zlib) cursor.fail(`compression type ${type} is not known`);
  if (!(size > 0 && size <= limit)) cursor.fail(`${size} bytes when inflated, at most ${limit} are read`);
  try {
    const inflated = inflateSync(section.bytes.subarray(cursor.at), { maxOutputLength: size });
    if (inflated.length === size) return inflated;
  } catch {
    // As below: what zlib says of it helps nobody.
  }
  throw new DwarfError(name, cursor.at, `expected a zlib stream of ${size} bytes`);
}
