import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import type { Analysis, EventAttribution, LockRow, SiteShare } from '../../src/model/analysis.js';
import type { Diff, SideNames } from '../../src/model/diff.js';
import { unknownMachine } from '../../src/model/machine.js';
import type { Lifetime, Operation } from '../../src/model/site.js';
import type { Throughput } from '../../src/model/throughput.js';
import type { Range } from '../../src/model/units.js';
import { wilsonInterval } from '../../src/stats/proportion.js';
import { NO_CODE_EVIDENCE } from '../no-code-evidence.js';

/** Nanoseconds a sample of cpu-clock stands for at 499 Hz. */
const PERIOD = 2_004_008;

const SITES: Readonly<Record<string, readonly [Operation, Lifetime]>> = {
  apparmor_file_open: ['get+put', 'transient-object'],
  apparmor_file_alloc_security: ['get', 'held-taken'],
  apparmor_file_free_security: ['put', 'held-dropped'],
  apparmor_current_getsecid_subj: ['get+put', 'transient-current'],
};

/** An analysis of `total` busy samples of which so many fell into each site, as independent ones would. */
export function analysisOf(
  samples: Readonly<Record<string, number>>,
  total: number,
  changes: Partial<Analysis> = {},
): Analysis {
  return {
    schemaVersion: 1,
    inputs: [],
    comms: ['openclose'],
    machine: {
      ...unknownMachine(),
      arch: 'x86_64',
      kernel: '6.1.192-labp',
      busyCpus: 7.9,
      busyCpusWhy: 'busy part of the ticks on 8 CPUs',
      idlePct: 0,
    },
    window: { fromS: 77, toS: 82, durationS: 5, rule: 'whole', leftOutSamples: 0, blockNs: 1e8 },
    attribution: attributionOf(samples, total),
    events: [],
    functions: [],
    busyFunctions: [],
    busyCommands: [{ comm: 'openclose', sharePct: 100 }],
    locks: [],
    throughput: [],
    topology: null,
    labels: null,
    counters: [],
    cacheLines: [],
    lockWaits: [],
    functionCalls: [],
    listings: [],
    catalogue: {
      id: 'label',
      subject: 'label',
      kernel: '6.1',
      kernelFrom: 'recorded',
      kernelWhy: '6.1.192-labp',
      rows: [],
    },
    lines: [],
    usage: [],
    lineRate: null,
    projections: [],
    projectionAssumptions: [],
    schemes: [],
    diagnostics: [],
    ...changes,
  };
}

export function attributionOf(samples: Readonly<Record<string, number>>, total: number): EventAttribution {
  const hits = Object.values(samples).reduce((sum, count) => sum + count, 0);
  const label = wilsonInterval(hits, total);
  const nothing = { samples: 0, period: 0 };
  return {
    event: 'cpu-clock',
    total: { samples: total, period: total * PERIOD },
    idle: nothing,
    foreign: nothing,
    lost: 0,
    labelSharePct: total > 0 ? 100 * label.mid : null,
    labelShareLowPct: total > 0 ? 100 * label.low : null,
    labelShareHighPct: total > 0 ? 100 * label.high : null,
    labelShareWhy: null,
    labelShareBound: 'upper',
    instructionEvidence: NO_CODE_EVIDENCE,
    labelPerfPct: null,
    sites: Object.entries(samples).map(([name, count]) => siteOf(name, count, wilsonInterval(count, total))),
    contexts: [],
    callPaths: [],
    other: { samples: total - hits, period: (total - hits) * PERIOD },
    unattributed: nothing,
    unattributedFunctions: [],
    irqOffLanding: [],
    locks: [],
  };
}

function siteOf(name: string, samples: number, share: Range): SiteShare {
  const [operation, lifetime] = (Object.hasOwn(SITES, name) ? SITES[name] : undefined) ?? [
    'get+put',
    'transient-object',
  ];
  return {
    function: name,
    operation,
    lifetime,
    samples,
    period: samples * PERIOD,
    sharePct: 100 * share.mid,
    shareLowPct: 100 * share.low,
    shareHighPct: 100 * share.high,
    evidence: 'function',
    confidence: 'low',
    casLoop: false,
    instructions: [],
    rmws: 1,
    transfers: 1,
    syscalls: [],
  };
}

/** A row of lock_stat; AppArmor's buffer pool unless told otherwise. */
export function lockOf(contentions: number, acquisitions: number, changes: Partial<LockRow> = {}): LockRow {
  return {
    class: 'aa_buffers_lock',
    role: 'buffer-pool',
    mode: 'exclusive',
    conBounces: contentions,
    contentions,
    waitMinNs: null,
    waitMaxNs: null,
    waitTotalNs: 1000 * contentions,
    waitAvgNs: null,
    acqBounces: acquisitions,
    acquisitions,
    holdMinNs: null,
    holdMaxNs: null,
    holdTotalNs: 300 * acquisitions,
    holdAvgNs: null,
    waiters: [],
    holders: [],
    file: 'lock_stat',
    line: 1,
    ...changes,
  };
}

export function runOf(requestsPerSec: number | null, changes: Partial<Throughput> = {}): Throughput {
  return {
    tool: 'wrk',
    requestsPerSec,
    requests: null,
    tasks: null,
    errors: 0,
    durationS: 10,
    latencyAvgNs: null,
    duringRecording: true,
    file: 'wrk.txt',
    ...changes,
  };
}

/** Busy samples of the two recordings in shared/traces/INDEX.md, item 4, and of their other two hooks. */
export const KREF = analysisOf(
  {
    apparmor_file_open: 49,
    apparmor_file_alloc_security: 62,
    apparmor_file_free_security: 61,
    apparmor_current_getsecid_subj: 28,
  },
  2859,
);

export const CONDREF = analysisOf(
  {
    apparmor_file_open: 38,
    apparmor_file_alloc_security: 104,
    apparmor_file_free_security: 100,
    apparmor_current_getsecid_subj: 108,
  },
  5668,
);

export const NAMES = { before: 'runs/kref', after: 'runs/condref' };

/** One recording a side. */
export function compare(before: Analysis, after: Analysis, names: SideNames = NAMES): Diff {
  return compareAnalyses([before], [after], { names });
}
