import { isAggregate, isInterval, isValue, type RowReading, readValue, scopeOf } from './cells.js';

export const TITLE = 'Performance counter stats for ';
/** `#           time CPU                    counts unit events` before intervals. */
const INTERVAL_TITLE = /^#\s+time\s.*\bcounts\b.*\bevents$/;
/** Nothing, a CPU, a socket or the like, or a thread with its pid. */
const LABEL = /^$|^CPU\d+$|^[SND]\d+(-\S+)?$|-\d+$/;
const ELAPSED = / seconds time elapsed\b/;

/** `# started on Sat Nov 28 15:25:09 2026`, first in a file of `-o`, once more for each `--append`. */
export const STARTED = '# started on ';
/** `#`, `#    2.000`, `#    2.000 CPUs` or `( +-` at the end of a counter's line: its metric was wrapped there. */
const UNFINISHED = /#(\s+[\d.,]+(\s+CPUs)?)?$|\(\s*\+-$|\($/;

/** A metric, which may also be a second one of the counter before, and what follows a metric. */
const METRIC = /^#\s+-?[\d.,]+\s/;
const BEHIND_METRIC = '(';

/** Whether `next` is the rest of a counter's line that a mail client wrapped. */
export function isWrapped(line: string, next: string): boolean {
  if (METRIC.test(next)) return !line.includes('#');
  return UNFINISHED.test(line) || next.startsWith(BEHIND_METRIC);
}

/** The line above the rows of one perf stat. */
export function isTitle(line: string): boolean {
  return line.startsWith(TITLE) || INTERVAL_TITLE.test(line);
}

/** The line below them: how long the command ran. */
export function isElapsed(line: string): boolean {
  return ELAPSED.test(line);
}

/** What perf prints around its rows, as patterns of whole lines. */
const FURNITURE: readonly RegExp[] = [
  /^$/,
  /^#/,
  / seconds (user|sys)$/,
  ELAPSED,
  // `--table`: a bar for each run.
  /^\d+\.\d+ \([+-]\d+\.\d+\) #+$/,
  /^Some events weren't counted\./,
  /^echo [01] > \/proc\/sys\/kernel\/nmi_watchdog$/,
  /^perf stat \.\.\.$/,
  /^The events in group usually have to be from the same PMU\./,
];

/** A line that is none of perf stat's figures and never is. */
export function isFurniture(line: string): boolean {
  return FURNITURE.some((pattern) => pattern.test(line));
}

/**
 *     `          25,306.18 msec cpu-clock                        #    8.019 CPUs utilized            ( +-  0.05% )`
 *     `     0.050207767 CPU0          <not supported>      cycles                                               `
 *     `S0        2             244.37 msec cpu-clock                        #    2.000 CPUs utilized          `
 *     `         1,234,567      cycles:u                  #    1.23 GHz                      (83.21%)`
 *     `          1.349300 task-clock (msec)         #    0.013 CPUs utilized`                  (before 4.17)
 */
export function readTextRow(line: string): RowReading {
  const { counted, derived } = splitMetric(line);
  // `<not counted>` is the one cell with a blank in it.
  const text = counted.replace(/<not /, '<not\u0001');
  const words = [...text.matchAll(/[^ \t]+/g)].map((match) => ({
    text: match[0].replace('\u0001', ' '),
    end: match.index + match[0].length,
    from: match.index,
  }));
  let at = 0;
  const interval = isInterval(words[0]?.text ?? '') ? (words[at++]?.text ?? null) : null;
  const valueIndex = words.findIndex((_, index) => index >= at && isValueWord(words, index, at));
  if (valueIndex < 0) return null;
  // `S0` is followed by the number of its CPUs, a thread's name by nothing.
  const labelEnd = isAggregate(words[at]?.text ?? '') ? at + 1 : valueIndex;
  const label = words.slice(at, labelEnd).map(({ text }) => text);
  if (!LABEL.test(label.join(' '))) return null;
  const value = words[valueIndex];
  const rest = words.slice(valueIndex + 1);
  const [first, second] = rest;
  if (value === undefined || first === undefined) return null;
  // Without a unit its column of blanks remains, so one blank only stands before a unit.
  const hasUnit = first.from === value.end + 1 && second !== undefined && /^[A-Za-z%/]+$/.test(first.text);
  const old = /^(.+) \(([A-Za-z]+)\)$/.exec(rest.map(({ text }) => text).join(' '));
  const plain = hasUnit && !second.text.startsWith('[') && !second.text.startsWith('(');
  const named =
    old === null ? splitName(plain ? rest.slice(1) : rest) : { event: old[1] ?? '', cgroup: null };
  if (named === null) return null;
  const { cpu, scope, intervalS } = scopeOf(interval, label.join(' ') || null);
  return {
    event: named.event,
    value: readValue(value.text),
    unit: old?.[2] ?? (plain ? first.text : ''),
    cpu,
    scope: [scope, named.cgroup].filter((part) => part !== null).join(' ') || null,
    intervalS,
    ...derived,
  };
}

interface Word {
  readonly text: string;
  readonly from: number;
  readonly end: number;
}

/** `cycles`, `cycles [cpu_core]`, or an event in its column and a cgroup in the next; prose has more words. */
function splitName(words: readonly Word[]): { event: string; cgroup: string | null } | null {
  const [event, second] = words;
  if (event === undefined || words.length > 2 || !/^[A-Za-z_{]/.test(event.text)) return null;
  if (second === undefined) return { event: event.text, cgroup: null };
  if (second.text.startsWith('[')) return { event: `${event.text} ${second.text}`, cgroup: null };
  return second.from > event.end + 1 ? { event: event.text, cgroup: second.text } : null;
}

/** The value is the first number behind the label; behind `S0` or `N0` comes a number of CPUs first. */
function isValueWord(words: readonly Word[], index: number, start: number): boolean {
  const text = words[index]?.text ?? '';
  if (!isValue(text)) return false;
  const isCpuCount = index === start + 1 && isAggregate(words[start]?.text ?? '');
  return !(isCpuCount && isValue(words[index + 1]?.text ?? ''));
}

type Derived = Pick<
  Exclude<RowReading, 'extra' | null>,
  'metric' | 'metricUnit' | 'variancePct' | 'runningPct'
>;

/** Cuts off `#    8.019 CPUs utilized`, `( +-  0.05% )` and `(83.21%)`, the part of the time it was measured. */
function splitMetric(line: string): { counted: string; derived: Derived } {
  let counted = line.trimEnd();
  const take = (pattern: RegExp): string | null => {
    const match = pattern.exec(counted);
    if (match === null) return null;
    counted = counted.slice(0, match.index).trimEnd();
    return match[1] ?? null;
  };
  const numberOf = (text: string | null): number | null =>
    text === null ? null : Number(text.replace(',', '.'));
  // perf prints it only when a counter had to share the PMU.
  const runningPct = numberOf(take(/\(\s*(\d+[.,]\d+)%\)$/)) ?? 100;
  const variancePct = numberOf(take(/\(\s*\+-\s*(\d+[.,]\d+)%\s*\)$/));
  take(/\s(#)$/);
  const metric = /^(-?\d+(?:[.,]\d+)?)\s*%?\s*(.*)$/.exec((take(/\s#\s+(\S.*)$/) ?? '').trim());
  return {
    counted,
    derived: {
      metric: numberOf(metric?.[1] ?? null),
      metricUnit: metric?.[2] || null,
      variancePct,
      runningPct,
    },
  };
}
