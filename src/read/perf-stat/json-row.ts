import { isValue, type RowReading, readValue } from './cells.js';

/** Keys that say what a row is of (print_aggr_id_json() and print_cgroup() of util/stat-display.c). */
const SCOPE_KEYS = ['core', 'die', 'socket', 'node', 'cluster', 'cache', 'thread', 'cgroup'];

/** True for a line that perf stat -j prints. */
export function isJsonRow(line: string): boolean {
  return line.startsWith('{') && /"(counter-value|metric-value|interval)"/.test(line);
}

/**
 *     `{"interval" : 0.050193365, "socket" : "S0", "aggregate-number" : 2, "counter-value" : "100.854479",
 *       "unit" : "msec", "event" : "cpu-clock", "event-runtime" : 100855620, "pcnt-running" : 100.00,
 *       "metric-value" : 2.017090, "metric-unit" : "CPUs utilized"}`      (on one line)
 *
 * Not through JSON.parse: versions before 6.4 print `nan`, leave out commas and quotes (see
 * tools/perf/tests/shell/lib/perf_json_output_lint.py), and all print decimal commas under German or French. No key or
 * value has a quote inside.
 */
export function readJsonRow(line: string): RowReading {
  if (!line.endsWith('}')) return null;
  const cells = new Map<string, string>();
  for (const [, key, raw] of line.matchAll(/"([^"]+)"\s*:\s*("[^"]*"|(?:[^,}"]|,(?=\d))+)/g)) {
    const text = (raw ?? '').trim();
    cells.set(key ?? '', text.startsWith('"') ? text.slice(1, -1) : text);
  }
  const event = cells.get('event');
  const value = cells.get('counter-value');
  // `{"metric-value" : ...}` alone: a further metric, or --metric-only.
  if (value?.startsWith('<') === true && !isValue(value)) return null;
  if (event === undefined || value === undefined) return cells.has('metric-value') ? 'extra' : null;
  const cpu = cells.get('cpu');
  const scope = SCOPE_KEYS.flatMap((key) => cells.get(key) ?? []).join(' ') || null;
  const metricUnit = cells.get('metric-unit') || null;
  return {
    event,
    value: value.startsWith('<') ? readValue(value) : finite(value),
    unit: cells.get('unit') ?? '',
    cpu: finite(cpu),
    scope,
    intervalS: finite(cells.get('interval')),
    variancePct: finite(cells.get('variance')),
    runningPct: finite(cells.get('pcnt-running')),
    // Without a metric, perf prints 0 of nothing.
    metric: metricUnit === null ? null : finite(cells.get('metric-value')),
    metricUnit,
  };
}

function finite(text: string | undefined): number | null {
  const number = text === undefined || text === '' ? Number.NaN : Number(text.replace(',', '.'));
  return Number.isFinite(number) ? number : null;
}
