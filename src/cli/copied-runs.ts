import type { Analysis } from '../model/analysis.js';
import { UsageError } from '../model/errors.js';

/**
 * Refuses one recording under several names as repeated runs: without any scatter between them, copies would make the
 * smallest difference certain.
 *
 * @param option "before" or "after"
 * @param runs of `paths`, in their order
 * @throws UsageError naming two PATHs that hold the same.
 */
export function checkCopies(option: string, paths: readonly string[], runs: readonly Analysis[]): void {
  const known = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const content = runs[index] === undefined ? null : contentOf(runs[index]);
    if (content === null) continue;
    const first = known.get(content);
    if (first !== undefined)
      throw new UsageError(
        `expected every run of --${option} once, found the same in ${first} and ${path}: a copy is no repetition`,
      );
    known.set(content, path);
  }
}

/** What two recordings never have alike; `null` where the input does not tell, as a list in a mail. */
function contentOf({ window, attribution, busyFunctions, throughput }: Analysis): string | null {
  if (window?.fromS != null) return JSON.stringify([window, attribution?.total, busyFunctions]);
  const rates = throughput.map(({ tool, tasks, requests, requestsPerSec }) => [
    tool,
    tasks,
    requests,
    requestsPerSec,
  ]);
  const isCounted = rates.length > 0 && throughput.every(({ requests }) => requests !== null);
  return isCounted ? JSON.stringify(rates) : null;
}
