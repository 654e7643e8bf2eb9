import type { Format } from '../model/format.js';
import { LineReader } from '../model/line-reader.js';
import { NS_PER_SECOND } from '../model/units.js';
import { durationNs } from './duration.js';
import { detectLine } from './line-detection.js';
import { type Figure, LoadLines, type LoadText } from './load-run.js';

const REQUESTS = /^requests: \d+ total, \d+ started, (\d+) done, \d+ succeeded, (\d+) failed,/;

/**
 *     `finished in 48.53ms, 4121.42 req/s, 2.13MB/s`
 *     `requests: 200 total, 200 started, 200 done, 0 succeeded, 200 failed, 0 errored, 0 timeout`
 *     `                     min         max         mean         sd        +/- sd`
 *     `time for request:      163us      4.97ms       833us       664us    85.50%`
 *
 * A mail client may wrap the line of requests behind "failed". "failed" holds HTTP errors, "errored" and "timeout" (man h2load, OUTPUT): they are never added.
 * Source: src/h2load.cc of nghttp2.
 */
const FIGURES: readonly Figure[] = [
  {
    label: 'finished in ',
    pattern: /^finished in (\S+), (\d+\.\d+) req\/s, \S+$/,
    set: (run, match, note) => {
      const ns = durationNs(match[1] ?? '');
      if (ns === null) note('h2load-broken-line', `not a duration: "${match[1]}"`, null);
      else run.durationS = ns / NS_PER_SECOND;
      run.requestsPerSec = Number(match[2]);
    },
  },
  {
    label: 'requests: ',
    pattern: REQUESTS,
    set: (run, match) => {
      run.requests = Number(match[1]);
      run.errors = Number(match[2]);
    },
  },
  {
    label: 'time for request:',
    pattern: /^time for request:\s+\S+\s+\S+\s+(\S+)\s+\S+\s+\d+\.\d+%$/,
    set: (run, match, note) => {
      run.latencyAvgNs = durationNs(match[1] ?? '');
      if (run.latencyAvgNs === null) note('h2load-broken-line', `not a duration: "${match[1]}"`, null);
    },
  },
];

const OTHER_LINES =
  /^(spawning thread|Warm-up|Main benchmark|Stopp(ing|ed) all clients|TLS Protocol|Cipher|Server Temp Key|Application protocol|progress: \d+%|status codes:|traffic:|UDP datagram:|min +max|time for connect:|time to 1st byte:|req\/s +:)/;

const TEXT: LoadText = {
  tool: 'h2load',
  begins: (line) => line === 'starting benchmark...',
  figures: FIGURES,
  otherLines: OTHER_LINES,
  cutHint: 'keep all that h2load prints, up to "req/s"',
  finish: (run) => {
    // Without one response h2load prints a mean of 0us.
    if (run.requests === 0) run.latencyAvgNs = null;
  },
};

/** Output of h2load (nghttp2). `requests` are those done, `errors` those failed, which need not be done. */
export const h2loadFormat: Format = {
  id: 'h2load',
  title: 'h2load output',
  detect: (head, complete) =>
    detectLine(
      head,
      complete,
      (line) => /^spawning thread #\d+: \d+ total client\(s\)/.test(line) || REQUESTS.test(line),
    ),
  open: (file, recording) => new LineReader(file, new LoadLines(TEXT, file, recording), recording),
};
