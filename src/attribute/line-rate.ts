import type { EventAttribution } from '../model/analysis.js';
import type { KernelRelease } from '../model/kernel-release.js';
import type { Throughput } from '../model/throughput.js';
import { NS_PER_SECOND } from '../model/units.js';
import type { LineRate, UsageCheck } from '../model/usage.js';
import { IMA_HOOKS, OPEN_CYCLE } from './catalogue/call-expectations.js';
import { siteRuleFor } from './catalogue/catalogue.js';
import { rmwsSeen } from './usage-verdict.js';

/** Load programs of which one operation is one open and its close. */
const OPEN_CLOSE_TOOLS: ReadonlySet<string> = new Set(['openclose']);

/**
 * Operations per second on the label's line and CPU time per operation: label share x busy CPUs / operations. The
 * requests are those of the load during the recording; the RMWs of one come from a function profile, else from the
 * catalogue where the load program is one whose operation is known, corrected by machine code that was given.
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
  const rmws = rmwsPerRequest(load, input.loads, input.checks, input.attribution, input.kernel);
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
    rmws === null ? missingRmws(input.checks, labelSharePct === 0) : null,
    input.busyCpus === null ? 'the number of busy CPUs' : null,
    labelSharePct === null ? `the label share (${labelShareWhy})` : null,
  ].filter((part) => part !== null);
  return {
    requestsPerSec,
    rmwsPerRequest: rmws?.count ?? null,
    rmwsFrom: rmws?.from ?? null,
    assumption: rmws?.assumption ?? null,
    opsPerSec,
    nsPerOp: opsPerSec === null || opsPerSec === 0 || cpuNsPerSec === null ? null : cpuNsPerSec / opsPerSec,
    why: missing.length === 0 ? null : `not known: ${missing.join('; ')}`,
  };
}

function missingRmws(checks: readonly UsageCheck[], noneSampled: boolean): string {
  const profiled = checks.filter((check) => check.rmwsPerRequest !== null).length;
  return profiled > 1
    ? `which of the ${profiled} profiled loads makes requests like those of the recording (give one of them)`
    : `get/put operations per request (${noneSampled ? 'no sample shows that there are any; ' : ''}ftrace function profiles of a counted load would tell)`;
}

function loadDuring(loads: readonly Throughput[]): Throughput | null {
  const during = loads.filter((load) => load.duringRecording === true);
  const candidates = during.length > 0 ? during : loads.filter((load) => load.duringRecording === null);
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

interface RmwsPerRequest {
  readonly count: number;
  readonly from: string;
  readonly assumption: string | null;
}

/** Hooks whose RMWs a call are assumed are left out: most of theirs go to other labels' lines. */
function rmwsPerRequest(
  load: Throughput | null,
  loads: readonly Throughput[],
  checks: readonly UsageCheck[],
  { sites, labelSharePct }: EventAttribution,
  kernel: KernelRelease | null,
): RmwsPerRequest | null {
  const counted = checks.flatMap((check) =>
    check.rmwsPerRequest === null
      ? []
      : [{ check, count: check.rmwsPerRequest - (check.assumedRmwsPerRequest ?? 0) }],
  );
  const own = counted.filter(({ check }) => check.requestsFrom === load?.file);
  const [profile] = own.length > 0 ? own : counted;
  const rivals = own.length > 0 ? own : counted;
  if (profile !== undefined && rivals.length === 1) {
    const { check, count } = profile;
    const profiled = loads.find(({ file }) => file === check.requestsFrom);
    return {
      count,
      from: `counted by ftrace in ${check.source}`,
      assumption:
        own.length > 0 || load === null
          ? null
          : `a request of ${load.tool} does what one of ${profiled?.tool ?? 'the profiled load'} did`,
    };
  }
  if (rivals.length > 1 || load === null || kernel === null || !OPEN_CLOSE_TOOLS.has(load.tool)) return null;
  // With AppArmor off the hooks of the catalogue do not run.
  if (labelSharePct === 0) return null;
  const asking = new Set(sites.map((site) => site.function).filter((name) => IMA_HOOKS.includes(name)));
  const cycle = OPEN_CYCLE.filter((name) => !IMA_HOOKS.includes(name) || asking.has(name));
  const said = cycle.reduce((sum, name) => sum + (siteRuleFor(name, kernel)?.rmws ?? 0), 0);
  // The same uname may have another hook: code that was given goes before the catalogue.
  const seen = checks.flatMap((check) => check.hooks).filter((hook) => hook.instructions !== null);
  const shown = cycle.map((name) => seen.find((hook) => hook.function === name));
  const count = cycle.reduce((sum, name, index) => {
    const hook = shown[index];
    return sum + (hook === undefined ? (siteRuleFor(name, kernel)?.rmws ?? 0) : rmwsSeen(hook));
  }, 0);
  const ima = asking.size > 0 ? 'with' : 'without';
  const differs = count === said ? '' : `, less what the code does not do: ${said} by the catalogue alone`;
  return {
    count,
    from: `the catalogue: one open and close ${ima} IMA${differs}`,
    assumption: shown.includes(undefined)
      ? 'this kernel has the hooks of the catalogue (not all their code was given)'
      : null,
  };
}
