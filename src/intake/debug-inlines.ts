import type { Diagnostic } from '../model/diagnostic.js';
import type { Recording } from '../model/recording.js';
import { Dwarf } from '../symbols/dwarf/dwarf.js';
import type { InlinesOf } from './code-sources.js';

/**
 * Inline chains of ELF files from the debug information that was read with them, or from a separate debug file of the
 * same build. `diagnostics` gets an entry for each file that turns out unreadable when it is asked.
 */
export function debugInlines(recordings: readonly Recording[], diagnostics: Diagnostic[]): InlinesOf {
  const known = recordings.flatMap(({ debugInfo }) => debugInfo);
  const opened = new Map(known.map((info) => [info, new Dwarf(info, diagnostics)]));
  return ({ file, buildId }) => {
    const info =
      known.find((each) => each.file === file) ??
      known.find((each) => each.buildId !== null && each.buildId === buildId);
    const dwarf = info === undefined ? undefined : opened.get(info);
    return dwarf === undefined ? null : (address) => dwarf.inlineChain(address);
  };
}
