import type { Diagnostic } from '../../model/diagnostic.js';

type Said = Omit<Diagnostic, 'file' | 'line'>;

interface Message {
  readonly pattern: RegExp;
  /** `null`: nothing to report. */
  readonly say: (match: RegExpExecArray) => Said | null;
}

const RECORD_LESS = 'record fewer events or a shorter load, or give perf lock record a larger buffer (-m)';

const brokenSequences = (bad: number, total: string): Said | null =>
  bad === 0
    ? null
    : {
        kind: 'perf-lock-bad-sequences',
        text: `perf lock could not pair begin and end of ${bad} of ${total} waits or locks it counted`,
        hint: 'waits that began before or ended after the recording are not in the table',
      };

const nothing = (): null => null;

/** What perf lock says beside its table; tools/perf/builtin-lock.c and util/session.c. */
const MESSAGES: readonly Message[] = [
  {
    pattern: /^Processed (\d+) (samples|events) and lost ([\d.]+%|\d+ chunks)!$/,
    say: ([, count, what, lost]) => ({
      kind: 'perf-lock-lost',
      text: `perf lock processed ${count} ${what} and lost ${lost}: waits are missing from the table`,
      hint: RECORD_LESS,
    }),
  },
  {
    pattern: /^(\d+) out of order events recorded\.$/,
    say: ([, count]) => ({
      kind: 'perf-lock-out-of-order',
      text: `perf lock read ${count} events out of order: some waits may be paired wrongly`,
      hint: null,
    }),
  },
  {
    pattern: /^lock contention evsel not found$/,
    say: () => ({
      kind: 'perf-lock-no-events',
      text: 'perf lock contention found no contention events in its recording',
      hint: 'record with perf lock record on Linux 5.19 or later; on a LOCK_STAT kernel use perf lock report',
    }),
  },
  {
    pattern: /^bad: (\d+), total: (\d+)$/,
    say: ([, bad, total]) => brokenSequences(Number(bad), total ?? ''),
  },
  {
    pattern: /^# debug: total=(\d+)\S* bad=(\d+)/,
    say: ([, total, bad]) => brokenSequences(Number(bad), total ?? ''),
  },
  { pattern: /^(Warning:|Check IO\/CPU overload!|-+|)$/, say: nothing },
  { pattern: /^=== output for debug ?===$/, say: nothing },
  { pattern: /^bad rate: /, say: nothing },
  { pattern: /^build id event received for /, say: nothing },
  { pattern: /^pmu capabilities not available$/, say: nothing },
  { pattern: /^histogram of /, say: nothing },
  { pattern: /^(acquire|acquired|contended|release|task|stack|time|data): \d+$/, say: nothing },
];

/** `undefined`: not one of perf lock's messages; `null`: one that says nothing odd. */
export function readMessage(line: string): Said | null | undefined {
  for (const { pattern, say } of MESSAGES) {
    const match = pattern.exec(line);
    if (match !== null) return say(match);
  }
  return undefined;
}

/** perf lock prints this instead of a table. */
export function isOwnFailure(line: string): boolean {
  return line === 'lock contention evsel not found';
}
