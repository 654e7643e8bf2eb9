import type { Change, Diff, ShareChange } from '../model/diff.js';
import { printable } from '../model/printable.js';
import { allText, CORRECTED, changeCells, changeColumns, fromTo, headingText } from './diff-cells.js';
import { countText, percentText } from './numbers.js';
import { code, left, type Table } from './table.js';

/** All sites of the counter together and each by itself, in shares of busy time. */
export function siteChangesTable(diff: Diff): Table {
  const own = diff.sites.filter((site) => site.line === ownLine(diff));
  return {
    title: `${headingText(diff)}, of the busy time of the selected commands, before -> after`,
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
    title: `${headingText(diff)} by call path, of the busy time of the selected commands, before -> after`,
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
