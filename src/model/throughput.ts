import type { Nanoseconds, Seconds } from './units.js';

/** What a load generator printed. `duringRecording` is `null` when neither the text nor the file's name tells. */
export interface Throughput {
  readonly tool: string;
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
