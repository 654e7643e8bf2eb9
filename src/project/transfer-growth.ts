import type { LineTopology } from '../model/line-topology.js';
import type { Range, Ratio } from '../model/units.js';
import { TRANSFER_GROWTH } from './capacity.js';
import { meanTransfer } from './topology/transfer-time.js';

/** How much longer a transfer takes at other CPU counts than at the recorded one; `mid` is `null` for bounds only. */
export interface TransferGrowth {
  readonly low: Ratio;
  readonly mid: Ratio | null;
  readonly high: Ratio;
  /** Whether a topology says so; otherwise it is a prior. */
  readonly fromTopology: boolean;
}

export const NO_GROWTH: TransferGrowth = { low: 1, mid: 1, high: 1, fromTopology: false };
const PRIOR: TransferGrowth = { low: 1, mid: null, high: TRANSFER_GROWTH, fromTopology: false };

/** Bounds only beyond this many times the recorded CPUs (model.md, limit 4). */
export const EXTRAPOLATION_LIMIT = 2;

/**
 * From the mean transfer times of a topology at both counts, ends with ends: a machine with dear transfers has them at
 * both. Without a topology, or beyond its CPUs, transfers stay as they are up to twice the recorded CPUs and may
 * then take up to TRANSFER_GROWTH times as long.
 */
export function transferGrowth(
  topology: LineTopology | null,
  recorded: number,
  cpus: number,
): TransferGrowth {
  const isBounds = cpus > EXTRAPOLATION_LIMIT * recorded;
  const [from, to] = [recorded, cpus].map((count) =>
    topology === null ? null : meanTransfer(topology, count).ns,
  );
  if (from == null || to == null) return isBounds ? PRIOR : NO_GROWTH;
  const ratio = (end: keyof Range) => to[end] / from[end];
  const ratios = [ratio('low'), ratio('mid'), ratio('high')];
  return {
    low: Math.min(...ratios),
    mid: isBounds ? null : ratio('mid'),
    high: Math.max(...ratios),
    fromTopology: true,
  };
}
