import type { Detection } from '../../model/format.js';
import { headLines } from '../../model/line-reader.js';
import { withoutQuoteMarks } from '../mail-quote.js';
import { areQuoted } from '../quoted-lines.js';
import { TAB } from './characters.js';
import { hasAddressColumn, parseFrame } from './frame-line.js';
import { HeaderLine } from './header-line.js';
import { bareFrame, oneLineFrame } from './one-line-frame.js';
import { isRecordContinuation, isRecordLine } from './side-line.js';

/** Lines that are neither comment nor sample, after which the file is something else. */
const MAX_STRANGE_LINES = 20;

/**
 * Whether a text is perf script's. The "# ========" block decides nothing, since `perf report --header`
 * begins with the same: the first sample does. A text cut from the middle may begin with orphan frames.
 */
export function detectPerfScript(head: Uint8Array, complete: boolean): Detection {
  if (head.includes(0)) return 'no';
  const raw = headLines(head, complete);
  const lines = areQuoted(raw) ? raw.map(withoutQuoteMarks) : raw;
  const header = new HeaderLine();
  let strange = 0;
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1] ?? '';
    if (line === '' && isShortFrame(next)) return 'yes';
    if (line === '' || line.startsWith('#') || isFrame(line)) continue;
    if (isRecordLine(line) || isRecordContinuation(line)) continue;
    if (line.charCodeAt(0) !== TAB && (isShortFrame(next) || isBareSample(lines.slice(index)))) return 'yes';
    const kind = headerKind(header, line);
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
  return frame !== null && (frame.dso !== null || placed) ? 'yes' : 'perhaps';
}

/** A frame that can follow a header of any shape: its address ends where perf's does. */
function isShortFrame(line: string): boolean {
  return line.charCodeAt(0) === TAB && hasAddressColumn(line) && parseFrame(line) !== null;
}

/** Lines without a dso prove something only when there are several: other tools list numbers and names too. */
const BARE_SAMPLES = 3;
const KERNEL_ADDRESS = /^[89a-f][0-9a-f]{15} /;
/** Behind it stands one word, then nothing or what perf appends: not an instruction with operands, nor objdump's "<name>". */
const KERNEL_FRAME = /^\S+ [^\s<%$*]\S*(?: \(| ilen:| insn:| 0x|$)/;
const SHORTEST_ADDRESS = /^[0-9a-f]{5}/;
/** A file, or a name that perf made up: "([kernel.kallsyms])", "(//anon)". */
const DSO = / \([[/][^()]+\)$/;
/** What a header can end in and a list does not: a time or an event, a cpu. */
const HEADER_END = /(\S:|\[\d{3,}\]) *$/;

/** Whether the first lines are samples on one line that have no header or a short one. */
function isBareSample(lines: readonly string[]): boolean {
  const samples = lines.slice(0, BARE_SAMPLES).map((line) => {
    const frame = bareFrame(line);
    return { header: line.slice(0, frame?.start ?? 0), frame: frame?.text ?? '' };
  });
  const first = samples[0]?.frame ?? '';
  if (SHORTEST_ADDRESS.test(first) && DSO.test(first)) return true;
  return (
    samples.length === BARE_SAMPLES &&
    samples.every(({ frame }) => SHORTEST_ADDRESS.test(frame) && parseFrame(frame) !== null) &&
    samples.every(({ frame }) => !KERNEL_ADDRESS.test(frame) || KERNEL_FRAME.test(frame)) &&
    samples.some(({ header, frame }) => KERNEL_ADDRESS.test(frame) || HEADER_END.test(header))
  );
}

function isFrame(line: string): boolean {
  if (line.charCodeAt(0) !== TAB) return false;
  return (line.endsWith(')') || hasAddressColumn(line)) && parseFrame(line) !== null;
}
