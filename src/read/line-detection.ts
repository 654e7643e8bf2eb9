import type { Detection } from '../model/format.js';
import { headLines } from '../model/line-reader.js';
import { unquoted } from './mail-quote.js';

/** A mail's or a script's own lines may come first; nobody writes more than this before the matter itself. */
const SEARCHED_LINES = 300;

/** Looks for a line that only this format has; lines are given without mail quotes and outer blanks. */
export function detectLine(
  head: Uint8Array,
  complete: boolean,
  isOurs: (line: string) => boolean,
): Detection {
  // Binary: its "lines" may never end.
  if (head.includes(0)) return 'no';
  const lines = headLines(head, complete).slice(0, SEARCHED_LINES);
  for (const line of lines) {
    if (isOurs(unquoted(line))) return 'yes';
  }
  return complete || lines.length === SEARCHED_LINES ? 'no' : 'more';
}
