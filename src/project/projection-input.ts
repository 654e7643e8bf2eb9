import type { EventAttribution } from '../model/analysis.js';
import type { ProjectionInput, StationLoad } from '../model/projection.js';
import type { Station } from '../model/station.js';
import type { Fraction, Percent, Range } from '../model/units.js';
import { casSlopesOf, lineCasSlopes } from './cas-loops.js';

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
  /** Id of the catalogue whose sites are projected: "label". */
  readonly counter: string;
  /** `null` without samples. */
  readonly attribution: EventAttribution | null;
  /** Lines and locks that the recording shows. */
  readonly lines: readonly Station[];
}

/** Percentages of an analysis as the fractions and intervals that the projection takes. */
export function projectionInput({ attribution, lines, counter, ...load }: AnalyzedLoad): ProjectionInput {
  return {
    ...load,
    sites: (attribution?.sites ?? []).map((site) => ({
      ...site,
      share: shareRange(site.sharePct, site.shareLowPct, site.shareHighPct),
    })),
    labelShare: labelShare(attribution),
    labelShareBound: attribution?.labelShareBound ?? 'upper',
    shareFrom: 'samples',
    casSlopes: lineCasSlopes(counter, load.kernel, casLoopPart(attribution)),
    stations: stationLoads(lines, load.kernel),
    topology: null,
  };
}

/** What the CPUs queue for beside the subject's own line. */
function stationLoads(lines: readonly Station[], kernel: string | null): StationLoad[] {
  return lines
    .filter(({ kind }) => kind !== 'label-line')
    .map((line) => ({
      class: line.class,
      name: line.name,
      share: shareRange(line.sharePct, line.shareLowPct, line.shareHighPct),
      singleInstance: line.singleInstance,
      casSlopes: casSlopesOf(line.class, kernel),
    }));
}

/** Part of the line's time that was charged to compare-and-swap loops: only machine code tells. */
function casLoopPart(attribution: EventAttribution | null): Fraction {
  const sites = attribution?.sites ?? [];
  const time = (list: typeof sites) => list.reduce((sum, { sharePct }) => sum + sharePct, 0);
  return time(sites) === 0 ? 0 : time(sites.filter(({ casLoop }) => casLoop)) / time(sites);
}

/** The share and its interval; shares without sample counts stand for themselves. */
function labelShare(attribution: EventAttribution | null): Range | null {
  const { labelSharePct: mid, labelShareLowPct: low, labelShareHighPct: high } = attribution ?? {};
  return mid == null ? null : shareRange(mid, low, high);
}

function shareRange(mid: Percent, low: Percent | null | undefined, high: Percent | null | undefined): Range {
  return { low: (low ?? mid) / 100, mid: mid / 100, high: (high ?? mid) / 100 };
}
