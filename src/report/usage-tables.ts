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
 * sampled or differ have a row and a line that says why; the others are one row. No table where nothing can be told of any.
 * @param top most rows; those that differ first, and then only what is not as described has its reason below: the
 *   table says the rest. `null`: all of them, with all reasons.
 */
export function usageTables({ usage, attribution }: Analysis, top: number | null): Table[] {
  const sampled = new Set((attribution?.sites ?? []).map((site) => site.function));
  return usage.flatMap((check) => {
    const all = check.hooks.filter((hook) => isSeen(hook, sampled));
    if (all.length === 0 && check.hooks.every(({ verdict }) => verdict === 'cannot-tell')) return [];
    const rest = check.hooks.filter((hook) => !all.includes(hook));
    const shown =
      top === null
        ? all
        : [...all].sort((a, b) => importance(b, sampled) - importance(a, sampled)).slice(0, top);
    const folded = all.filter((hook) => !shown.includes(hook));
    const explained = top === null ? shown : shown.filter(({ verdict }) => !AS_DESCRIBED.has(verdict));
    const { source } = check;
    return {
      title: `Is the refcount used as described?${source === null ? '' : ` (${printable(source)})`}`,
      notes: [
        ...explained.map(reasonText),
        ...foldedText(all, explained, folded),
        ...restText(rest),
        ...perRequestTexts(check),
      ],
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
      rows: [...shown.map(hookRow), ...restRow(folded, '--top'), ...restRow(rest, 'not seen here')],
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

function restRow(rest: readonly HookUsage[], what: string): string[][] {
  return rest.length === 0 ? [] : [[`${rest.length} more functions`, '', '', '', '', '', '', what]];
}

const AS_DESCRIBED: ReadonlySet<UsageVerdict> = new Set([
  'as-described',
  'calls-as-described',
  'code-as-described',
]);

/** What differs goes first, then what has samples, then what is counted: sorting is stable. */
function importance(hook: HookUsage, sampled: ReadonlySet<string>): number {
  return (hook.verdict === 'differs' ? 2 : 0) + (sampled.has(hook.function) ? 1 : 0);
}

/** Nothing is dropped without a word. */
function foldedText(
  all: readonly HookUsage[],
  explained: readonly HookUsage[],
  folded: readonly HookUsage[],
): string[] {
  if (explained.length === all.length) return [];
  const verdicts = folded.length === 0 ? '' : `; the ${folded.length} of --top are ${verdictCounts(folded)}`;
  return [`What each verdict rests on stands in refscope report and --json${verdicts}.`];
}

function verdictCounts(hooks: readonly HookUsage[]): string {
  const verdicts = new Map<UsageVerdict, number>();
  for (const { verdict } of hooks) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  return [...verdicts].map(([verdict, count]) => `${VERDICTS[verdict]} ${count}`).join(', ');
}

function restText(rest: readonly HookUsage[]): string[] {
  if (rest.length === 0) return [];
  return [
    `${rest.length} more functions of the catalogue were neither counted nor sampled in this recording ` +
      `(${verdictCounts(rest)}; --json lists all).`,
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
