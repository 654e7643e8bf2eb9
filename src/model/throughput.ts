import type { Nanoseconds, Seconds } from './units.js';

/** Tools that repeat an operation of the kernel; the others send requests to a server. */
const OPERATION_TOOLS: ReadonlySet<string> = new Set(['will-it-scale', 'openclose', 'labelmix']);

/** What `requests` and `requestsPerSec` of a tool's runs are numbers of; will-it-scale has what it ran in its name. */
export function loadUnit(tool: string): 'requests' | 'operations' {
  return OPERATION_TOOLS.has(tool.split(' ', 1)[0] ?? tool) ? 'operations' : 'requests';
}

/** What a load generator printed. `duringRecording` is `null` when neither the text nor the file's name tells. */
export interface Throughput {
  readonly tool: string;
  /** Requests, or operations of tools that have no requests (`loadUnit`). */
  readonly requestsPerSec: number | null;
  readonly requests: number | null;
  readonly errors: number | null;
  readonly durationS: Seconds | null;
  readonly latencyAvgNs: Nanoseconds | null;
  /** Processes or threads that worked at once, where the text is a scaling series; `null` when it does not tell. */
  readonly tasks: number | null;
  readonly duringRecording: boolean | null;
  readonly file: string;
}
