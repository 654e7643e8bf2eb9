import type { EventAttribution } from '../model/analysis.js';
import type { LockLoad, ProjectionInput, StationLoad } from '../model/projection.js';
import type { Percent, Range } from '../model/units.js';
import { lockStation, SINGLE_INSTANCE_ROLES } from './lock-effect.js';

/** What an analysis tells the projection; the rest is derived. */
export interface AnalyzedLoad
  extends Pick<
    ProjectionInput,
    | 'locks'
    | 'busyCpus'
    | 'labels'
    | 'possibleCpus'
    | 'kernel'
    | 'throughputWithheld'
    | 'at'
    | 'settings'
    | 'staleFraction'
  > {
  /** `null` without samples. */
  readonly attribution: EventAttribution | null;
}

export function projectionInput({ attribution, ...load }: AnalyzedLoad): ProjectionInput {
  return {
    ...load,
    sites: (attribution?.sites ?? []).map((site) => ({
      ...site,
      share: shareRange(site.sharePct, site.shareLowPct, site.shareHighPct),
    })),
    labelShare: labelShare(attribution),
    labelShareBound: attribution?.labelShareBound ?? 'upper',
    shareFrom: 'samples',
    stations: lockStations(load.locks),
    topology: null,
  };
}

/** Locks that perf saw waiting for: one instance each, or of a number that the recording does not tell. */
function lockStations(locks: readonly LockLoad[]): StationLoad[] {
  return locks.flatMap(({ role, share }) =>
    share === null
      ? []
      : [{ name: lockStation(role), share, singleInstance: SINGLE_INSTANCE_ROLES.has(role) }],
  );
}

/** The share and its interval; shares without sample counts stand for themselves. */
function labelShare(attribution: EventAttribution | null): Range | null {
  const { labelSharePct: mid, labelShareLowPct: low, labelShareHighPct: high } = attribution ?? {};
  return mid == null ? null : shareRange(mid, low, high);
}

function shareRange(mid: Percent, low: Percent | null | undefined, high: Percent | null | undefined): Range {
  return { low: (low ?? mid) / 100, mid: mid / 100, high: (high ?? mid) / 100 };
}
