import { isKernelIn } from '../model/kernel-release.js';
import type { Kept, LockLoad, ProjectionInput } from '../model/projection.js';
import type { Percent } from '../model/units.js';
import type { Removed } from './capacity.js';
import { type Effect, TOUCHES_NOTHING } from './effect.js';
import type { LockCover, Scheme } from './schemes/scheme.js';
import { limitedShare } from './share-limit.js';

/**
 * What a lock scheme takes off one secondary lock: a station of its own, with perf's share of time spent waiting
 * for it. Of lock_stat only the *numbers* of read and write acquisitions are used, to split that share; its times
 * never set shares (model.md, "A refcount never appears in lock_stat").
 */
export function lockEffect(scheme: Scheme, cover: LockCover, input: ProjectionInput): Effect {
  const present = scheme.adoptions.find(({ kernels }) => isKernelIn(kernels, input.kernel) === true);
  if (present !== undefined) {
    return { kind: 'none', why: `this kernel already has it (${present.commit})`, coveredPct: 0 };
  }
  if (cover.reads.low === 1 && cover.writes.low === 1) {
    const why =
      'the lock of which the other schemes rid the kernel: going there is no gain, and not projected';
    return { kind: 'unknown', why, coveredPct: 0 };
  }
  const lock = input.locks.find(({ role }) => role === cover.role);
  if (lock === undefined) {
    return { kind: 'unknown', why: `not observable: nothing of the ${cover.role} lock`, coveredPct: null };
  }
  const { removed, coveredPct, sentence } = lockCoverage(cover, lock);
  if (lock.share === null) {
    const why = [notObservable(lock.why), ...sentence].join('; ');
    return { kind: 'unknown', why, coveredPct };
  }
  if (lock.share.mid <= 0 || removed.high === 0) {
    return { kind: 'none', why: [TOUCHES_NOTHING, ...sentence].join('; '), coveredPct };
  }
  const { share, assumptions } = limitedShare(lock.share);
  return {
    kind: 'station',
    station: cover.role,
    stationName: `${cover.role} lock`,
    share,
    upperBound: false,
    removed,
    keptIsKnown: cover.reads.low === cover.reads.high && cover.writes.low === cover.writes.high,
    residualNs: 0,
    mayHide: true,
    mayRespond: true,
    casSlopes: null,
    why: removed.mid === null ? 'reads are not told from writes without lock_stat: bounds only' : null,
    coveredPct,
    assumptions: [
      ...assumptions,
      ...sentence.map((text) => `It ${text}; a read acquisition is taken to wait as long as a write.`),
      'Time inside the lock is not seen as waiting and stays: only the waiting is removed.',
    ],
  };
}

interface LockCoverage {
  readonly removed: Removed;
  readonly coveredPct: Percent | null;
  /** "covers 8 of 78,964 acquisitions", or nothing without lock_stat. */
  readonly sentence: readonly string[];
}

function lockCoverage(cover: LockCover, lock: LockLoad): LockCoverage {
  const reads = lock.readAcquisitions ?? 0;
  const writes = lock.writeAcquisitions ?? 0;
  const total = reads + writes;
  if (total === 0) return { removed: removedUnsplit(cover), coveredPct: coveredUnsplit(cover), sentence: [] };
  const covered = (cover.reads.low < 1 ? reads : 0) + (cover.writes.low < 1 ? writes : 0);
  const removedAt = (end: keyof Kept) =>
    (reads * (1 - cover.reads[end]) + writes * (1 - cover.writes[end])) / total;
  return {
    removed: { low: removedAt('high'), mid: removedAt('mid'), high: removedAt('low') },
    coveredPct: (100 * covered) / total,
    sentence: [`covers ${grouped(covered)} of ${grouped(total)} acquisitions`],
  };
}

function removedUnsplit({ reads, writes }: LockCover): Removed {
  return {
    low: 1 - Math.max(reads.high, writes.high),
    mid: reads.mid === writes.mid ? 1 - reads.mid : null,
    high: 1 - Math.min(reads.low, writes.low),
  };
}

function coveredUnsplit({ reads, writes }: LockCover): Percent | null {
  return reads.low < 1 && writes.low < 1 ? 100 : null;
}

function notObservable(why: string | null): string {
  const phrase = 'not observable with this event';
  if (why === null) return phrase;
  return why.includes('not observable') ? why : `${phrase}: ${why}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
