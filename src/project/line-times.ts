import type { Fraction, Nanoseconds, Percent } from '../model/units.js';
import { demandRatioForShare } from './inversion.js';
import { solveNetwork } from './mva.js';

/** One row of a scaling table: how a machine does without the contended line. */
export interface ScalingRow {
  readonly cpus: number;
  /** Mean time of a transfer among those CPUs (`meanTransfer` of a topology). */
  readonly transferNs: Nanoseconds;
  /** Throughput per CPU without the line, 100 in the first row: what `Z` grows by where nothing is contended. */
  readonly offEfficiencyPct: Percent;
}

export interface LineRow {
  /** Throughput per CPU; 100 is the first row of the machine as it is today (kept = 1). */
  readonly efficiencyPct: Percent;
  /** Fraction of busy time at the line. */
  readonly share: Fraction;
  readonly utilisation: Fraction;
}

/**
 * Transfers per ns of uncontended work, from the efficiency with the line in one row: there, the line takes
 * 1 - on / off of the busy time, and inverting that share gives D / Z = transfers x transfer time.
 * @throws RangeError unless 0 < onEfficiencyPct <= row.offEfficiencyPct.
 */
export function fitTransferRate(row: ScalingRow, onEfficiencyPct: Percent): number {
  const share = 1 - onEfficiencyPct / row.offEfficiencyPct;
  return demandRatioForShare(share, row.cpus) / row.transferNs;
}

/**
 * Efficiency per row with one contended line. Per row D / Z = transferRate x kept x transfer time: whatever makes
 * the uncontended work slower there (SMT siblings, memory bandwidth) makes the transfers slower alike, so the
 * published off-curve multiplies the whole row. Rows with `kept` below 1 stay relative to today's first row.
 */
export function lineRows(rows: readonly ScalingRow[], transferRate: number, kept: Fraction = 1): LineRow[] {
  const perCpu = (row: ScalingRow, fraction: Fraction) => {
    const demand = transferRate * fraction * row.transferNs;
    const { throughput, stations } = solveNetwork({ thinkTime: 1, demands: [demand] }, row.cpus);
    return {
      rate: (row.offEfficiencyPct * throughput) / row.cpus,
      share: (stations[0]?.queue ?? 0) / row.cpus,
      utilisation: stations[0]?.utilisation ?? 0,
    };
  };
  const [first] = rows;
  if (first === undefined) return [];
  const today = perCpu(first, 1).rate;
  return rows.map((row) => {
    const { rate, share, utilisation } = perCpu(row, kept);
    return { efficiencyPct: (100 * rate) / today, share, utilisation };
  });
}
