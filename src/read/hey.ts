import type { Detection, Format } from '../model/format.js';
import { LineReader } from '../model/line-reader.js';
import { detectLine } from './line-detection.js';
import { type Figure, LoadLines, type LoadText, type Run } from './load-run.js';

const FIRST_ERROR_STATUS = 400;

/** `oha` prints nearly the same, below this line; it is not read as hey's. */
const OHA_LINE = 'Success rate:';
const TOTAL = /^Total:\s+\d+\.\d{4} secs$/;

/**
 *     `  Total:	73.3784 secs`
 *     `  Average:	0.5913 secs`
 *     `  Average:	 NaN secs`                        (of no response at all)
 *     `  Requests/sec:	13627.9928`
 *     `  [503]	386934 responses`
 *     `  [717]	Get "http://quote.gigix/": context deadline exceeded (Client.Timeout exceeded ...)`
 *
 * Always four decimals: fewer, and the output was cut there. Requests that ended without a response stand in
 * the error distribution; "Requests/sec" counts them since 0.1.2, "Average" does not.
 * Source: requester/print.go and report.go of rakyll/hey.
 */
const FIGURES: readonly Figure[] = [
  {
    label: 'Total:',
    pattern: TOTAL,
    set: (run, match) => {
      run.durationS = Number(match[0].split(/\s+/)[1]);
    },
  },
  {
    label: 'Average:',
    pattern: /^Average:\s+(?:(\d+)\.(\d{4})|NaN) secs$/,
    set: (run, match) => {
      run.latencyAvgNs = match[1] === undefined ? null : Number(`${match[1]}${match[2]}`) * 1e5;
    },
  },
  {
    label: 'Requests/sec:',
    pattern: /^Requests\/sec:\s+(\d+\.\d{4})$/,
    set: (run, match) => {
      run.requestsPerSec = Number(match[1]);
    },
  },
  {
    label: '[',
    pattern: /^\[(\d+)\]\s+(\d+) responses$/,
    set: (run, match) =>
      addRequests(run, Number(match[2]), Number(match[1]) >= FIRST_ERROR_STATUS ? Number(match[2]) : 0),
  },
  {
    label: '[',
    pattern: /^\[(\d+)\]\s+[A-Za-z]/,
    set: (run, match) => addRequests(run, Number(match[1]), Number(match[1])),
  },
];

const OTHER_LINES =
  /^((Slowest|Fastest|Total data|Size\/request|DNS\+dialup|DNS-lookup|req write|resp wait|resp read):|(Response time histogram|Latency distribution|Status code distribution|Error distribution):$|Details \(average|\d+\.\d+ \[\d+\]|\d+%+ in )/;

const TEXT: LoadText = {
  tool: 'hey',
  begins: (line) => line === 'Summary:',
  figures: FIGURES,
  otherLines: OTHER_LINES,
  cutHint: 'keep all that hey prints, up to the status codes and errors',
};

/** Summary of hey. `errors` are requests without a response, and responses with a status of 400 or more. */
export const heyFormat: Format = {
  id: 'hey',
  title: 'hey output',
  detect: detectHey,
  open: (file, recording) => new LineReader(file, new LoadLines(TEXT, file, recording), recording),
};

function detectHey(head: Uint8Array, complete: boolean): Detection {
  let ofOha = false;
  return detectLine(head, complete, (line) => {
    ofOha ||= line.startsWith(OHA_LINE);
    return !ofOha && TOTAL.test(line);
  });
}

function addRequests(run: Run, requests: number, errors: number): void {
  run.requests = (run.requests ?? 0) + requests;
  run.errors = (run.errors ?? 0) + errors;
}
