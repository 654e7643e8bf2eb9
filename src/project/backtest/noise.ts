import type { MeasuredGain } from '../../model/backtest.js';
import { Z_95 } from '../../stats/normal.js';

/**
 * Spread of a published gain whose source gives no range: the replicates of one change on one machine lie within
 * 3 points of 90 (0-day, f4fee216df7d against 22eddbc906d2), single runs elsewhere are not replicated at all:
 * +-5 % for 95 %.
 */
const DEFAULT_LOG_SD = 0.05 / Z_95;
/** No published range is taken as narrower than a per cent or so. */
const LEAST_LOG_SD = 0.01 / Z_95;

/** ln of the gain, one standard deviation: the published range is taken as its 95 % interval. */
function noiseLogSd({ mid, low, high }: MeasuredGain): number {
  if (low === null && high === null) return DEFAULT_LOG_SD;
  const width = Math.log((high ?? mid) / (low ?? mid)) / (low === null || high === null ? 1 : 2);
  return Math.max(LEAST_LOG_SD, width / Z_95);
}

/** The measured gain's 95 % range: as published, or the default noise around it. */
export function measuredRange(measured: MeasuredGain): { low: number; high: number } {
  const factor = Math.exp(Z_95 * noiseLogSd(measured));
  return { low: measured.low ?? measured.mid / factor, high: measured.high ?? measured.mid * factor };
}

/** What a case still misses its own machine's parameters by, ln: other workloads, other kernels. */
const CASE_LOG_SD = 0.03;

/** ln of a measured gain around the projection with the right parameters, one standard deviation. */
export function predictiveLogSd(measured: MeasuredGain | null): number {
  return Math.hypot(measured === null ? 0 : noiseLogSd(measured), CASE_LOG_SD);
}
