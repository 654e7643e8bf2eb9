import { hexEnd, skipBlanks } from './characters.js';

const RECORD = 'PERF_RECORD_';
const LOST = 'PERF_RECORD_LOST lost ';
const LOST_SAMPLES = 'PERF_RECORD_LOST_SAMPLES lost ';
const TRACE_ERROR = ' trace error type ';

const CONTINUATION = /^(\t\t[[ ]| {12}(Old|New) bytes:| {2}entry \d+: )/;

/** Starts of lines that belong to a sample but say nothing of where it was. */
const EXTRAS = ['0x', 'ABI:', 'insn:', 'ilen:', 'BPF ', '|', '... '];

/**
 * Whether a line shows a record that is no sample (--show-mmap-events, --show-task-events and kin).
 *
 *     perf   549 [000]    80.974274: PERF_RECORD_MMAP2 549/549: [0x55d5c0(0x1000) @ 0 fe:00 1 0]: r-xp /usr/bin/perf
 *     PERF_RECORD_FINISHED_ROUND
 *
 * Source: tools/perf/util/event.c, perf_event__fprintf().
 */
export function isRecordLine(line: string): boolean {
  const at = line.indexOf(RECORD);
  return at === 0 || (at > 0 && line[at - 1] === ' ');
}

/**
 * Whether a line can only belong to the record above it: namespaces, changed code, a BPF program's facts.
 *
 *     \t\t[0/net: 3/0xf0000098, 1/uts: 3/0xeffffffe,
 *                 Old bytes: 0f 1f 44 00 00
 *       entry 0:           version = 1
 */
export function isRecordContinuation(line: string): boolean {
  return CONTINUATION.test(line);
}

/** Samples lost according to a record line. LOST and LOST_SAMPLES count the same losses: never add them. */
export function lostIn(line: string): { samples: number; byEvent: boolean } | null {
  const byEvent = numberAfter(line, LOST_SAMPLES);
  if (byEvent !== null) return { samples: byEvent, byEvent: true };
  const byBuffer = numberAfter(line, LOST);
  return byBuffer === null ? null : { samples: byBuffer, byEvent: false };
}

/** " instruction trace error type 1 time 34.310015000 cpu 0 pid 1 ..." (util/auxtrace.c). */
export function isTraceErrorLine(line: string): boolean {
  return line.includes(TRACE_ERROR);
}

/**
 * Whether a line inside a sample is one of the fields that perf prints behind the stack, or between its
 * frames: source line ("  file.c:12", -F +srcline), branch stack (" 0xfrom/0xto/P/-/-/1"), registers
 * (" ABI:2    AX:0x0"), instruction bytes (" insn: 0f 05"), disassembled branches ("\t00007f05:\tinsn: ...").
 */
export function isSampleExtra(line: string): boolean {
  const start = skipBlanks(line, 0);
  if (start === 0) return false;
  if (isSourceLine(line)) return true;
  if (EXTRAS.some((extra) => line.startsWith(extra, start))) return true;
  const end = hexEnd(line, start);
  return end > start && line[end] === ':';
}

/** Two spaces, then "file:line" (util/map.c, map__fprintf_srcline with the prefix "\n  "). */
export function isSourceLine(line: string): boolean {
  return line.startsWith('  ') && line.length > 2 && skipBlanks(line, 2) === 2;
}

function numberAfter(line: string, mark: string): number | null {
  const at = line.indexOf(mark);
  if (at < 0) return null;
  const value = Number.parseInt(line.slice(at + mark.length), 10);
  return Number.isNaN(value) ? null : value;
}
