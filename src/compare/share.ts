import type { Analysis } from '../model/analysis.js';
import type { ShareChange } from '../model/diff.js';
import type { Percent, Range } from '../model/units.js';
import { effectiveProportion } from '../stats/design-effect.js';
import type { Proportion } from '../stats/newcombe.js';
import { type Pair, testChanges } from './change.js';

/** The recordings of one side: one, or repeated runs. */
export type Side = readonly Analysis[];

/** A share of the busy period of one recording. */
export interface Share {
  readonly samples: number | null;
  /** `null` where the recording has no busy samples, or none whose names are known. */
  readonly sharePct: Percent | null;
  /** Counts as uncertain as the share; `null` where percentages come without counts. */
  readonly proportion: Proportion | null;
}

/** A row of a table of shares: one share a recording. */
export interface SharePair {
  readonly before: readonly Share[];
  readonly after: readonly Share[];
}

/** A share with the interval that a row gives it, of `trials` busy samples. */
export function intervalShare(
  row: {
    readonly samples: number | null;
    readonly sharePct: Percent;
    readonly shareLowPct: Percent | null;
    readonly shareHighPct: Percent | null;
  },
  trials: number | null,
): Share {
  const { sharePct, shareLowPct, shareHighPct } = row;
  if (trials === null || shareLowPct === null || shareHighPct === null)
    return { samples: row.samples, sharePct, proportion: null };
  const range: Range = { low: shareLowPct / 100, mid: sharePct / 100, high: shareHighPct / 100 };
  return { samples: row.samples, sharePct, proportion: effectiveProportion(range, trials) };
}

/** A part of `whole` that has no interval of its own: its samples are taken to cluster as those of the whole do. */
export function partShare(samples: number | null, sharePct: Percent, whole: Share): Share {
  const trials = whole.proportion?.trials;
  return {
    samples,
    sharePct,
    proportion: trials === undefined ? null : { hits: (sharePct / 100) * trials, trials },
  };
}

/**
 * What a recording says that does not show a row: none of its samples, if their names are known. A list of percentages
 * that leaves something out says nothing of what it does not list.
 */
export function noShare(analysis: Analysis): Share {
  const trials = busySamples(analysis);
  const { attribution } = analysis;
  const isPartial = attribution !== null && trials === null && attribution.unattributed.period > 0;
  const isKnown = (attribution?.labelSharePct ?? null) !== null && !isPartial;
  return {
    samples: isPartial ? null : 0,
    sharePct: isKnown ? 0 : null,
    proportion: trials === null ? null : { hits: 0, trials },
  };
}

/** Several shares of one recording as one: rows that became one name. */
export function sumShares(shares: readonly Share[]): Share {
  const [first, ...others] = shares;
  if (first === undefined) throw new RangeError('no shares to add');
  return others.reduce((sum, share) => {
    const samples = sum.samples === null || share.samples === null ? null : sum.samples + share.samples;
    const sharePct = (sum.sharePct ?? 0) + (share.sharePct ?? 0);
    const trials = Math.min(sum.proportion?.trials ?? 0, share.proportion?.trials ?? 0);
    const known = sum.proportion !== null && share.proportion !== null;
    return {
      samples,
      sharePct,
      proportion: known ? { hits: Math.min(trials, (sharePct / 100) * trials), trials } : null,
    };
  }, first);
}

/** Busy samples of a recording; `null` where its input gives percentages only. */
export function busySamples({ attribution }: Analysis): number | null {
  return attribution?.total.samples ?? null;
}

/** The changes of a table; `obstacle` is why the sides' shares are no shares of the same thing, `null` if they are. */
export function shareChanges(obstacle: string | null, rows: readonly SharePair[]): ShareChange[] {
  const changes = testChanges(rows.map((row) => pairOf(obstacle, row)));
  return rows.map((row, index) => ({
    before: meanShare(row.before),
    after: meanShare(row.after),
    beforeSamples: sumSamples(row.before),
    afterSamples: sumSamples(row.after),
    ...(changes[index] as NonNullable<(typeof changes)[number]>),
  }));
}

/** The counts of both sides, where there are any to test. */
export function pairOf(obstacle: string | null, { before, after }: SharePair): Pair {
  if (obstacle !== null) return { undecidable: obstacle };
  const [old, now] = [proportions(before), proportions(after)];
  if (old !== null && now !== null) return { before: old, after: now };
  return {
    undecidable: 'a side gives percentages without sample counts',
    ...knownDelta(meanShare(before), meanShare(after)),
  };
}

function knownDelta(before: Percent | null, after: Percent | null): { deltaPoints?: number } {
  return before === null || after === null ? {} : { deltaPoints: after - before };
}

function proportions(shares: readonly Share[]): Proportion[] | null {
  const known = shares.flatMap(({ proportion }) => proportion ?? []);
  return known.length === shares.length ? known : null;
}

/** Sorted before they are added: the order of the runs changes nothing. */
function meanShare(shares: readonly Share[]): Percent | null {
  const sorted = shares.flatMap(({ sharePct }) => sharePct ?? []).sort((a, b) => a - b);
  if (sorted.length < shares.length) return null;
  return sorted.reduce((sum, share) => sum + share, 0) / Math.max(1, sorted.length);
}

function sumSamples(shares: readonly Share[]): number | null {
  return shares.some(({ samples }) => samples === null)
    ? null
    : shares.reduce((sum, { samples }) => sum + (samples ?? 0), 0);
}
