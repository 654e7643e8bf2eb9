import type { Format } from '../model/format.js';
import { LineReader } from '../model/line-reader.js';
import { detectLine } from './line-detection.js';
import { type Figure, LoadLines, type LoadText, type Run } from './load-run.js';

const TITLE = 'This is ApacheBench, Version ';

/** Causes in the line below "Failed requests", of which Length is none: see `ab-length`. */
const CAUSE = /(\w+): (\d+)/g;

/**
 *     `Time taken for tests:   0.084 seconds`
 *     `Complete requests:      200`
 *     `Failed requests:        171`
 *     `   (Connect: 0, Receive: 0, Length: 171, Exceptions: 0)`        ("Receive" since 2.2)
 *     `Write errors:           0`                                      (only if any, since 2.4)
 *     `Non-2xx responses:      40`                                     (only if any)
 *     `Requests per second:    2370.03 [#/sec] (mean)`
 *     `Time per request:       3.375 [ms] (mean)`
 *     `Time per request:       0.422 [ms] (mean, across all concurrent requests)`
 *
 * Source: support/ab.c of httpd, output_results().
 */
const FIGURES: readonly Figure[] = [
  {
    label: 'Time taken for tests:',
    pattern: /^Time taken for tests:\s+(\d+\.\d+) seconds$/,
    set: (run, match) => {
      run.durationS = Number(match[1]);
    },
  },
  {
    label: 'Complete requests:',
    pattern: /^Complete requests:\s+(\d+)$/,
    endsInNumber: true,
    set: (run, match) => {
      run.requests = Number(match[1]);
    },
  },
  {
    label: 'Failed requests:',
    pattern: /^Failed requests:\s+(\d+)$/,
    endsInNumber: true,
    set: (run, match) => addErrors(run, Number(match[1])),
  },
  {
    label: '(Connect:',
    pattern: /^\(Connect: \d+,( \w+: \d+,)* Exceptions: \d+\)$/,
    set: (run, match, note) => {
      const causes = new Map([...match[0].matchAll(CAUSE)].map((cause) => [cause[1], Number(cause[2])]));
      const differing = causes.get('Length') ?? 0;
      if (differing === 0) return;
      addErrors(run, -differing);
      // ab takes the first response's length for right; pages that are made anew for each request differ.
      const text = `${differing} responses differed in length from the first: ab calls that failed, it is not counted as an error`;
      note('ab-length', text, 'run ab with -l if the length may vary');
    },
  },
  {
    label: 'Write errors:',
    pattern: /^Write errors:\s+(\d+)$/,
    endsInNumber: true,
    set: (run, match) => addErrors(run, Number(match[1])),
  },
  {
    label: 'Non-2xx responses:',
    pattern: /^Non-2xx responses:\s+(\d+)$/,
    endsInNumber: true,
    set: (run, match) => addErrors(run, Number(match[1])),
  },
  {
    label: 'Requests per second:',
    pattern: /^Requests per second:\s+(\d+\.\d+) \[#\/sec\] \(mean\)$/,
    set: (run, match) => {
      run.requestsPerSec = Number(match[1]);
    },
  },
  {
    label: 'Time per request:',
    pattern: /^Time per request:\s+(\d+\.\d+) \[ms\] \(mean(, across all concurrent requests)?\)$/,
    set: (run, match) => {
      // The second is the time divided by the concurrency, which is no latency.
      if (match[2] === undefined) run.latencyAvgNs = Math.round(Number(match[1]) * 1000) * 1000;
    },
  },
];

const OTHER_LINES = new RegExp(
  [
    /^(Copyright|Licensed to|Benchmarking|Completed \d+ requests|Finished \d+ requests|Server |SSL\/TLS |TLS )/,
    /^(Document (Path|Length)|Concurrency Level|Keep-Alive requests|Total (transferred|body sent|POSTed|PUT)):/,
    /^(HTML transferred|Transfer rate|Connect|Processing|Waiting|Total):|^\d+(\.\d+)? kb\/s (sent|total)$/,
    /^(Connection Times \(ms\)|min +(mean|avg)|Percentage of the requests|\d+% +\d+)/,
    /^(WARNING: The median and mean|These results are probably not that reliable)/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

const TEXT: LoadText = {
  tool: 'ab',
  begins: (line) => line.startsWith(TITLE),
  figures: FIGURES,
  otherLines: OTHER_LINES,
  cutHint: 'keep all that ab prints, up to "Transfer rate"',
};

/** Output of ApacheBench. `errors` are failed requests but those of another length, and non-2xx responses. */
export const abFormat: Format = {
  id: 'ab',
  title: 'ab (ApacheBench) output',
  detect: (head, complete) =>
    detectLine(
      head,
      complete,
      (line) =>
        line.startsWith(TITLE) || (line.startsWith('Requests per second:') && line.includes('[#/sec]')),
    ),
  open: (file, recording) => new LineReader(file, new LoadLines(TEXT, file, recording), recording),
};

function addErrors(run: Run, count: number): void {
  run.errors = (run.errors ?? 0) + count;
}
