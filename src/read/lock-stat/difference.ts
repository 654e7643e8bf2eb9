import type { ContentionPoint, LockClass } from '../../model/lock.js';
import type { Nanoseconds } from '../../model/units.js';

const SUMS = [
  'conBounces',
  'contentions',
  'waitTotalNs',
  'acqBounces',
  'acquisitions',
  'holdTotalNs',
] as const satisfies readonly (keyof LockClass)[];

type Rows = readonly LockClass[];
type Time = Nanoseconds | null;

/**
 * What happened between two snapshots of the counters, which run on from boot or reset: counts and sums are
 * subtracted. The shortest and the longest time of the interval are known only where the earlier one had none.
 * `null` when `earlier` cannot have been taken before `later` without a reset between them.
 */
export function lockDifference(earlier: Rows, later: Rows): LockClass[] | null {
  const before = byKey(earlier);
  const after = byKey(later);
  for (const [key, row] of before) {
    const now = after.get(key);
    if (now === undefined || !follows(row, now)) return null;
  }
  return [...after].map(([key, row]) => {
    const then = before.get(key);
    return then === undefined ? row : rowDifference(then, row);
  });
}

/** A class gets its `-W` only once reads were held as well: without suffix it is the same row. */
const keyOf = ({ name, mode }: LockClass): string => `${mode === 'read' ? 'R' : 'W'}${name}`;

/** The kernel cuts names, so that classes can share one ("key#1"): nobody knows which is which, so they are summed. */
function byKey(rows: Rows): ReadonlyMap<string, LockClass> {
  const map = new Map<string, LockClass>();
  for (const row of rows) {
    const namesake = map.get(keyOf(row));
    map.set(keyOf(row), namesake === undefined ? row : sumOf(namesake, row));
  }
  return map;
}

function sumOf(first: LockClass, second: LockClass): LockClass {
  const sum = (field: (typeof SUMS)[number]): number => first[field] + second[field];
  return {
    ...first,
    conBounces: sum('conBounces'),
    contentions: sum('contentions'),
    waitTotalNs: sum('waitTotalNs'),
    acqBounces: sum('acqBounces'),
    acquisitions: sum('acquisitions'),
    holdTotalNs: sum('holdTotalNs'),
    ...NO_EXTREMES,
    waitAvgNs: average(sum('waitTotalNs'), sum('contentions')),
    holdAvgNs: average(sum('holdTotalNs'), sum('acquisitions')),
    waiters: [...first.waiters, ...second.waiters],
    holders: [...first.holders, ...second.holders],
  };
}

const NO_EXTREMES = { waitMinNs: null, waitMaxNs: null, holdMinNs: null, holdMaxNs: null };

/** Counters never fall, and an extreme, once reached, stays. */
function follows(earlier: LockClass, later: LockClass): boolean {
  const widened = (low: Time, lower: Time, high: Time, higher: Time): boolean =>
    (low === null || lower === null || lower <= low) && (high === null || higher === null || higher >= high);
  return (
    SUMS.every((field) => later[field] >= earlier[field]) &&
    (earlier.contentions === 0 ||
      widened(earlier.waitMinNs, later.waitMinNs, earlier.waitMaxNs, later.waitMaxNs)) &&
    (earlier.acquisitions === 0 ||
      widened(earlier.holdMinNs, later.holdMinNs, earlier.holdMaxNs, later.holdMaxNs))
  );
}

function rowDifference(earlier: LockClass, later: LockClass): LockClass {
  const contentions = later.contentions - earlier.contentions;
  const acquisitions = later.acquisitions - earlier.acquisitions;
  const waitTotalNs = later.waitTotalNs - earlier.waitTotalNs;
  const holdTotalNs = later.holdTotalNs - earlier.holdTotalNs;
  const noWaits = earlier.contentions === 0;
  const noHolds = earlier.acquisitions === 0;
  return {
    ...later,
    conBounces: later.conBounces - earlier.conBounces,
    contentions,
    waitMinNs: noWaits ? later.waitMinNs : null,
    waitMaxNs: noWaits ? later.waitMaxNs : null,
    waitTotalNs,
    waitAvgNs: average(waitTotalNs, contentions),
    acqBounces: later.acqBounces - earlier.acqBounces,
    acquisitions,
    holdMinNs: noHolds ? later.holdMinNs : null,
    holdMaxNs: noHolds ? later.holdMaxNs : null,
    holdTotalNs,
    holdAvgNs: average(holdTotalNs, acquisitions),
    waiters: pointDifference(earlier.waiters, later.waiters),
    holders: pointDifference(earlier.holders, later.holders),
  };
}

/** The kernel prints 0.00 where nothing was counted. */
const average = (total: Nanoseconds, count: number): Nanoseconds =>
  count === 0 ? 0 : Math.round(total / count);

type Points = readonly ContentionPoint[];

const keyOfPoint = ({ symbol, offset, module }: ContentionPoint): string => `${symbol}+${offset} ${module}`;

function pointDifference(earlier: Points, later: Points): ContentionPoint[] {
  const before = new Map(earlier.map((point) => [keyOfPoint(point), point.count]));
  return later
    .map((point) => ({ ...point, count: point.count - (before.get(keyOfPoint(point)) ?? 0) }))
    .filter(({ count }) => count > 0);
}
