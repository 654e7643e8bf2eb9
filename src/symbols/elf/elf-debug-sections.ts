import type { DebugInfo, DebugInfoSection } from '../../model/debug-info.js';
import { type Diagnostic, finding } from '../../model/diagnostic.js';
import { DEBUG_SECTIONS } from '../dwarf/sections.js';
import { ElfType, type Section, SectionFlag, SectionType } from './elf-layout.js';
import type { ElfTables } from './elf-symbols.js';

/** Of all sections that are read: 38 MB for a vmlinux of 1,300 units, 500 MB and more for a distribution's. */
const MAX_DEBUG = 1 << 29;

/** What is to be kept of the debug sections in one more pass, or why nothing is. */
export type DebugPlan =
  | { readonly keep: ReadonlyMap<string, Section> }
  | { readonly why: string; readonly hint: string };

const WITHOUT = 'addresses of this file have no inlined functions and no source lines';
const TOO_LARGE =
  'its machine code is used all the same, without inlined functions and source lines; a copy made with ' +
  '`objcopy --strip-debug` says the same and is read faster';

/** The debug sections of a linked file; `null` when it has none. */
export function debugPlan({ header, sections, sectionNames }: ElfTables): DebugPlan | null {
  const named = new Map<string, Section>();
  sections.forEach((section, index) => {
    const name = sectionNames[index] ?? '';
    if (section.type !== SectionType.noBits && section.size > 0) named.set(name, section);
  });
  if ([...named.keys()].some((name) => name.startsWith('.zdebug_'))) {
    const hint = 'objcopy --decompress-debug-sections';
    return { why: 'its debug information is in .zdebug sections, an old way to compress it', hint };
  }
  const keep = new Map(
    DEBUG_SECTIONS.flatMap((name) => {
      const section = named.get(name);
      return section === undefined ? [] : [[name, section]];
    }),
  );
  if (!keep.has('.debug_info')) return null;
  if (header.type === ElfType.relocatable) {
    const why = 'the debug information of a relocatable object (.o, .ko) has no final addresses';
    return { why, hint: WITHOUT };
  }
  const size = [...keep.values()].reduce((sum, section) => sum + section.size, 0);
  if (size <= MAX_DEBUG) return { keep };
  return { why: `${size} bytes of debug information, more than ${MAX_DEBUG}`, hint: TOO_LARGE };
}

/** `bytes` gives what was kept of the section at that place of `keep`. */
export function debugInfo(
  known: Pick<DebugInfo, 'file' | 'buildId' | 'littleEndian' | 'wide'>,
  keep: ReadonlyMap<string, Section>,
  bytes: (index: number) => Uint8Array,
): DebugInfo {
  const kept = [...keep].map(([name, { flags }], index): [string, DebugInfoSection] => [
    name,
    { bytes: bytes(index), compressed: (flags & SectionFlag.compressed) !== 0 },
  ]);
  return { ...known, sections: new Map(kept) };
}

/** Of debug information that is there and is not read. */
export function debugRefused(file: string, { why, hint }: { why: string; hint: string }): Diagnostic {
  return finding('debug-info-refused', `${why}: it is not read`, hint, file);
}
