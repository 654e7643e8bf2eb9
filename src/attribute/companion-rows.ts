import type { CallCount, LockWaitRow } from '../model/companions.js';
import type { FunctionCalls } from '../model/function-calls.js';
import type { KernelRelease } from '../model/kernel-release.js';
import type { LockWait } from '../model/lock-wait.js';
import type { LockRole } from '../model/projection.js';
import type { Throughput } from '../model/throughput.js';
import { siteRuleFor } from './catalogue/catalogue.js';
import { lockRoleByName, lockWaitedFor } from './catalogue/lock-roles.js';
import { baseFunction } from './catalogue/symbol-name.js';
import { isAnyLockPrimitive } from './lock-primitives.js';
import { directoryOf, requestsOf } from './profiled-load.js';

/**
 * ftrace's rows summed over CPUs, the most called first. Per request of the load in the directory of the
 * profiles, else of the only one: with several nobody knows which of them ran meanwhile.
 */
export function callCounts(
  rows: readonly FunctionCalls[],
  loads: readonly Throughput[],
  kernel: KernelRelease | null,
): CallCount[] {
  const requests = requestsMeanwhile(rows, loads);
  const sums = new Map<string, { calls: number; totalNs: number | null }>();
  for (const { symbol, calls, totalNs } of rows) {
    const sum = sums.get(symbol) ?? { calls: 0, totalNs: 0 };
    sum.calls += calls;
    sum.totalNs = sum.totalNs === null || totalNs === null ? null : sum.totalNs + totalNs;
    sums.set(symbol, sum);
  }
  return [...sums]
    .map(([symbol, sum]) => ({
      symbol,
      ...sum,
      perRequest: requests === null ? null : sum.calls / requests,
      rmws: siteRuleFor(baseFunction(symbol), kernel)?.rmws ?? null,
    }))
    .sort((a, b) => b.calls - a.calls || (a.symbol < b.symbol ? -1 : 1));
}

/** Of all directories of profiles together; `null` where one has none, or two have the same load. */
function requestsMeanwhile(rows: readonly FunctionCalls[], loads: readonly Throughput[]): number | null {
  const directories = [...new Set(rows.map(({ file }) => directoryOf(file)))];
  const profiled = directories.map((directory) => requestsOf(directory, loads));
  if (new Set(profiled.map(({ file }) => file)).size < directories.length) return null;
  return profiled.reduce<number | null>(
    (sum, { requests }) => (sum === null || requests === null ? null : sum + requests),
    0,
  );
}

/** Which of AppArmor's locks each row of perf lock is of, by class name, or by who waited in a lock of which type. */
export function lockWaitRows(rows: readonly LockWait[]): LockWaitRow[] {
  return rows.map((row) => ({ ...row, role: roleOf(row) }));
}

function roleOf({ name, caller, stack, type }: LockWait): LockRole | null {
  const byClass = name === null ? null : lockRoleByName(name);
  if (byClass !== null) return byClass;
  const taker = stack.map(functionOf).find((symbol) => !isAnyLockPrimitive(symbol));
  const waited = taker ?? (caller === null ? null : functionOf(caller));
  return waited === null ? null : lockWaitedFor(waited, type);
}

/** "aa_path_perm" of "aa_path_perm+0x77" and of "0xffffffff81309dd0 aa_path_perm+0x77". */
function functionOf(text: string): string {
  const symbol = text.slice(text.lastIndexOf(' ') + 1);
  const plus = symbol.indexOf('+');
  return baseFunction(plus < 0 ? symbol : symbol.slice(0, plus));
}
