import type { Analysis } from '../model/analysis.js';
import type { ThroughputChange } from '../model/diff.js';
import type { Throughput } from '../model/throughput.js';

/** Runs under perf first: they are the ones whose samples are compared. */
const PREFERENCE: readonly Throughput['duringRecording'][] = [true, false, null];

/**
 * Requests per second of both sides, of the first condition under which each side has exactly one run of the same
 * tool. A run a side has no spread, so the ratio has no interval.
 */
export function throughputChange(before: Analysis, after: Analysis): ThroughputChange | null {
  for (const duringRecording of PREFERENCE) {
    const old = onlyRun(before, duringRecording);
    const now = onlyRun(after, duringRecording);
    if (old === null || now === null || old.tool !== now.tool) continue;
    return {
      tool: old.tool,
      duringRecording,
      before: old.requestsPerSec,
      after: now.requestsPerSec,
      ratio: now.requestsPerSec / old.requestsPerSec,
      low: null,
      high: null,
      why: 'one run a side: no interval, so no claim',
    };
  }
  return null;
}

interface Run {
  readonly tool: string;
  readonly requestsPerSec: number;
}

function onlyRun({ throughput }: Analysis, duringRecording: Throughput['duringRecording']): Run | null {
  const [run, ...others] = throughput.filter((row) => row.duringRecording === duringRecording);
  const requestsPerSec = run?.requestsPerSec ?? 0;
  return run === undefined || others.length > 0 || !(requestsPerSec > 0)
    ? null
    : { tool: run.tool, requestsPerSec };
}
