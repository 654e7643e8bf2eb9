import { isAggregate, isInterval, isValue, type RowReading, readValue, scopeOf } from './cells.js';

/** `separator runtime separator run%` stands in every row since 3.16, whatever the separator. */
const TAIL = /(\t|[^\w\s.]{1,3})\d+\1\d{1,3}\.\d\d(?=\1|$)/;
const SCALED = /^\d{1,3}\.\d\d$/;
const UNIT = /^[A-Za-z%/]*$/;
const EVENT = /^[A-Za-z_][\w.-]*(:[\w-]+)?(\/|$|:| \[|\()/;

/** The same tail under a language with decimal commas, separated by commas; a metric behind it is cut by perf. */
const COMMA_TAIL = /,(\d+),(\d{1,3}),(\d\d)(,[^,]*,[^,]*)?$/;

/** The separator `-x` was given, as this row shows it; `null` when it is no row. */
export function separatorOf(line: string): string | null {
  return TAIL.exec(line)?.[1] ?? (COMMA_TAIL.test(line) ? ',' : null);
}

/**
 * A row of `-x,` as perf prints it under German or French, with points:
 *
 *     `403,82,msec,cpu-clock,403827443,100,00,2,CPUs utilized`   is   `403.82,msec,cpu-clock,403827443,100.00`
 *     `0,61,msec,task-clock,2,39%,614713,100,00,0,CPUs utilized` is   `0.61,msec,task-clock,2.39%,614713,100.00`
 *
 * The metric is left out: perf itself cuts its decimals ("2" of 2.003, "0" of 0.99).
 */
function withPoints(line: string): string {
  return line
    .replace(COMMA_TAIL, ',$1,$2.$3')
    .replace(/,(\d+),(\d\d%,\d+,\d+\.\d\d)$/, ',$1.$2')
    .replace(/(^|,)(\d+),(\d\d,[A-Za-z]+,)/, '$1$2.$3');
}

/**
 *     `25306.18,msec,cpu-clock,25306228363,100.00,8.019,CPUs utilized`
 *     `     0.050201637,CPU0,7,,context-switches,50419137,100.00,138.838,/sec`
 *     `S0,2,<not supported>,,cycles,0,100.00,,`
 *     `1234,,cpu/event=0x3c,umask=0x0/,0.52%,899554,83.21,,`
 *     `,,,,,,0.45,stalled cycles per insn`            (a further metric of the counter above)
 *
 * Fields: [interval] [what of [CPUs in it]] value unit event [cgroup] [variance%] runtime run% [metric
 * metric-unit], from tools/perf/util/stat-display.c. Not RFC 4180 and so not for a CSV library: nothing is
 * quoted and an event's name may hold the separator, so fields are counted from both ends and what is left in
 * the middle is the name.
 */
export function readCsvRow(line: string, separator: string): RowReading {
  const cells = (TAIL.test(line) ? line : withPoints(line)).split(separator);
  const interval = isInterval((cells[0] ?? '').trim()) ? (cells.shift() ?? '').trim() : null;
  // `--summary` marks the total behind the intervals.
  if ((cells[0] ?? '').trim() === 'summary') cells.shift();
  const start = valueAt(cells);
  if (start === null) return isExtraMetric(cells) ? 'extra' : null;
  const end = runtimeAt(cells, start + 3);
  if (end === null) return null;
  const label = start === 0 ? null : scopeLabel(cells, start);
  let nameEnd = end;
  const noise = cells[end - 1] ?? '';
  const varianceText = nameEnd > start + 3 && /^\d+\.\d\d%$/.test(noise) ? noise.slice(0, -1) : null;
  if (varianceText !== null) nameEnd--;
  const { event, cgroup } = splitName(cells.slice(start + 2, nameEnd), separator);
  const unit = cells[start + 1] ?? '';
  if (!UNIT.test(unit) || !EVENT.test(event)) return null;
  const [metric = '', ...metricUnit] = cells.slice(end + 2);
  const { cpu, scope, intervalS } = scopeOf(interval, label);
  return {
    event,
    value: readValue(cells[start] ?? ''),
    unit,
    cpu,
    scope: [scope, cgroup].filter((part) => part !== null).join(' ') || null,
    intervalS,
    variancePct: varianceText === null ? null : Number(varianceText),
    runningPct: Number(cells[end + 1]),
    metric: metric === '' ? null : Number(metric),
    metricUnit: metricUnit.join(separator) || null,
  };
}

/** Where the value stands: first, or behind a label, or behind a label and its number of CPUs. */
function valueAt(cells: readonly string[]): number | null {
  const is = (at: number): boolean => isValue((cells[at] ?? '').trim());
  if (is(0)) return 0;
  if ((cells[0] ?? '') === '') return null;
  if (isAggregate(cells[0] ?? '') && is(1) && is(2)) return 2;
  // A thread's name can hold the separator too; its "-pid" ends the label.
  const at = cells.findIndex((_, index) => index > 0 && is(index));
  return at > 0 ? at : null;
}

function scopeLabel(cells: readonly string[], start: number): string {
  return isAggregate(cells[0] ?? '') ? (cells[0] ?? '') : cells.slice(0, start).join(',');
}

/** Index of the runtime: the last whole number before a "100.00" with none or two and more fields behind it. */
function runtimeAt(cells: readonly string[], from: number): number | null {
  for (let at = cells.length - 2; at >= from; at--) {
    const behind = cells.length - at - 2;
    if (/^\d+$/.test(cells[at] ?? '') && SCALED.test(cells[at + 1] ?? '') && behind !== 1) {
      const metric = cells[at + 2] ?? '';
      return /^-?(\d+(\.\d+)?)?$|^(nan|inf)$/.test(metric) ? at : null;
    }
  }
  return null;
}

/** A PMU event has its terms between two slashes; what follows the second is the cgroup. */
function splitName(pieces: readonly string[], separator: string): { event: string; cgroup: string | null } {
  let event = pieces[0] ?? '';
  let used = 1;
  const open = (): boolean => event.split('/').length % 2 === 0;
  for (; used < pieces.length && open(); used++) event += separator + pieces[used];
  return { event, cgroup: used < pieces.length ? pieces.slice(used).join(separator) : null };
}

function isExtraMetric(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length >= 2 && cells.length >= 5 && /^-?\d+(\.\d+)?$/.test(cells.at(-2) ?? '');
}
