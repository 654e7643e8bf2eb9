import type {
  Change,
  Comparable,
  Diff,
  LockChange,
  LockPoint,
  Normalisation,
  ShareChange,
  SideLock,
  ThroughputChange,
} from '../model/diff.js';
import { printable } from '../model/printable.js';
import {
  countText,
  durationText,
  percentText,
  pointsText,
  pValueText,
  ratioText,
  UNKNOWN,
} from './numbers.js';
import { type Column, code, left, right, type Table } from './table.js';

const CORRECTED = 'p is corrected for the number of %s (Holm); intervals are of each row by itself.';

const OK_TEXT = { true: 'alike', false: 'DIFFERS', null: 'unknown' } as const;

/** What should be alike on both sides and is known of one; why a row is not, or need not be, stands below. */
export function comparableTable(diff: Diff): Table {
  const known = diff.comparable.filter(isKnown);
  return {
    title: 'Like with like?',
    notes: known.flatMap(({ what, ok, why }) =>
      ok === null || why === null ? [] : [printable(`${what}: ${why}.`)],
    ),
    columns: [left('what'), left(''), left('before'), left('after')],
    rows: known.map(comparableRow),
  };
}

/** What neither side tells; `null` where every condition is known of one. */
export function unknownConditions(diff: Diff): string | null {
  const unknown = diff.comparable.filter((row) => !isKnown(row)).map(({ what }) => what);
  return unknown.length === 0 ? null : `Neither side tells: ${unknown.join(', ')}.`;
}

function isKnown({ before, after }: Comparable): boolean {
  return before !== null || after !== null;
}

function comparableRow({ what, before, after, ok }: Comparable): string[] {
  return [what, OK_TEXT[`${ok}`], printable(before ?? UNKNOWN), printable(after ?? UNKNOWN)];
}

/** How the counter's cost was made comparable. */
export function normalisationTable(diff: Diff): Table {
  return {
    title: 'Made comparable, before -> after',
    notes: diff.normalisation.filter(isMeasured).map(({ per, why }) => `per ${per}: ${why}.`),
    columns: [left('used'), right('before'), right('after'), left('unit')],
    rows: diff.normalisation
      .filter(isMeasured)
      .map(({ used, before, after, unit }) => [
        used ? 'yes' : 'no',
        figureText(before),
        figureText(after),
        printable(unit),
      ]),
  };
}

function isMeasured({ before, after }: Normalisation): boolean {
  return before !== null || after !== null;
}

function figureText(value: number | null): string {
  return value === null ? UNKNOWN : String(Number(value.toPrecision(4)));
}

/** All sites of the counter together and each by itself, in shares of busy time. */
export function siteChangesTable(diff: Diff): Table {
  const own = diff.sites.filter((site) => site.line === ownLine(diff));
  return {
    title: `${counterText(diff)}, of the busy time of the selected commands, before -> after`,
    notes: [CORRECTED.replace('%s', 'call sites'), ...otherNameNotes(own)],
    columns: [...changeColumns('samples'), left('op'), code('hook')],
    rows: [
      ...(hasShares(diff) ? [[...shareCells(diff.label), '', allText(diff)]] : []),
      ...own.map((site) => [...shareCells(site), site.operation ?? '', printable(site.function)]),
    ],
  };
}

/** Sites of other lines: all that changed, and the largest others. */
export function otherSitesTable(diff: Diff, top: number): Table {
  const others = diff.sites.filter((site) => site.line !== ownLine(diff));
  return {
    title: 'Call sites of other lines and locks, of the busy time, before -> after',
    notes: [CORRECTED.replace('%s', 'these call sites'), ...otherNameNotes(others), ...cutNote(others, top)],
    columns: [...changeColumns('samples'), left('line'), code('site')],
    rows: shown(others, top).map((site) => [
      ...shareCells(site),
      printable(site.line),
      printable(site.function),
    ]),
  };
}

/** What CPUs queue for. */
export function lineChangesTable(diff: Diff, top: number): Table {
  return {
    title: 'Lines and locks, of the busy time of the selected commands, before -> after',
    notes: [
      `${CORRECTED.replace('%s', 'lines')} The counter's own line is tested by itself.`,
      ...cutNote(diff.lines, top),
    ],
    columns: [...changeColumns('samples'), code('line')],
    rows: (hasShares(diff) ? shown(diff.lines, top) : []).map((line) => [
      ...shareCells(line),
      printable(line.line),
    ]),
  };
}

/** Ways to the counter. */
export function pathChangesTable(diff: Diff, top: number): Table {
  return {
    title: `${counterText(diff)} by call path, of the busy time of the selected commands, before -> after`,
    notes: [CORRECTED.replace('%s', 'call paths'), ...cutNote(diff.paths, top)],
    columns: [...changeColumns('samples'), left('reached from'), code('site, by LSM hook')],
    rows: shown(diff.paths, top).map((path) => [
      ...shareCells(path),
      printable(path.context),
      printable(path.lsmHook === null ? path.function : `${path.function}, ${path.lsmHook}`),
    ]),
  };
}

/** Functions' own time. */
export function functionChangesTable(diff: Diff, top: number): Table {
  return {
    title: "Functions' own time, of the busy time of the selected commands, before -> after",
    notes: [
      CORRECTED.replace('%s', `${diff.functions.length} functions that have 0.1 % on a side`),
      ...otherNameNotes(diff.functions.slice(0, top)),
      ...cutNote(diff.functions, top),
    ],
    columns: [...changeColumns('samples'), left('binary'), code('function')],
    rows: shown(diff.functions, top).map((row) => [
      ...shareCells(row),
      printable(row.dso),
      printable(row.function),
    ]),
  };
}

/** Rows that changed go before larger ones that did not. */
function shown<T extends Change>(rows: readonly T[], top: number): T[] {
  const changed = rows.filter(isChanged).slice(0, top);
  const others = rows.filter((row) => !isChanged(row)).slice(0, top - changed.length);
  return rows.filter((row) => changed.includes(row) || others.includes(row));
}

function isChanged({ state }: Change): boolean {
  return state !== 'same' && state !== 'undecidable';
}

function cutNote(rows: readonly Change[], top: number): string[] {
  const left = rows.length - shown(rows, top).length;
  return left > 0 ? [`${left} more in --json.`] : [];
}

function otherNameNotes(
  rows: readonly { readonly function: string; readonly otherNames: readonly string[] }[],
): string[] {
  return rows.flatMap((row) =>
    row.otherNames.length === 0
      ? []
      : [printable(`${row.function} is also listed as ${row.otherNames.join(', ')}.`)],
  );
}

/** Whether any side has a share at all: lock_stat and throughput may stand alone. */
function hasShares({ label }: Diff): boolean {
  return label.before !== null || label.after !== null;
}

/** "Label get/put". */
export function counterText({ subject }: Diff): string {
  const text = printable(subject);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} get/put`;
}

/** "all label get/put". */
export function allText({ subject }: Diff): string {
  return `all ${printable(subject)} get/put`;
}

function ownLine(diff: Diff): string | undefined {
  return diff.lines[0]?.line;
}

function shareCells(row: ShareChange): string[] {
  return [
    row.state,
    percentText(row.before),
    percentText(row.after),
    ...changeCells(row),
    fromTo(countText(row.beforeSamples), countText(row.afterSamples)),
  ];
}

/** AppArmor's locks of lock_stat, in contentions per acquisition. */
export function lockChangesTable(diff: Diff): Table {
  return {
    title: "AppArmor's locks in lock_stat, acquisitions that had to wait, before -> after",
    notes: [
      CORRECTED.replace('%s', 'locks'),
      ...(diff.runs.before + diff.runs.after > 2
        ? []
        : [
            'Acquisitions are counted as independent, which bursts of contention are not: the intervals are too narrow.',
          ]),
    ],
    columns: [...changeColumns('acquisitions'), code('lock')],
    rows: diff.locks.map((lock) => [
      lock.state,
      percentText(lock.before),
      percentText(lock.after),
      ...changeCells(lock),
      bothSides(lock, (side) => countText(side?.acquisitions ?? null)),
      lockName(lock),
    ]),
  };
}

/** How long those locks were waited for and held in all. */
export function lockTimesTable(diff: Diff): Table {
  return {
    title: "AppArmor's locks in lock_stat, times in all, before -> after",
    notes: ['Sums without a spread: shown, not tested.'],
    columns: [right('contentions'), right('waited'), right('held'), code('lock')],
    rows: diff.locks.map((lock) => [
      bothSides(lock, (side) => countText(side?.contentions ?? null)),
      bothSides(lock, (side) => durationText(side?.waitTotalNs ?? null)),
      bothSides(lock, (side) => durationText(side?.holdTotalNs ?? null)),
      lockName(lock),
    ]),
  };
}

const REST = 'other sites (the kernel keeps four)';

/** Who waited for those locks, and who held them meanwhile. */
export function lockSitesTable(diff: Diff): Table {
  const rows = diff.locks.flatMap((lock) => [
    ...pointRows(lock, 'waited', lock.waiters),
    ...pointRows(lock, 'held', lock.holders),
  ]);
  return {
    title: "Call sites of AppArmor's locks in lock_stat, of the lock's contentions, before -> after",
    notes: ['Joined by symbol. "?" is a site that a side does not list: it may be among its other sites.'],
    columns: [right('before'), right('after'), right('contentions'), left(''), left('lock'), code('site')],
    rows,
  };
}

function pointRows(lock: LockChange, role: string, points: readonly LockPoint[]): string[][] {
  return points.map((point) => [
    pointText(point.before, point.beforePct),
    pointText(point.after, point.afterPct),
    fromTo(countText(point.before), countText(point.after)),
    role,
    lockName(lock),
    point.symbol === null ? REST : printable(point.symbol),
  ]);
}

/** Of no contentions at all there is no percentage. */
function pointText(count: number | null, share: number | null): string {
  return count === 0 && share === null ? 'none' : percentText(share);
}

function bothSides(lock: LockChange, text: (side: SideLock | null) => string): string {
  return fromTo(text(lock.beforeCounts), text(lock.afterCounts));
}

function lockName(lock: LockChange): string {
  return `${printable(lock.class)} (${lock.mode})`;
}

function changeColumns(counts: string): Column[] {
  return [
    left('change'),
    right('before'),
    right('after'),
    right('points'),
    right('95 % of them'),
    right('p'),
    right(counts),
  ];
}

function changeCells(change: Change): string[] {
  const interval = change.low === null ? UNKNOWN : `${pointsText(change.low)} to ${pointsText(change.high)}`;
  return [pointsText(change.deltaPoints), interval, pValueText(change.pAdjusted)];
}

function fromTo(before: string, after: string): string {
  return `${before} -> ${after}`;
}

const PHASES = { true: ' during the recordings', false: ' without recording', null: '' } as const;

/** Requests per second of both sides in a sentence. */
export function throughputText({ throughput }: Diff): string {
  return throughput === null
    ? 'no run on both sides of the same tool under the same conditions'
    : conditionText(throughput);
}

/** One condition under which both sides were measured. */
export function conditionText(change: ThroughputChange): string {
  const { tool, duringRecording, tasks, before, after, ratio, low, high, why } = change;
  const load = tasks === null ? '' : ` with ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`;
  const interval = low === null ? '' : ` (95 %: ${ratioText(low)} to ${ratioText(high)})`;
  return (
    `${printable(tool)}${load}${PHASES[`${duringRecording}`]}: ${countText(before)} requests/s before, ` +
    `${countText(after)} after, ${ratioText(ratio)}x${interval} (${why})`
  );
}

/** Schemes by which the sides differ: what was projected and what was measured. */
export function projectionsTable(diff: Diff): Table {
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
