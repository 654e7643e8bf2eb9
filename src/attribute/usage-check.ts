import { printedSources } from '../model/applied-catalogue.js';
import type { FunctionCalls } from '../model/function-calls.js';
import { groupBy } from '../model/group-by.js';
import { isInRange, type KernelRelease } from '../model/kernel-release.js';
import type { SiteRule } from '../model/site.js';
import type { Throughput } from '../model/throughput.js';
import type { HookUsage, InstructionCounts, UsageCheck } from '../model/usage.js';
import {
  CALL_EXPECTATIONS,
  type CallExpectation,
  OPEN_CYCLE,
  SHORT_PATHS,
} from './catalogue/call-expectations.js';
import { siteRuleFor } from './catalogue/catalogue.js';
import { isAssumedCount, LABEL_SITES } from './catalogue/label-sites.js';
import { baseFunction } from './catalogue/symbol-name.js';
import { directoryOf, requestsOf } from './profiled-load.js';
import { getsOf, rmwsSeen, usageVerdict } from './usage-verdict.js';

/** What is known beside the function profiles. */
export interface UsageEvidence {
  readonly loads: readonly Throughput[];
  readonly kernel: KernelRelease | null;
  /** Atomics found in the hooks' machine code; `null` where none was given. */
  readonly instructionCounts: readonly InstructionCounts[] | null;
}

/** ftrace prints names with "%-30.30s". */
const NAME_WIDTH = 30;

/**
 * Holds every set of function profiles (those of one directory) against the catalogue. Without any, but with machine
 * code, one check of the instructions alone.
 */
export function usageChecks(rows: readonly FunctionCalls[], evidence: UsageEvidence): UsageCheck[] {
  const sets = groupBy(rows, ({ file }) => directoryOf(file));
  const checks = [...sets].map(([source, own]) => check(source, own, evidence));
  if (checks.length > 0 || evidence.instructionCounts === null) return checks;
  return [check(null, [], evidence)];
}

function check(source: string | null, rows: readonly FunctionCalls[], evidence: UsageEvidence): UsageCheck {
  const calls = source === null ? null : callsByName(rows);
  const { requests, why, file } = requestsOf(source, evidence.loads);
  const opens = calls === null ? null : (calls.get('security_file_open') ?? calls.get(FILE_OPEN) ?? null);
  const hooks = functionsToCheck(calls, evidence)
    .map((rule) => hookUsage(rule, calls, requests, evidence))
    .sort((a, b) => (b.calls ?? 0) - (a.calls ?? 0) || (a.function < b.function ? -1 : 1));
  const perRequest = (part: (hook: HookUsage) => number): number | null =>
    requests === null || calls === null
      ? null
      : hooks.reduce((sum, hook) => sum + part(hook) * (hook.calls ?? 0), 0) / requests;
  const gets = perRequest((hook) => getsOf(hook, rmwsSeen(hook)));
  const all = perRequest(rmwsSeen);
  const assumed = perRequest((hook) => (hook.rmwsAssumed ? rmwsSeen(hook) : 0));
  return {
    source,
    requests,
    requestsWhy: why,
    requestsFrom: file,
    opens,
    getsPerRequest: gets,
    putsPerRequest: all === null || gets === null ? null : all - gets,
    rmwsPerRequest: all,
    assumedRmwsPerRequest: assumed,
    ...openCycle(hooks, opens),
    hooks,
  };
}

const FILE_OPEN = 'apparmor_file_open';

function callsByName(rows: readonly FunctionCalls[]): ReadonlyMap<string, number> {
  const calls = new Map<string, number>();
  for (const { symbol, calls: count } of rows) {
    const name = baseFunction(symbol);
    calls.set(name, (calls.get(name) ?? 0) + count);
  }
  return calls;
}

/** Rows for this kernel that count on their common path or are expected to be called, and that there is a count of. */
function functionsToCheck(
  calls: ReadonlyMap<string, number> | null,
  { kernel, instructionCounts }: UsageEvidence,
): SiteRule[] {
  const named = new Set([
    ...CALL_EXPECTATIONS.filter((rule) => appliesTo(rule, kernel)).map((rule) => rule.function),
    ...(calls === null ? (instructionCounts ?? []).map((counts) => counts.function) : []),
    ...LABEL_SITES.map((rule) => rule.function).filter((name) => (calls?.get(cut(name)) ?? 0) > 0),
  ]);
  return [...named].flatMap((name) => {
    const rule = siteRuleFor(name, kernel);
    if (rule === null) return [];
    const expected = CALL_EXPECTATIONS.some((candidate) => candidate.function === name);
    return rule.rmws > 0 || expected ? [rule] : [];
  });
}

function appliesTo(rule: CallExpectation, kernel: KernelRelease | null): boolean {
  return kernel === null || isInRange(kernel, rule.kernels);
}

function hookUsage(
  rule: SiteRule,
  calls: ReadonlyMap<string, number> | null,
  requests: number | null,
  { kernel, instructionCounts }: UsageEvidence,
): HookUsage {
  const expectation = CALL_EXPECTATIONS.find(
    (candidate) => candidate.function === rule.function && appliesTo(candidate, kernel),
  );
  const counted = calls === null ? null : (calls.get(cut(rule.function)) ?? 0);
  const expected = calls === null ? null : expectedCalls(rule.function, expectation, calls);
  const perRequest = (count: number | null | undefined): number | null =>
    count === null || count === undefined || requests === null ? null : count / requests;
  const { operation, lifetime, kernels, sources } = rule;
  const { rmws, assumed, path } = rmwsPerCallOf(rule, counted, calls);
  const usage = {
    function: rule.function,
    operation,
    lifetime,
    kernels,
    sources: printedSources(sources),
    rmwsPerCall: rmws,
    rmwsAssumed: assumed,
    calls: counted,
    expectedCalls: expected?.calls ?? null,
    expectedFrom: expected?.from ?? null,
    callsPerRequest: perRequest(counted),
    instructions: instructionCounts?.find((counts) => counts.function === rule.function) ?? null,
    expectedRmwsPerRequest: perRequest(expected === null ? null : expected.calls * rmws),
  };
  const { verdict, why } = usageVerdict(usage, expectation?.mayBeUnused ?? null, kernel !== null);
  return {
    ...usage,
    rmwsPerRequest: perRequest(counted === null ? null : counted * rmwsSeen(usage)),
    verdict,
    why: path === null ? why : `${why}; ${path}`,
  };
}

/** By the row; where the calls of another function show that none took the long path, those of the short one. */
function rmwsPerCallOf(
  rule: SiteRule,
  counted: number | null,
  calls: ReadonlyMap<string, number> | null,
): { readonly rmws: number; readonly assumed: boolean; readonly path: string | null } {
  const asCatalogued = { rmws: rule.rmws, assumed: isAssumedCount(rule), path: null };
  const short = SHORT_PATHS.find((candidate) => candidate.function === rule.function);
  if (short === undefined || calls === null || counted === null || counted === 0) return asCatalogued;
  if ((calls.get(cut(short.longPathCalls)) ?? 0) > 0) return asCatalogued;
  return { rmws: short.rmws, assumed: false, path: `${short.longPathCalls} was not called, ${short.what}` };
}

/** From the table, else from the LSM function of the same name; `null` where neither was profiled. */
function expectedCalls(
  name: string,
  expectation: CallExpectation | undefined,
  calls: ReadonlyMap<string, number>,
): { readonly calls: number; readonly from: string } | null {
  const twin = name.replace(/^apparmor_/, 'security_');
  const from = expectation?.from ?? (twin === name ? [] : [{ of: twin, what: `call of ${twin}` }]);
  const seen = from.filter(({ of }) => calls.has(cut(of)));
  if (seen.length === 0) return null;
  return {
    calls: seen.reduce((sum, { of }) => sum + (calls.get(cut(of)) ?? 0), 0),
    from: from.map(({ what }) => `1 per ${what}`).join(' + '),
  };
}

/** RMWs of one open and its close: each hook of the cycle once per open, more calls are of other files. */
function openCycle(
  hooks: readonly HookUsage[],
  opens: number | null,
): Pick<UsageCheck, 'rmwsPerOpen' | 'expectedRmwsPerOpen'> {
  if (opens === null || opens === 0) return { rmwsPerOpen: null, expectedRmwsPerOpen: null };
  const cycle = hooks.filter((hook) => OPEN_CYCLE.includes(hook.function));
  const counted = cycle.reduce((sum, hook) => sum + Math.min(hook.calls ?? 0, opens) * rmwsSeen(hook), 0);
  const used = cycle.filter((hook) => hook.verdict === 'differs' || (hook.calls ?? 0) > 0);
  return {
    rmwsPerOpen: counted / opens,
    expectedRmwsPerOpen: used.reduce((sum, hook) => sum + hook.rmwsPerCall, 0),
  };
}

function cut(name: string): string {
  return name.slice(0, NAME_WIDTH);
}
