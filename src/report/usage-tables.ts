import type { Analysis } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import type { HookUsage, UsageCheck, UsageVerdict } from '../model/usage.js';
import { countText, UNKNOWN } from './numbers.js';
import { code, left, right, type Table } from './table.js';

const VERDICTS: Readonly<Record<UsageVerdict, string>> = {
  'as-described': 'as described',
  'calls-as-described': 'calls as described',
  'code-as-described': 'code as described',
  differs: 'differs',
  'cannot-tell': 'cannot tell',
};

/**
 * One table a set of function profiles: is the counter used as the catalogue describes? Hooks that were counted,
 * sampled or differ have a row and a line that says why; the others are one row.
 */
export function usageTables({ usage, attribution }: Analysis): Table[] {
  const sampled = new Set((attribution?.sites ?? []).map((site) => site.function));
  return usage.map((check) => {
    const shown = check.hooks.filter((hook) => isSeen(hook, sampled));
    const rest = check.hooks.filter((hook) => !shown.includes(hook));
    const { source } = check;
    return {
      title: `Is the refcount used as described?${source === null ? '' : ` (${printable(source)})`}`,
      notes: [...shown.map(reasonText), ...restText(rest), ...perRequestTexts(check)],
      columns: [
        code('hook'),
        left('op'),
        right('RMWs'),
        right('calls'),
        right('expected'),
        right('RMWs/request', 1),
        right('expected', 2),
        left('verdict'),
      ],
      rows: [...shown.map(hookRow), ...restRow(rest)],
    };
  });
}

/** Counted, expected to be, or sampled in this recording; or not as the catalogue says. */
function isSeen(hook: HookUsage, sampled: ReadonlySet<string>): boolean {
  return (
    (hook.calls ?? 0) > 0 ||
    (hook.expectedCalls ?? 0) > 0 ||
    sampled.has(hook.function) ||
    hook.verdict === 'differs'
  );
}

function hookRow(hook: HookUsage): string[] {
  return [
    printable(hook.function),
    hook.operation,
    `${hook.rmwsPerCall}${hook.rmwsAssumed ? '*' : ''}`,
    countText(hook.calls),
    countText(hook.expectedCalls),
    perRequestText(hook.rmwsPerRequest),
    perRequestText(hook.expectedRmwsPerRequest),
    VERDICTS[hook.verdict],
  ];
}

function reasonText(hook: HookUsage): string {
  return `${printable(hook.function)} (${VERDICTS[hook.verdict]}): ${printable(hook.why)}.`;
}

function restRow(rest: readonly HookUsage[]): string[][] {
  return rest.length === 0
    ? []
    : [[`${rest.length} more functions`, '', '', '', '', '', '', 'not seen here']];
}

function restText(rest: readonly HookUsage[]): string[] {
  if (rest.length === 0) return [];
  const verdicts = new Map<UsageVerdict, number>();
  for (const { verdict } of rest) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  const counts = [...verdicts].map(([verdict, count]) => `${VERDICTS[verdict]} ${count}`);
  return [
    `${rest.length} more functions of the catalogue were neither counted nor sampled in this recording ` +
      `(${counts.join(', ')}; --json lists all).`,
  ];
}

function perRequestTexts(check: UsageCheck): string[] {
  const { requests, requestsWhy, requestsFrom, rmwsPerRequest, assumedRmwsPerRequest } = check;
  if (rmwsPerRequest === null || assumedRmwsPerRequest === null)
    return [`Operations per request are not known: ${printable(requestsWhy ?? 'no calls were counted')}.`];
  const { getsPerRequest, putsPerRequest, rmwsPerOpen, expectedRmwsPerOpen } = check;
  const assuming = check.hooks.filter((hook) => hook.rmwsAssumed && (hook.rmwsPerRequest ?? 0) > 0);
  const counted = rmwsPerRequest - assumedRmwsPerRequest;
  return [
    `${rmwsPerRequest.toFixed(2)} get/put operations per request ` +
      `(${getsPerRequest?.toFixed(2)} get, ${putsPerRequest?.toFixed(2)} put): calls counted over ` +
      `${countText(requests)} requests (${printable(requestsFrom ?? UNKNOWN)}), times the catalogue's RMWs a call.`,
    ...(assuming.length === 0
      ? []
      : [
          `${counted.toFixed(2)} of them in hooks with a fixed number a call; ${assumedRmwsPerRequest.toFixed(2)} assumed (*) in ` +
            `${assuming.map((hook) => printable(hook.function)).join(', ')}, where it depends on the labels.`,
        ]),
    ...(rmwsPerOpen === null || expectedRmwsPerOpen === null
      ? []
      : [
          `${rmwsPerOpen.toFixed(2)} of them in one open and its close; the catalogue says ${expectedRmwsPerOpen} for this kernel.`,
        ]),
  ];
}

function perRequestText(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(3);
}
