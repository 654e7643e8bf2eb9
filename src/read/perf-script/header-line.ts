import type { Nanoseconds } from '../../model/units.js';
import { readBareHeader } from './bare-header.js';
import { isBlank, isDigits, isInteger, previousEnd, skipBlanks, tokenEnd, tokenStart } from './characters.js';
import { isTracepointName } from './event-name.js';

const RECORD = 'PERF_RECORD_';
/** Of -F +misc (tools/perf/builtin-script.c, perf_sample__fprintf_start) and of ftrace's irq column: "K", "d.h.". */
const FLAGS = 'KUHGgMESpdDNnPhsXzZbBL.#0123456789';
const FLAGS_WIDTH = 6;
/** perf prints the period as %10u behind one space. */
const PERIOD_WIDTH = 10;
/** Columns of `perf script -L`. */
const LATENCY_COMM = 8;
const TID_WIDTH = 5;
const CPU_WIDTH = 3;

/**
 * The first line of a sample. One object is filled again for every line: a trace has millions of them.
 *
 *     nginx   135 [001]    34.310015:    2004008 cpu-clock:
 *     nginx   135/135   [001]    34.310015: cpu-clock:
 *                nginx   135 [001]    34.310015:    2004008 cpu-clock:  ffffffff8155ce50 copy_user_generic...
 *     perf   549 [000]    80.974274: lock:contention_begin: 0xffff8881b8fef5d0 (flags=SPIN|MUTEX)
 *     java  3244 cpu-clock:
 *     perf   549 [000]    80.974274: PERF_RECORD_COMM exec: perf:549/549
 *
 * Source: tools/perf/builtin-script.c, perf_sample__fprintf_start() and process_event().
 */
export class HeaderLine {
  /** "" when not printed. */
  comm = '';
  /** `null` when not printed; -1 when perf does not know. */
  pid: number | null = null;
  tid: number | null = null;
  /** -1 when not printed. */
  cpu = -1;
  /** NaN when not printed. */
  timeNs: Nanoseconds = Number.NaN;
  /** -1 when not printed. */
  period = -1;
  /** "" when not printed. */
  event = '';
  /** Where the text behind the event begins: nothing, a payload, or the frame of a one-line sample. */
  restStart = 0;
  /** The line is of `perf script -L`, which cuts comm to 8 characters and has no brackets around the cpu. */
  isLatency = false;
  /** The line is not a sample but shows another record: it has no event. */
  isRecord = false;
  #line = '';

  /** Whether `line` is a header; its fields are then those of the line. */
  parse(line: string): boolean {
    this.#line = line;
    // The time is the surest mark: comm, which may hold ": ", stands left of it, event and payload right of it.
    return this.#parseAtColon(true) || this.#parseAtColon(false);
  }

  /** Takes what is there of a header that parse() does not know for one; nothing of it need be there. */
  parseBare(text: string): void {
    const bare = readBareHeader(text);
    this.#line = text;
    this.#clear();
    if (bare.time !== '') {
      const at = text.indexOf(bare.time);
      this.#readTime(at, at + bare.time.length);
    }
    const ids = bare.ids.split('/').map(Number);
    this.comm = bare.comm;
    this.tid = bare.ids === '' ? null : (ids.at(-1) ?? null);
    this.pid = ids.length > 1 ? (ids[0] ?? null) : null;
    this.cpu = bare.cpu === '' ? -1 : Number(bare.cpu);
    this.period = bare.period === '' ? -1 : Number(bare.period);
    this.event = bare.event;
    this.restStart = text.length;
  }

  /** Tries every token that ends in ":" as the time or, in lines without one, as the event. */
  #parseAtColon(withTime: boolean): boolean {
    const line = this.#line;
    for (let colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', colon + 1)) {
      if (colon + 1 < line.length && !isBlank(line.charCodeAt(colon + 1))) continue;
      const start = tokenStart(line, colon);
      if (start === colon) continue;
      this.#clear();
      if (!withTime) {
        if (this.#readWithoutTime(start, colon)) return true;
      } else if (this.#readTime(start, colon) && this.#readTask(start) && this.#readEvent(colon + 1)) {
        return true;
      }
    }
    return false;
  }

  #clear(): void {
    this.pid = null;
    this.tid = null;
    this.cpu = -1;
    this.timeNs = Number.NaN;
    this.period = -1;
    this.isRecord = false;
    this.isLatency = false;
  }

  /** `sec.usec` or, with --ns, `sec.nnnnnnnnn`. */
  #readTime(start: number, end: number): boolean {
    const point = this.#line.indexOf('.', start);
    const digits = end - point - 1;
    if (point < start || (digits !== 6 && digits !== 9)) return false;
    if (!isDigits(this.#line, start, point) || !isDigits(this.#line, point + 1, end)) return false;
    const fraction = Number(this.#line.slice(point + 1, end));
    this.timeNs = Number(this.#line.slice(start, point)) * 1e9 + (digits === 6 ? fraction * 1e3 : fraction);
    return true;
  }

  /** What stands left of `end`, read from the right: [tod] [flags] [cpu] [ids] comm, which may end in digits. */
  #readTask(end: number): boolean {
    let left = this.#skipTimeOfDay(previousEnd(this.#line, end));
    if (this.#readLatencyTask(left)) return true;
    if (!this.#readCpu(left)) {
      // Flags are only told from a comm by the cpu or ids before them: "nginx 135 K 34.310015:".
      const before = previousEnd(this.#line, tokenStart(this.#line, left));
      if (this.#isFlags(left) && (this.#readCpu(before) || this.#readIds(before))) left = before;
    }
    if (this.cpu !== -1 || this.#isCpu(left)) left = previousEnd(this.#line, tokenStart(this.#line, left));
    // Without a cpu nothing but its column tells a tid from the number that a comm ends in: "tab: [1] 7".
    const isIds = this.cpu !== -1 || this.#isTidColumn(left);
    if (isIds && this.#readIds(left)) left = previousEnd(this.#line, tokenStart(this.#line, left));
    this.comm = this.#line.slice(skipBlanks(this.#line, 0), left);
    return this.comm !== '' || this.tid !== null || this.cpu !== -1;
  }

  /**
   *     openclos   223   0    77.082200:    2004008 cpu-clock:
   *
   * `%8.8s %5d %3d ` or `%8.8s %5d/%-5d %3d `: told from a comm that ends in a number ("abc 12345    77") by the
   * columns, since a tid would take at least five.
   */
  #readLatencyTask(end: number): boolean {
    const line = this.#line;
    const cpuStart = tokenStart(line, end);
    const idsEnd = previousEnd(line, cpuStart);
    const idsStart = tokenStart(line, idsEnd);
    if (!isDigits(line, cpuStart, end) || idsEnd < LATENCY_COMM + 1 + TID_WIDTH) return false;
    if (line[LATENCY_COMM] !== ' ' || previousEnd(line, idsStart) > LATENCY_COMM) return false;
    const padding = line.slice(idsStart, idsEnd).includes('/') ? TID_WIDTH : 0;
    const width = end - idsEnd - 1;
    if (width < CPU_WIDTH || width > Math.max(CPU_WIDTH, end - cpuStart) + padding) return false;
    if (!this.#readIds(idsEnd)) return false;
    this.comm = line.slice(0, LATENCY_COMM).trim();
    this.cpu = Number(line.slice(cpuStart, end));
    this.isLatency = true;
    return this.comm !== '';
  }

  /** "2026-11-22 13:31:29.000123" of -F +tod. */
  #skipTimeOfDay(end: number): number {
    const clock = tokenStart(this.#line, end);
    if (!isClock(this.#line, clock, end)) return end;
    return previousEnd(this.#line, tokenStart(this.#line, previousEnd(this.#line, clock)));
  }

  #isFlags(end: number): boolean {
    const start = tokenStart(this.#line, end);
    if (end - start > FLAGS_WIDTH || isInteger(this.#line, start, end)) return false;
    for (let at = start; at < end; at++) if (!FLAGS.includes(this.#line.charAt(at))) return false;
    return start < end;
  }

  #isCpu(end: number): boolean {
    const start = tokenStart(this.#line, end);
    return (
      this.#line[start] === '[' && this.#line[end - 1] === ']' && isInteger(this.#line, start + 1, end - 1)
    );
  }

  #readCpu(end: number): boolean {
    if (!this.#isCpu(end)) return false;
    this.cpu = Number(this.#line.slice(tokenStart(this.#line, end) + 1, end - 1));
    return true;
  }

  /** Whether the token that ends at `end` is as wide as `%5d` behind one blank, or stands behind a tab. */
  #isTidColumn(end: number): boolean {
    const line = this.#line;
    const start = tokenStart(line, end);
    const before = previousEnd(line, start);
    return before === 0 || line[start - 1] === '\t' || end - before > TID_WIDTH;
  }

  /** `tid` or `pid/tid`. */
  #readIds(end: number): boolean {
    const start = tokenStart(this.#line, end);
    if (start === end) return false;
    const slash = this.#line.indexOf('/', start);
    const tidStart = slash >= start && slash < end ? slash + 1 : start;
    if (!isInteger(this.#line, tidStart, end)) return false;
    if (tidStart > start && !isInteger(this.#line, start, slash)) return false;
    this.tid = Number(this.#line.slice(tidStart, end));
    this.pid = tidStart > start ? Number(this.#line.slice(start, slash)) : null;
    return true;
  }

  /** What stands right of the time: [period] event ":", nothing at all, or another record. */
  #readEvent(from: number): boolean {
    const line = this.#line;
    let start = skipBlanks(line, from);
    this.isRecord = line.startsWith(RECORD, start);
    let end = tokenEnd(line, start);
    if (isDigits(line, start, end)) {
      this.period = Number(line.slice(start, end));
      start = skipBlanks(line, end);
      end = tokenEnd(line, start);
    }
    if (end - start > 1 && line.charCodeAt(end - 1) === 58) {
      this.event = line.slice(start, end - 1);
      this.restStart = end;
      return true;
    }
    // Without the event's name (-F comm,tid,time,ip,sym) only a one-line frame can follow. Its address may be all
    // digits, but ends further right than a period.
    if (this.period >= 0 && previousEnd(line, start) - from > PERIOD_WIDTH + 1) {
      this.period = -1;
      start = skipBlanks(line, from);
    }
    this.event = '';
    // An address is known by its distance from what stands before it: keep the blanks.
    this.restStart = this.period >= 0 ? start : from;
    return this.isRecord || start === line.length || line.endsWith(')');
  }

  /** Here the colon is the event's: comm ids [cpu] [period] event ":". */
  #readWithoutTime(start: number, colon: number): boolean {
    const line = this.#line;
    let left = previousEnd(line, start);
    const periodStart = tokenStart(line, left);
    // "kdamond.0    77 cycles:" prints a tid, "kdamond.0    77     250000 cycles:" a tid and a period.
    const before = previousEnd(line, periodStart);
    if (isDigits(line, periodStart, left) && left - before > PERIOD_WIDTH && before > 0) {
      this.period = Number(line.slice(periodStart, left));
      left = before;
    }
    if (!this.#readTask(left) || (this.tid === null && this.cpu === -1)) return false;
    this.event = line.slice(start, colon);
    this.isRecord = this.event.startsWith(RECORD);
    this.restStart = colon + 1;
    // Prose can look the same ("In 2020 we: ..."): only what perf prints behind an event may follow.
    return skipBlanks(line, colon + 1) === line.length || line.endsWith(')') || isTracepointName(this.event);
  }
}

/** "13:31:29.000123" */
function isClock(line: string, start: number, end: number): boolean {
  const second = line.indexOf(':', line.indexOf(':', start) + 1);
  return (
    end - start >= 8 && second > start && second < end && isDigits(line, start, line.indexOf(':', start))
  );
}
