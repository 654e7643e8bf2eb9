import type { Analysis } from '../model/analysis.js';
import { groupBy } from '../model/group-by.js';
import { printable } from '../model/printable.js';
import { loadCount } from './load-text.js';
import { counterText, countText, durationText, nounText, percentText, UNKNOWN } from './numbers.js';
import { code, left, right, type Table } from './table.js';

const NOT_PRINTED = '';

/** Waits for AppArmor's locks in perf lock, at most `top`; other locks are counted in a note. */
export function lockWaitsTable({ lockWaits }: Analysis, top: number): Table {
  const own = lockWaits.filter(({ role }) => role !== null).sort((a, b) => b.waitTotalNs - a.waitTotalNs);
  const others = lockWaits.length - own.length;
  return {
    title: "AppArmor's locks in perf lock",
    notes: [
      ...(own.length > top ? [`${own.length - top} more ${nounText(own.length - top, 'row')}.`] : []),
      ...(others > 0
        ? [
            `${countText(others)} more ${others === 1 ? 'row is' : 'rows are'} not known to be of AppArmor's locks.`,
          ]
        : []),
    ],
    columns: [
      left('protects'),
      right('contended'),
      right('waited'),
      right('longest'),
      left('type'),
      code('lock or caller'),
    ],
    rows: own
      .slice(0, top)
      .map((row) => [
        row.role ?? UNKNOWN,
        countText(row.contended),
        durationText(row.waitTotalNs),
        row.waitMaxNs === null ? NOT_PRINTED : durationText(row.waitMaxNs),
        printable(row.type ?? NOT_PRINTED),
        printable(row.caller ?? row.name ?? UNKNOWN),
      ]),
  };
}

/** Calls of the functions that the catalogue lists, at most `top`. */
export function callsTable({ functionCalls, throughput }: Analysis, top: number): Table {
  const known = functionCalls.filter(({ rmws }) => rmws !== null);
  return {
    title: 'Calls counted by ftrace',
    notes: [
      ...(known.length > top ? [`${known.length - top} more functions of the catalogue.`] : []),
      ...(functionCalls.every(({ perRequest }) => perRequest !== null) ? [] : perRequestWhy(throughput)),
    ],
    columns: [right('calls'), right('per request'), right('RMWs a call'), code('hook')],
    rows: known
      .slice(0, top)
      .map((row) => [
        countText(row.calls),
        row.perRequest === null ? UNKNOWN : row.perRequest.toFixed(2),
        String(row.rmws ?? UNKNOWN),
        printable(row.symbol),
      ]),
  };
}

/** Why calls per request are unknown; nothing where they are known (callCounts() of attribute/companion-rows.ts). */
function perRequestWhy(loads: Analysis['throughput']): string[] {
  const [load] = loads;
  if (load === undefined)
    return ['Per request is unknown: no load generator says how many requests there were.'];
  if (loads.length > 1) {
    const names = loads.map(({ tool, requests }) => `${printable(tool)} (${loadCount(tool, requests)})`);
    return [
      `Per request is unknown: of ${loads.length} loads it is not known which ran while calls were counted: ${names.slice(0, SHOWN_LOADS).join(', ')}${loads.length > SHOWN_LOADS ? ', ...' : ''}.`,
    ];
  }
  const tool = printable(load.tool);
  if (load.requests === null)
    return [`Per request is unknown: ${tool} does not print its number of requests.`];
  return [
    load.requests === 0
      ? `Per request is unknown: ${tool} made no request.`
      : `Per request is unknown: calls were counted several times, ${tool} ran once.`,
  ];
}

const SHOWN_LOADS = 4;

/** What perf stat counted, at most `top` events; rows of single CPUs, threads or intervals are added up. */
export function countersTable({ counters }: Analysis, top: number): Table {
  const rows = [...groupBy(counters, ({ file, event, unit }) => `${file}\n${event}\n${unit}`).values()];
  return {
    title: 'Counted by perf stat',
    notes: rows.length > top ? [`${rows.length - top} more events.`] : [],
    columns: [right('count'), left('unit'), left('and'), code('event')],
    rows: rows.slice(0, top).map((own) => {
      const [first] = own;
      const whole = own.filter(({ cpu, scope }) => cpu === null && scope === null);
      const parts = whole.length > 0 ? whole : own;
      // With --summary the total stands beside its intervals.
      const totals = parts.filter(({ intervalS }) => intervalS === null);
      const added = (totals.length > 0 ? totals : parts).flatMap(({ value }) => value ?? []);
      const single = own.length === 1 && first !== undefined && first.metric !== null ? first : null;
      return [
        added.length === 0 ? UNKNOWN : counterText(added.reduce((sum, value) => sum + value, 0)),
        printable(first?.unit ?? NOT_PRINTED),
        single === null ? NOT_PRINTED : printable(`${single.metric} ${single.metricUnit ?? ''}`.trimEnd()),
        printable(first?.event ?? UNKNOWN),
      ];
    }),
  };
}

/** The lines of perf c2c with the most HITM, at most `top`. */
export function cacheLinesTable({ cacheLines }: Analysis, top: number): Table {
  const hitm = (line: (typeof cacheLines)[number]): number => (line.localHitm ?? 0) + (line.remoteHitm ?? 0);
  return {
    title: 'Contended cache lines in perf c2c',
    notes: [],
    columns: [left('line'), right('remote HITM'), right('local HITM'), right('peer'), left('accessed by')],
    rows: [...cacheLines]
      .sort((a, b) => hitm(b) - hitm(a))
      .slice(0, top)
      .map((line) => [
        printable(line.address),
        countText(line.remoteHitm),
        countText(line.localHitm),
        countText(line.peer),
        line.accesses
          .slice(0, 3)
          .map(
            ({ offset, symbol, remoteHitmPct }) =>
              `+${offset === null ? UNKNOWN : `0x${offset.toString(16)}`} ${printable(symbol ?? UNKNOWN)}` +
              (remoteHitmPct === null ? '' : ` ${percentText(remoteHitmPct)}`),
          )
          .join(', '),
      ]),
  };
}

/** The hottest instructions of annotate listings, at most `top`: the atomics, or where none has samples the others. */
export function instructionsTable({ listings }: Analysis, top: number): Table {
  const hot = listings
    .flatMap(({ symbol, notable }) => notable.map((instruction) => ({ symbol, ...instruction })))
    .filter(({ percents }) => percents.some((percent) => percent > 0))
    .sort((a, b) => (b.percents[0] ?? 0) - (a.percents[0] ?? 0));
  const hotAtomics = hot.filter(({ atomic }) => atomic);
  const shown = hotAtomics.length > 0 ? hotAtomics : hot;
  const atomics = listings.reduce(
    (sum, { notable }) => sum + notable.filter(({ atomic }) => atomic).length,
    0,
  );
  return {
    title: `Instructions: ${countText(listings.length)} ${nounText(listings.length, 'function')} listed, ${countText(atomics)} atomic ${nounText(atomics, 'instruction')}`,
    notes: hot.length > 0 ? ["Shares are of each function's own samples."] : [],
    columns: [right('share'), left('atomic'), code('function'), code('instruction')],
    rows: shown
      .slice(0, top)
      .map(({ percents, atomic, symbol, text }) => [
        percentText(percents[0] ?? null),
        atomic ? 'atomic' : NOT_PRINTED,
        printable(symbol),
        printable(text),
      ]),
  };
}
