import type { DebugSection } from './section-cursor.js';

/** The sections that are read. */
export const DEBUG_SECTIONS = [
  '.debug_info',
  '.debug_abbrev',
  '.debug_aranges',
  '.debug_line',
  '.debug_ranges',
  '.debug_rnglists',
  '.debug_str',
  '.debug_line_str',
  '.debug_str_offsets',
  '.debug_addr',
] as const;

type DebugSectionName = (typeof DEBUG_SECTIONS)[number];

/** The debug sections of one file; those it does not have are empty. */
export type DwarfSections = Readonly<Record<DebugSectionName, DebugSection>>;
