import type { Analysis, SiteShare } from '../model/analysis.js';
import type { ChangeState, LabelChange, LineChange, ShareChange, SiteChange } from '../model/diff.js';
import type { StationSite } from '../model/station.js';
import { detectableChange } from '../stats/detectable-change.js';
import { detectableShift } from '../stats/detectable-shift.js';
import type { Proportion } from '../stats/newcombe.js';
import { runsDifference } from '../stats/repeated-runs.js';
import { shareRuns } from './change.js';
import { joinedName, shownName } from './function-names.js';
import { factOf, type JoinedRow, joinRows, type KeyedShare } from './joined-rows.js';
import { labelObstacle, shareObstacle } from './obstacle.js';
import {
  busySamples,
  intervalShare,
  noShare,
  pairOf,
  partShare,
  type Share,
  type SharePair,
  type Side,
  shareChanges,
} from './share.js';
import { workChanges } from './work-shares.js';

/** The change of all sites of the counter together: one test, that of the question asked. */
export function labelChange(before: Side, after: Side): LabelChange {
  return labelLike(labelObstacle(before, after), labelPair(before, after));
}

/** The shares of the counter, one a recording. */
export function labelPair(before: Side, after: Side): SharePair {
  return { before: before.map(labelShare), after: after.map(labelShare) };
}

function labelLike(obstacle: string | null, pair: SharePair): LabelChange {
  const [change] = shareChanges(obstacle, [pair]);
  return {
    ...(change as ShareChange),
    detectablePoints: detectablePoints(obstacle, pair),
  };
}

/** Smallest change that shows in 80 of 100 cases in a table of `tests`; `null` where there is nothing to test. */
function detectablePoints(obstacle: string | null, row: SharePair, tests = 1): number | null {
  const pair = pairOf(obstacle, row);
  if ('undecidable' in pair) return null;
  const { before, after } = pair;
  if (before.length === 1 && after.length === 1) {
    const change = detectableChange(before[0] as Proportion, after[0] as Proportion, tests);
    return change === null ? null : 100 * change;
  }
  const difference = runsDifference(shareRuns(before), shareRuns(after));
  if (difference === null) return null;
  return 100 * detectableShift(before.length, after.length, difference, tests);
}

function labelShare(analysis: Analysis): Share {
  const { attribution } = analysis;
  if (attribution === null || attribution.labelSharePct === null) return noShare(analysis);
  const samples = attribution.sites.reduce((sum, site) => sum + (site.samples ?? 0), 0);
  return intervalShare(
    {
      samples: attribution.total.samples === null ? null : samples,
      sharePct: attribution.labelSharePct,
      shareLowPct: attribution.labelShareLowPct,
      shareHighPct: attribution.labelShareHighPct,
    },
    attribution.total.samples,
  );
}

/**
 * The change of each call site that a side shows, the largest share first: the counter's own, then those of the
 * other lines; each group corrected for its own number, so that the question asked keeps its power.
 */
export function siteChanges(before: Side, after: Side): RatedSite[] {
  return [
    ...ranked(before, after, labelObstacle(before, after), joinRows(before, after, ownSites)),
    ...ranked(before, after, shareObstacle(before, after), joinRows(before, after, otherSites)),
  ];
}

/** A site's change of its share of busy time, and whether it changed against the uncontended work too. */
export interface RatedSite {
  readonly site: SiteChange;
  readonly ofWork: ChangeState;
}

interface SiteRow {
  readonly function: string;
  readonly operation: string | null;
  readonly lifetime: string | null;
  readonly line: string;
}

function ranked(
  before: Side,
  after: Side,
  obstacle: string | null,
  rows: readonly JoinedRow<SiteRow>[],
): RatedSite[] {
  const changes = shareChanges(obstacle, rows);
  const ofWork = workChanges(before, after, obstacle, rows);
  return rows
    .map((joined, index): RatedSite => {
      const { name, otherNames } = shownName(joined.rows.map((row) => row.function));
      const site = {
        function: name,
        otherNames,
        operation: factOf(joined.rows, (row) => row.operation),
        lifetime: factOf(joined.rows, (row) => row.lifetime),
        line: factOf(joined.rows, (row) => row.line) ?? '',
        ...(changes[index] as ShareChange),
      };
      return { site, ofWork: ofWork[index]?.state ?? 'undecidable' };
    })
    .sort((a, b) => largest(b.site) - largest(a.site));
}

/** The line of the analysis' own counter: of all of its sites, also where perf c2c splits them. */
function ownLine({ catalogue }: Analysis): string {
  return `${catalogue.subject} reference count`;
}

function ownSites(analysis: Analysis): KeyedShare<SiteRow>[] {
  const { attribution } = analysis;
  if (attribution === null) return [];
  return attribution.sites.map((site) => ({
    key: siteKey(site),
    row: {
      function: site.function,
      operation: site.operation,
      lifetime: site.lifetime,
      line: ownLine(analysis),
    },
    share: intervalShare(site, attribution.total.samples),
  }));
}

/**
 * Samples somewhere in a function are of one site whatever the catalogue says that it does in this kernel; at
 * atomics each operation is a site of its own.
 */
function siteKey(site: SiteShare): string {
  const name = joinedName(site.function);
  return JSON.stringify(
    site.evidence === 'function' ? [name] : [name, site.operation, site.lifetime, site.evidence],
  );
}

function otherSites(analysis: Analysis): KeyedShare<SiteRow>[] {
  const trials = busySamples(analysis);
  return analysis.lines
    .filter(({ kind }) => kind !== 'label-line')
    .flatMap((line) => {
      const whole = intervalShare(line, trials);
      return line.sites.map((site: StationSite) => ({
        key: JSON.stringify([line.class, joinedName(site.function)]),
        row: { function: site.function, operation: null, lifetime: null, line: line.name },
        share: partShare(site.samples, site.sharePct, whole),
      }));
    });
}

/** The change of every line: the counter's own first, then the others by share, corrected for their number. */
export function lineChanges(before: Side, after: Side): LineChange[] {
  const own = labelPair(before, after);
  const names = [...before, ...after].filter(({ attribution }) => attribution !== null);
  const [first] = names;
  const lines = joinRows(before, after, otherLines);
  const changes = shareChanges(shareObstacle(before, after), lines);
  const tests = changes.filter(({ pAdjusted }) => pAdjusted !== null).length;
  const others = lines
    .map((joined, index) => ({
      line: factOf(joined.rows, (row) => row.line) ?? '',
      class: joined.key,
      ...(changes[index] as ShareChange),
      detectablePoints: detectablePoints(shareObstacle(before, after), joined, tests),
    }))
    .sort((a, b) => largest(b) - largest(a));
  if (first === undefined) return others;
  const label = { line: ownLine(first), class: first.catalogue.id };
  return [{ ...label, ...labelLike(labelObstacle(before, after), own) }, ...others];
}

/** The lines and locks of a recording but for the counter's own. */
export function otherLines(analysis: Analysis): KeyedShare<{ line: string }>[] {
  const trials = busySamples(analysis);
  return analysis.lines
    .filter(({ kind }) => kind !== 'label-line')
    .map((line) => ({ key: line.class, row: { line: line.name }, share: intervalShare(line, trials) }));
}

/** The larger of both shares, by which tables are sorted; rows of equal share keep the order of their keys. */
export function largest({ before, after }: Pick<ShareChange, 'before' | 'after'>): number {
  return Math.max(before ?? 0, after ?? 0);
}
