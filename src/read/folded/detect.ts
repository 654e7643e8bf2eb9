import type { Detection } from '../../model/format.js';
import { headLines } from '../../model/line-reader.js';
import { namedEvent, parseFoldedLine } from './line.js';

/** So many lines in a row are no accident; a shorter text must be seen to its end. */
const ENOUGH_LINES = 5;
const SEARCHED_LINES = 300;

/**
 * Every line must be `stack count`, and one of them a stack of several frames: /proc/vmstat is names and numbers
 * too. Code, prose and CSV have "; " with a blank, which no stackcollapse prints. `perf report -g folded` puts the
 * count first, so its lines end in a name.
 */
export function detectFolded(head: Uint8Array, complete: boolean): Detection {
  if (head.includes(0)) return 'no';
  let folded = 0;
  let deep = false;
  for (const line of headLines(head, complete).slice(0, SEARCHED_LINES)) {
    if (line.trim() === '' || namedEvent(line) !== null) continue;
    const parsed = parseFoldedLine(line);
    if (parsed === null || line.includes('\t') || parsed.stack.includes('; ')) return 'no';
    folded++;
    deep ||= parsed.stack.includes(';');
  }
  if (deep && (complete || folded >= ENOUGH_LINES)) return 'yes';
  return complete || folded >= SEARCHED_LINES ? 'no' : 'more';
}
