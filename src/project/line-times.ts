import type { Fraction, Nanoseconds, Percent } from '../model/units.js';
import { demandRatioForShare } from './inversion.js';
import { solveNetwork } from './mva.js';

/** How long a cache line takes to come over from the CPU that owned it last. */
export interface TransferTimes {
  readonly insideComplexNs: Nanoseconds;
  readonly acrossComplexesNs: Nanoseconds;
}

/** One row of a scaling table: how a machine does without the contended line. */
export interface ScalingRow {
  readonly cpus: number;
  /** Cache complexes (shared L3) that those CPUs fill. */
  readonly complexes: number;
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
 * Time of a transfer among CPUs that fill `complexes`: the previous owner is any of them, so it sits in another
 * complex with probability (complexes - 1) / complexes. Source: model.md, "The nginx table".
 */
export function meanTransferNs(times: TransferTimes, complexes: number): Nanoseconds {
  return (times.insideComplexNs + times.acrossComplexesNs * (complexes - 1)) / complexes;
}

/**
 * Transfers per ns of uncontended work, from the efficiency with the line in one row: there, the line takes
 * 1 - on / off of the busy time, and inverting that share gives D / Z = transfers x transfer time.
 * @throws RangeError unless 0 < onEfficiencyPct <= row.offEfficiencyPct.
 */
export function fitTransferRate(row: ScalingRow, times: TransferTimes, onEfficiencyPct: Percent): number {
  const share = 1 - onEfficiencyPct / row.offEfficiencyPct;
  return demandRatioForShare(share, row.cpus) / meanTransferNs(times, row.complexes);
}

/**
 * Efficiency per row with one contended line. Per row D / Z = transferRate x kept x transfer time: whatever makes
 * the uncontended work slower there (SMT siblings, memory bandwidth) makes the transfers slower alike, so the
 * published off-curve multiplies the whole row. Rows with `kept` below 1 stay relative to today's first row.
 */
export function lineRows(
  rows: readonly ScalingRow[],
  times: TransferTimes,
  transferRate: number,
  kept: Fraction = 1,
): LineRow[] {
  const perCpu = (row: ScalingRow, fraction: Fraction) => {
    const demand = transferRate * fraction * meanTransferNs(times, row.complexes);
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
