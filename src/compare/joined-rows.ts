import type { Analysis } from '../model/analysis.js';
import { groupBy } from '../model/group-by.js';
import { noShare, type Share, type SharePair, type Side, sumShares } from './share.js';

/** Rows of one recording that can be compared: each has a key, what it shows beside the share, and the share. */
export interface KeyedShare<T> {
  readonly key: string;
  readonly row: T;
  readonly share: Share;
}

/** A row of either side. */
export interface JoinedRow<T> extends SharePair {
  readonly key: string;
  /** As the recordings have it: several where names or facts differ. */
  readonly rows: readonly T[];
}

/**
 * One row a key that any recording has, sorted by key, so that neither the order of the runs nor which side is which
 * decides anything. A recording without the row has none of its samples there; rows of one key in a recording add up.
 */
export function joinRows<T>(
  before: Side,
  after: Side,
  read: (analysis: Analysis) => readonly KeyedShare<T>[],
): JoinedRow<T>[] {
  const sides = [before, after].map((side) =>
    side.map((analysis) => ({ analysis, byKey: groupBy(read(analysis), ({ key }) => key) })),
  );
  const keys = [...new Set(sides.flat().flatMap(({ byKey }) => [...byKey.keys()]))].sort();
  return keys.map((key) => {
    const shares = sides.map((runs) =>
      runs.map(({ analysis, byKey }) => {
        const own = byKey.get(key);
        return own === undefined ? noShare(analysis) : sumShares(own.map(({ share }) => share));
      }),
    );
    const rows = sides.flat().flatMap(({ byKey }) => (byKey.get(key) ?? []).map(({ row }) => row));
    return { key, rows, before: shares[0] ?? [], after: shares[1] ?? [] };
  });
}

/** The different values that the rows have of a fact, joined: "get+put", "get / get+put"; `null` without any. */
export function factOf<T>(rows: readonly T[], read: (row: T) => string | null): string | null {
  const values = new Set(rows.flatMap((row) => read(row) ?? []));
  return values.size === 0 ? null : [...values].sort().join(' / ');
}
