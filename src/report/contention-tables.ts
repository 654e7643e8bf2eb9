import type { Analysis } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import type { Station } from '../model/station.js';
import { loadUnit } from '../model/throughput.js';
import { loadRate } from './load-text.js';
import { countText, nounText, percentText, UNKNOWN } from './numbers.js';
import { code, left, right, type Table } from './table.js';
import { intervalText } from './tables.js';

const SHOWN_SITES = 2;

/** What the CPUs queue for, at most `top` rows; the counter's own line first. */
export function linesTable({ lines, attribution, catalogue }: Analysis, top: number): Table {
  const rest = lines.slice(top);
  const restShare = rest.reduce((sum, line) => sum + line.sharePct, 0);
  return {
    title: 'Lines and locks that the CPUs may queue for',
    notes: [
      attribution?.labelShareBound === 'measured' && lines.some((line) => line.class === catalogue.id)
        ? `Time in the functions that count or lock, what they do alone included: upper bounds, but for the ${printable(catalogue.subject)} line, which is measured at its instructions.`
        : 'Time in the functions that count or lock, what they do alone included: upper bounds.',
      ...lines.slice(0, top).flatMap((line) => [...placeNotes(line), ...falseSharingNotes(line)]),
    ],
    columns: [
      right('busy time'),
      right('95 % of it'),
      right('samples', 2),
      left('kind', 3),
      left('one?', 1),
      left('line or lock'),
      { ...code('most of it in'), list: true },
      left('reached from', 4),
      left('one instance or several', 5),
    ],
    rows: [
      ...lines.slice(0, top).map(lineRow),
      ...(rest.length === 0
        ? []
        : [[percentText(restShare), '', '', '', '', `${rest.length} more (--top)`, '', '', '']]),
    ],
  };
}

function lineRow(line: Station): string[] {
  const contexts = new Map<string, number>();
  for (const { syscalls } of line.sites) {
    for (const { name, samples } of syscalls) contexts.set(name, (contexts.get(name) ?? 0) + (samples ?? 0));
  }
  const reached = [...contexts].sort(([, a], [, b]) => b - a).slice(0, SHOWN_SITES);
  return [
    percentText(line.sharePct),
    intervalText(line.shareLowPct, line.shareHighPct),
    countText(line.samples),
    line.kind,
    line.singleInstance ? 'yes' : 'no',
    printable(line.name),
    functionsOf(line)
      .slice(0, SHOWN_SITES)
      .map(([name, samples]) => `${printable(name)} ${countText(samples)}`)
      .join(', '),
    reached
      .map(([name, samples]) => (samples === 0 ? printable(name) : `${printable(name)} ${samples}`))
      .join(', '),
    printable(line.singleInstanceWhy),
  ];
}

/** Where code is known a function has a site for each of its operations; here it is named once. */
function functionsOf({ sites }: Station): [string, number | null][] {
  const sums = new Map<string, number | null>();
  for (const site of sites) {
    const sum = sums.get(site.function);
    sums.set(
      site.function,
      sum === undefined ? site.samples : sum === null || site.samples === null ? null : sum + site.samples,
    );
  }
  return [...sums].sort(([, a], [, b]) => (b ?? 0) - (a ?? 0));
}

/** Whether perf c2c saw the sites on one line or on several. */
function placeNotes(line: Station): string[] {
  const { name, cacheLines } = line;
  if (cacheLines.length === 0) return [];
  const seen = new Set(cacheLines.flatMap(({ sites }) => sites)).size;
  const all = functionsOf(line).length;
  const addresses = cacheLines.slice(0, SHOWN_SITES).map(({ address }) => printable(address));
  const more = cacheLines.length > SHOWN_SITES ? ', ...' : '';
  const where =
    cacheLines.length === 1
      ? `on one line, ${addresses[0]}`
      : `on ${cacheLines.length} lines, ${addresses.join(', ')}${more}`;
  return [`perf c2c: ${seen} of ${all} ${nounText(all, 'site')} of ${printable(name)} seen ${where}.`];
}

function falseSharingNotes({ name, cacheLines }: Station): string[] {
  return cacheLines
    .filter(({ falseSharers }) => falseSharers.length > 0)
    .map(({ address, falseSharers }) => {
      const others = falseSharers
        .slice(0, SHOWN_SITES)
        .map(
          ({ symbol, offset }) =>
            `${printable(symbol ?? UNKNOWN)}${offset === null ? '' : ` at +0x${offset.toString(16)}`}`,
        );
      return `perf c2c: on line ${printable(address)} of ${printable(name)} there are others too: ${others.join(', ')}.`;
    });
}

/** Operations per second on the line and time per operation; `null` without a load. */
export function lineRateText({ lineRate, attribution, throughput }: Analysis): string | null {
  if (lineRate === null) return null;
  const { requestsPerSec, rmwsPerRequest, rmwsFrom, assumption, opsPerSec, nsPerOp, why } = lineRate;
  const bound = attribution?.labelShareBound === 'upper' ? 'at most ' : '';
  const parts = [
    ...(rmwsPerRequest === null
      ? []
      : [`${rmwsPerRequest.toFixed(2)} operations per request (${printable(rmwsFrom ?? '')})`]),
    ...(requestsPerSec === null ? [] : [loadRateText(requestsPerSec, throughput)]),
    ...(opsPerSec === null ? [] : [`${countText(Math.round(opsPerSec))} operations/s on the line`]),
    ...(nsPerOp === null ? [] : [`${bound}${countText(Math.round(nsPerOp))} ns of CPU time each`]),
    ...(assumption === null ? [] : [`assuming that ${printable(assumption)}`]),
    ...(why === null ? [] : [printable(why)]),
  ];
  return parts.join(', ');
}

/** The rate of the load; its "operations/s" alone would be taken for those on the line. */
function loadRateText(requestsPerSec: number, loads: Analysis['throughput']): string {
  const tool = loads.find((load) => load.requestsPerSec === requestsPerSec)?.tool ?? '';
  const rate = loadRate(tool, requestsPerSec);
  return loadUnit(tool) === 'operations' ? `${rate} of ${printable(tool)}` : rate;
}
