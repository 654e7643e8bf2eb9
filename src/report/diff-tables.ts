import type { Change, Diff, ThroughputChange } from '../model/diff.js';
import { printable } from '../model/printable.js';
import { comparableTable, normalisationTable } from './diff-condition-tables.js';
import { lockChangesTable, lockSitesTable, lockTimesTable } from './diff-lock-tables.js';
import {
  functionChangesTable,
  lineChangesTable,
  otherSitesTable,
  pathChangesTable,
  siteChangesTable,
} from './diff-share-tables.js';
import { loadName, loadRate } from './load-text.js';
import { countText, ratioText, UNKNOWN } from './numbers.js';
import { left, right, type Table } from './table.js';

const PHASES = { true: ' during the recordings', false: ' without recording', null: '' } as const;

/** Requests or operations per second of both sides in a sentence. */
export function throughputText({ throughput }: Diff): string {
  return throughput === null
    ? 'no run on both sides of the same tool under the same conditions'
    : conditionText(throughput);
}

/** One condition under which both sides were measured. */
export function conditionText(change: ThroughputChange): string {
  const { tool, duringRecording, tasks, before, after, ratio, low, high, why } = change;
  const interval = low === null ? '' : ` (95 %: ${ratioText(low)} to ${ratioText(high)})`;
  return (
    `${loadName({ tool, tasks })}${PHASES[`${duringRecording}`]}: ${loadRate(tool, before)} before, ` +
    `${countText(after)} after, ${ratioText(ratio)}x${interval} (${why})`
  );
}

/** Schemes by which the sides differ: what was projected and what was measured. */
function projectionsTable(diff: Diff): Table {
  return {
    title: 'Projected on the side before against measured, after over before',
    notes: diff.projections.map(({ scheme, because, why }) =>
      printable(`${scheme}: ${because}${why === '' ? '' : `; ${why}`}.`),
    ),
    columns: [left('scheme'), right('projected'), right('measured'), right('naive'), left('intervals')],
    rows: diff.projections.map((check) => [
      printable(check.scheme),
      gainText(check.projected?.low, check.projected?.mid, check.projected?.high),
      gainText(check.measuredLow, check.measured, check.measuredHigh),
      ratioText(check.naive),
      AGREEMENT[`${check.agrees}`],
    ]),
  };
}

const AGREEMENT = { true: 'overlap', false: 'do not overlap', null: UNKNOWN } as const;

function gainText(
  low: number | null | undefined,
  mid: number | null | undefined,
  high: number | null | undefined,
): string {
  if (mid == null && low == null) return UNKNOWN;
  return `${ratioText(mid ?? null)} (${ratioText(low ?? null)} to ${ratioText(high ?? null)})`;
}

/** Every table of a diff that has rows, in the order of reading; `top` is the most rows of the long ones. */
export function diffTables(diff: Diff, top: number): Table[] {
  return [
    siteChangesTable(diff),
    lineChangesTable(diff, top),
    pathChangesTable(diff, top),
    otherSitesTable(diff, top),
    functionChangesTable(diff, top),
    projectionsTable(diff),
    lockChangesTable(diff),
    lockTimesTable(diff),
    lockSitesTable(diff),
    normalisationTable(diff),
    comparableTable(diff),
  ].filter(({ rows }) => rows.length > 0);
}

/** Why rows carry no figures, each reason once. */
export function undecidableReasons(diff: Diff): string[] {
  const rows: readonly Change[] = [diff.label, ...diff.sites, ...diff.lines, ...diff.locks];
  return [...new Set(rows.flatMap(({ why }) => why ?? []))];
}
