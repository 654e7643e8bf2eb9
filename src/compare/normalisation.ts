import type { Analysis } from '../model/analysis.js';
import type { Normalisation } from '../model/diff.js';
import { loadUnit, type Throughput } from '../model/throughput.js';
import type { Side } from './share.js';

const MICROSECONDS = 1e6;

/** The counter's cost made comparable in each way that the recordings allow, and which of them the verdict rests on. */
export function normalisations(before: Side, after: Side): Normalisation[] {
  const all = [...before, ...after];
  const counter = `${all[0]?.catalogue.subject ?? 'label'} get/put`;
  const isRequests = all.flatMap(sampledLoads).every(({ tool }) => loadUnit(tool) === 'requests');
  const work = isRequests ? 'request' : 'operation';
  const rows: readonly Rule[] = [
    {
      per: 'busy-second',
      unit: `ms of ${counter} per second of busy time`,
      read: ({ attribution }) => (attribution?.labelSharePct == null ? null : 10 * attribution.labelSharePct),
      used: true,
      why: 'used: every sample counts by its period, so neither length, idle time nor sample frequency matters',
      unknown: 'a side has no busy samples whose names are known',
    },
    {
      per: 'sample',
      unit: `${counter} in 100 busy samples`,
      read: samplesPct,
      used: false,
      why: 'not used: equal to busy time where all samples stand for the same period, else misleading',
      unknown: 'a side gives percentages without sample counts',
    },
    {
      per: 'request',
      unit: `us of ${counter} per ${work}`,
      read: perRequest,
      used: false,
      why: `not used for the verdict: no spread of ${work}s within a recording is known`,
      unknown: 'a side has no single throughput during its recording, or does not tell its busy CPUs',
    },
  ];
  return rows.map(({ per, unit, read, used, why, unknown }) => {
    const [old, now] = [mean(before, read), mean(after, read)];
    const isKnown = old !== null && now !== null;
    return { per, unit, before: old, after: now, used: used && isKnown, why: isKnown ? why : unknown };
  });
}

interface Rule extends Pick<Normalisation, 'per' | 'unit' | 'used' | 'why'> {
  readonly read: (analysis: Analysis) => number | null;
  readonly unknown: string;
}

function samplesPct({ attribution }: Analysis): number | null {
  const total = attribution?.total.samples ?? 0;
  if (attribution === null || attribution.labelSharePct === null || !(total > 0)) return null;
  return (100 * attribution.sites.reduce((sum, site) => sum + (site.samples ?? 0), 0)) / total;
}

function sampledLoads({ throughput }: Analysis): Throughput[] {
  return throughput.filter((run) => run.duringRecording === true && (run.requestsPerSec ?? 0) > 0);
}

/** Share x busy CPUs / requests per second. */
function perRequest(analysis: Analysis): number | null {
  const { attribution, machine } = analysis;
  const [run, ...others] = sampledLoads(analysis);
  const share = attribution?.labelSharePct ?? null;
  if (run === undefined || others.length > 0 || share === null || machine.busyCpus === null) return null;
  return ((share / 100) * machine.busyCpus * MICROSECONDS) / (run.requestsPerSec as number);
}

function mean(side: Side, read: (analysis: Analysis) => number | null): number | null {
  const values = side.flatMap((analysis) => read(analysis) ?? []).sort((a, b) => a - b);
  return values.length < side.length
    ? null
    : values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
