import type { Detection } from '../../model/format.js';
import { headLines } from '../../model/line-reader.js';
import { TAB } from './characters.js';
import { hasAddressColumn, parseFrame } from './frame-line.js';
import { HeaderLine } from './header-line.js';
import { oneLineFrame } from './one-line-frame.js';
import { isRecordLine } from './side-line.js';

/** Lines that are neither comment nor sample, after which the file is something else. */
const MAX_STRANGE_LINES = 20;

/**
 * Whether a text is perf script's. The "# ========" block decides nothing, since `perf report --header`
 * begins with the same: the first sample does. A text cut from the middle may begin with orphan frames.
 */
export function detectPerfScript(head: Uint8Array, complete: boolean): Detection {
  if (head.includes(0)) return 'no';
  const lines = headLines(head, complete);
  const header = new HeaderLine();
  let strange = 0;
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#') || isFrame(line) || isRecordLine(line)) continue;
    const kind = headerKind(header, line);
    const next = lines[index + 1] ?? '';
    if (kind === 'yes' || (kind === 'perhaps' && isFrame(next))) return 'yes';
    if (++strange >= MAX_STRANGE_LINES) return 'no';
  }
  return complete ? 'no' : 'more';
}

/** `perhaps`: what prose can look like too, a header if a frame follows. */
function headerKind(header: HeaderLine, line: string): 'yes' | 'perhaps' | 'no' {
  if (line.charCodeAt(0) === TAB || !header.parse(line)) return 'no';
  const placed = header.cpu !== -1 || !Number.isNaN(header.timeNs);
  // Without a tid it can be ftrace's "nginx-135   [001] d.h. 34.310015: sched_switch:".
  if (header.event !== '' && header.tid !== null && placed) return 'yes';
  const frame = parseFrame(oneLineFrame(line, header.restStart));
  return frame !== null && frame.dso !== null ? 'yes' : 'perhaps';
}

function isFrame(line: string): boolean {
  if (line.charCodeAt(0) !== TAB) return false;
  return (line.endsWith(')') || hasAddressColumn(line)) && parseFrame(line) !== null;
}
