import type { SchemeCost } from '../../model/scheme-facts.js';
import type { Fraction } from '../../model/units.js';
import { type ParameterDefinition, set, type Values } from './tunable.js';

const RFC = '<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>';

export const RECLAIM_PARAMETERS = {
  reclaimIntervalMs: {
    unit: 'ms',
    default: 5000,
    min: 1,
    max: 86_400_000,
    meaning: 'pause between two runs of the reclaim scan',
    source: `AA_LABEL_RECLAIM_INTERVAL_MS, ${RFC}`,
  },
  labelsPerScan: {
    unit: 'labels',
    default: 100,
    min: 1,
    max: 1e6,
    whole: true,
    meaning: 'labels that one run looks at, one after the other',
    source: `AA_MAX_LABEL_RECLAIMS, ${RFC}`,
  },
  gracePeriodMs: {
    unit: 'ms',
    default: 7.47,
    min: 0,
    max: 60_000,
    meaning: 'RCU grace period: so long each scanned label counts atomically',
    source: 'rcuscale average of 7470 us, 96-CPU VM, <20250625031101.12555-1-boqun.feng@gmail.com>',
  },
} satisfies Record<string, ParameterDefinition>;

export type ReclaimValues = Values<keyof typeof RECLAIM_PARAMETERS>;

/** How the reclaim scan of percpu_ref labels runs. */
export interface ReclaimScan {
  /** Length of one run: each label is switched to atomic mode, waited for, and switched back. */
  readonly runMs: number;
  /** Time after which the same label is scanned again; so long a dead label may wait to be freed. */
  readonly roundMs: number;
  /** Part of the time that any one label counts atomically. */
  readonly atomicFraction: Fraction;
}

/** @param labels in the scan; `null`: unknown, taken as one run, which visits a label most often. */
export function reclaimScan(values: ReclaimValues, labels: number | null): ReclaimScan {
  const perScan = set(values.labelsPerScan);
  const graceMs = set(values.gracePeriodMs);
  const inRun = Math.max(1, Math.min(labels ?? perScan, perScan));
  const runs = Math.max(1, Math.ceil((labels ?? 1) / perScan));
  const runMs = inRun * graceMs;
  const roundMs = runs * (set(values.reclaimIntervalMs) + runMs);
  return { runMs, roundMs, atomicFraction: graceMs / roundMs };
}

/** What the scan costs beside throughput; `null` labels are taken as one full run, and said to be. */
export function reclaimCosts(values: ReclaimValues, labels: number | null): SchemeCost[] {
  const { runMs, roundMs, atomicFraction } = reclaimScan(values, labels);
  const why = labels === null ? 'labels unknown: taken as one full run' : null;
  return [
    { name: 'atomic mode of a label, once a round', value: set(values.gracePeriodMs), unit: 'ms', why: null },
    { name: 'part of the time in atomic mode', value: 100 * atomicFraction, unit: '%', why },
    { name: 'run of the kworker', value: runMs, unit: 'ms', why },
    { name: 'round: longest wait of a dead label', value: roundMs, unit: 'ms', why },
    {
      name: 'memory held by dead labels that wait',
      value: null,
      unit: 'bytes',
      why: 'unknown: no trace counts the labels that die',
    },
  ];
}
