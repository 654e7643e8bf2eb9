import type { EventAttribution } from '../model/analysis.js';
import type { KernelRelease } from '../model/kernel-release.js';
import type { Throughput } from '../model/throughput.js';
import { NS_PER_SECOND } from '../model/units.js';
import type { LineRate, UsageCheck } from '../model/usage.js';
import { OPEN_CYCLE } from './catalogue/call-expectations.js';
import { siteRuleFor } from './catalogue/catalogue.js';

/** Load programs of which one operation is one open and its close. */
const OPEN_CLOSE_TOOLS: ReadonlySet<string> = new Set(['openclose']);
const IMA_HOOK = 'apparmor_current_getsecid_subj';

/**
 * Operations per second on the label's line and CPU time per operation: label share x busy CPUs / operations. The
 * requests are those of the load during the recording; the RMWs of one come from a function profile, else from the
 * catalogue where the load program is one whose operation is known.
 */
export function lineRate(input: {
  readonly attribution: EventAttribution;
  readonly busyCpus: number | null;
  readonly loads: readonly Throughput[];
  readonly checks: readonly UsageCheck[];
  readonly kernel: KernelRelease | null;
}): LineRate | null {
  if (input.loads.length === 0) return null;
  const load = loadDuring(input.loads);
  const requestsPerSec = load?.requestsPerSec ?? null;
  const rmws = rmwsPerRequest(load, input.checks, input.attribution, input.kernel);
  const opsPerSec = requestsPerSec === null || rmws === null ? null : requestsPerSec * rmws.count;
  const { labelSharePct, labelShareWhy } = input.attribution;
  const cpuNsPerSec =
    labelSharePct === null || input.busyCpus === null
      ? null
      : (labelSharePct / 100) * input.busyCpus * NS_PER_SECOND;
  const missing = [
    requestsPerSec === null
      ? 'which of the loads ran during the recording, or its requests per second'
      : null,
    rmws === null
      ? 'get/put operations per request (ftrace function profiles of a counted load would tell)'
      : null,
    input.busyCpus === null ? 'the number of busy CPUs' : null,
    labelSharePct === null ? `the label share (${labelShareWhy})` : null,
  ].filter((part) => part !== null);
  return {
    requestsPerSec,
    rmwsPerRequest: rmws?.count ?? null,
    rmwsFrom: rmws?.from ?? null,
    opsPerSec,
    nsPerOp: opsPerSec === null || opsPerSec === 0 || cpuNsPerSec === null ? null : cpuNsPerSec / opsPerSec,
    why: missing.length === 0 ? null : `not known: ${missing.join('; ')}`,
  };
}

function loadDuring(loads: readonly Throughput[]): Throughput | null {
  const during = loads.filter((load) => load.duringRecording === true);
  const candidates = during.length > 0 ? during : loads.filter((load) => load.duringRecording === null);
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

function rmwsPerRequest(
  load: Throughput | null,
  checks: readonly UsageCheck[],
  { sites }: EventAttribution,
  kernel: KernelRelease | null,
): { readonly count: number; readonly from: string } | null {
  const counted = checks.filter((check) => check.rmwsPerRequest !== null);
  const [profile] = counted;
  if (counted.length === 1 && profile !== undefined) {
    return { count: profile.rmwsPerRequest ?? 0, from: `counted by ftrace in ${profile.source}` };
  }
  if (counted.length > 1 || load === null || kernel === null || !OPEN_CLOSE_TOOLS.has(load.tool)) return null;
  const asks = sites.some((site) => site.function === IMA_HOOK);
  const cycle = OPEN_CYCLE.filter((name) => name !== IMA_HOOK || asks);
  const count = cycle.reduce((sum, name) => sum + (siteRuleFor(name, kernel)?.rmws ?? 0), 0);
  return { count, from: `the catalogue: one open and close ${asks ? 'with' : 'without'} IMA` };
}
