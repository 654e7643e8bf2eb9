import type { Detection } from '../../model/format.js';
import { headLines } from '../../model/line-reader.js';
import { unquoted } from '../mail-quote.js';
import { namedEvent, parseFoldedLine } from './line.js';

/** So many lines in a row are no accident; a shorter text must be seen to its end. */
const ENOUGH_LINES = 5;
const SEARCHED_LINES = 300;

/** A prompt, a fence or the words of a mail before the stacks. */
const MOST_LINES_BEFORE = 20;

/**
 * Every line must be `stack count`, and one of them a stack of several frames: /proc/vmstat is names and numbers
 * too. Code, prose and CSV have "; " with a blank, which no stackcollapse prints. `perf report -g folded` puts the
 * count first, so its lines end in a name. Behind lines that are none, so many stacks of several frames in a row are
 * no accident either.
 */
export function detectFolded(head: Uint8Array, complete: boolean): Detection {
  if (head.includes(0)) return 'no';
  let before = 0;
  let folded = 0;
  let deep = 0;
  for (const raw of headLines(head, complete).slice(0, SEARCHED_LINES)) {
    const line = unquoted(raw);
    if (line === '' || namedEvent(line) !== null) continue;
    const parsed = parseFoldedLine(line);
    if (parsed === null || line.includes('\t') || parsed.stack.includes('; ')) {
      if (folded > 0 || ++before > MOST_LINES_BEFORE) return 'no';
      continue;
    }
    folded++;
    if (parsed.stack.includes(';')) deep++;
    if (before > 0 && deep < folded) return 'no';
    if (before > 0 && deep >= ENOUGH_LINES) return 'yes';
  }
  if (before === 0 && deep > 0 && (complete || folded >= ENOUGH_LINES)) return 'yes';
  return complete || folded >= SEARCHED_LINES ? 'no' : 'more';
}
