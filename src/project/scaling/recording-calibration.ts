import type { LineTopology } from '../../model/line-topology.js';
import type { Calibration } from '../../model/scaling.js';
import type { Range } from '../../model/units.js';
import { medianInterval } from '../../stats/median-interval.js';
import { demandRatioForShare, stationShare } from '../inversion.js';
import { limitedShare } from '../share-limit.js';
import { meanTransfer } from '../topology/transfer-time.js';

/** The label's share in one recording of the load. */
export interface RecordedShare {
  readonly cpus: number;
  readonly share: Range;
}

/**
 * One line, from its share in recordings of the same load at several CPU counts: each gives D / Z at its own count, which
 * transfer times carry to the most CPUs. The middle is their geometric mean, low .. high the range over the recordings
 * and their own intervals, so that recordings which disagree widen it.
 * @returns `null` where the topology has no transfer time for one of them.
 */
export function calibrateByRecordings(
  from: string,
  recordings: readonly RecordedShare[],
  topology: LineTopology | null,
): Calibration | null {
  const most = Math.max(...recordings.map(({ cpus }) => cpus));
  const timeAt = (cpus: number) => (topology === null ? 1 : (meanTransfer(topology, cpus).ns?.mid ?? null));
  const slowest = timeAt(most);
  const demands: Range[] = [];
  for (const { cpus, share } of recordings) {
    const time = timeAt(cpus);
    if (time === null || slowest === null) return null;
    const within = limitedShare(share).share;
    const at = (end: keyof Range) => (demandRatioForShare(within[end], cpus) * slowest) / time;
    demands.push({ low: at('low'), mid: at('mid'), high: at('high') });
  }
  const logs = demands.map(({ mid }) => Math.log(Math.max(mid, Number.MIN_VALUE)));
  const mean = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  const points = recordings.map(({ cpus, share }) => ({
    cpus,
    measured: share.mid,
    fitted: stationShare((mean * (timeAt(cpus) ?? 1)) / (slowest ?? 1), cpus),
    usl: null,
  }));
  return {
    kind: 'recordings',
    from,
    points,
    medianAbsLogError: medianInterval(
      points.map(({ fitted, measured }) => Math.abs(Math.log(fitted / Math.max(measured, Number.MIN_VALUE)))),
    ).median,
    uslMedianAbsLogError: null,
    cpus: most,
    share: {
      low: stationShare(Math.min(...demands.map(({ low }) => low)), most),
      mid: stationShare(mean, most),
      high: stationShare(Math.max(...demands.map(({ high }) => high)), most),
    },
  };
}
