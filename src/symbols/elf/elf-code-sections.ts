import type { Architecture } from '../../model/code-image.js';
import { type ElfHeader, Machine, type Section, SectionFlag, SectionType } from './elf-layout.js';

/** Of all executable sections of a file: a vmlinux has 8 to 20 MB, Chromium's largest library 180 MB. */
export const MAX_CODE = 1 << 28;

/** `null` for those that are not decoded. */
export function codeArchitecture({ wide, machine }: ElfHeader): Architecture | null {
  if (!wide) return null;
  if (machine === Machine.x86_64) return 'x86_64';
  return machine === Machine.arm64 ? 'arm64' : null;
}

/** The sections that hold instructions; none for an architecture that is not decoded. */
export function codeSections(header: ElfHeader, sections: readonly Section[]): Section[] {
  if (codeArchitecture(header) === null) return [];
  const needed = SectionFlag.allocated | SectionFlag.executable;
  return sections.filter(
    ({ type, flags, size }) => type === SectionType.program && (flags & needed) === needed && size > 0,
  );
}
