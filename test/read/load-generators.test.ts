import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/model/recording.js';
import { opencloseFormat } from '../../src/read/summary-line/programs.js';
import { wrkFormat } from '../../src/read/wrk.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

// Laid out as src/wrk.c of wrk2 and of wrk print it; wrk itself could not be made to fail in the guests.
const WRK2 = `Running 1m test @ http://localhost:8081
  1 threads and 64 connections
  Thread calibration: mean lat.: 1.520ms, rate sampling interval: 10ms
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   705.08us    1.21ms  10.63ms   68.84%
    Req/Sec     2.11k   260.26     3.56k    67.12%
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    1.40ms
100.000%   10.64ms

  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)
       0.066     0.000000            1         1.00
  118400 requests in 1.00m, 17.31MB read
  Socket errors: connect 0, read 1, write 0, timeout 2
  Non-2xx or 3xx responses: 12
Requests/sec:   1973.33
Transfer/sec:    295.39KB
`;

const wrk = (text: string, file = 'out'): Recording => readBytes(wrkFormat, bytesOf(text), 65536, file);
const openclose = (text: string): Recording => readBytes(opencloseFormat, bytesOf(text), 65536, 'out');
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);

describe.each([
  [wrkFormat, 'wrk-during-record.txt'],
  [wrkFormat, 'wrk-noperf.txt'],
  [wrkFormat, 'nginx.load.txt'],
  [opencloseFormat, 'openclose-own.txt'],
])('%# load generator', (format, name) => {
  const bytes = fixture(`wrk/${name}`);

  it(`${name}: recognised, same in any chunks, never another exception when truncated`, () => {
    expect(format.detect(bytes, true)).toBe('yes');
    expect(format.detect(bytes.subarray(0, 6), false)).toBe('more');
    expect(format.detect(fixture('lock_stat/mail-quoted.txt'), true)).toBe('no');
    const whole = readBytes(format, bytes);
    // nginx.load.txt has the recording script's "from 12.52 to 22.93" at its end.
    const unknown = name === 'nginx.load.txt' ? [{ kind: 'unrecognised-lines', line: 9 }] : [];
    expect(whole.diagnostics).toMatchObject(unknown);
    expect(whole.lines.diagnosed).toBe(unknown.length);
    expect(contentOf(readBytes(format, bytes, 1))).toEqual(contentOf(whole));
    expect(contentOf(readBytes(format, bytes, 7))).toEqual(contentOf(whole));
    expect(readTruncated(format, bytes, bytes.keys())).toBe(0);
  });
});

describe('wrk', () => {
  it.each([
    ['wrk-during-record.txt', 98222, 12.09, 8122.97, 3.74e6, true],
    ['wrk-noperf.txt', 68906, 8.07, 8540.58, 3.33e6, false],
    ['nginx.load.txt', 23471, 10.11, 2322.47, 11.23e6, null],
  ])(
    '%s has the figures printed',
    (name, requests, durationS, requestsPerSec, latencyAvgNs, duringRecording) => {
      const { throughput } = readBytes(wrkFormat, fixture(`wrk/${name}`), 65536, `runs/${name}`);
      expect(throughput).toEqual([
        {
          tool: 'wrk',
          requests,
          durationS,
          requestsPerSec,
          errors: 0,
          latencyAvgNs,
          tasks: null,
          duringRecording,
          file: `runs/${name}`,
        },
      ]);
    },
  );

  it('knows wrk2, minutes and microseconds, and adds up the errors', () => {
    const figures = { tool: 'wrk2', requests: 118400, durationS: 60, errors: 15, latencyAvgNs: 705080 };
    expect(wrk(WRK2).throughput).toMatchObject([{ ...figures, requestsPerSec: 1973.33 }]);
    expect(wrk(WRK2.replace(/^/gm, '> ')).throughput).toMatchObject([figures]);
  });

  it('takes the recording from the name of the file, not of its folder', () => {
    const during = (file: string) => wrk(WRK2, file).throughput[0]?.duringRecording;
    expect(during('baseline/out.txt')).toBeNull();
    expect(during('a/wrk-without-perf.txt')).toBe(false);
    expect(during('a/Baseline.txt')).toBe(false);
  });

  it('reads several runs of one file', () => {
    expect(wrk(WRK2 + WRK2).throughput).toHaveLength(2);
  });

  it('keeps what a cut run printed and says that it was cut', () => {
    const cut = wrk(WRK2.slice(0, WRK2.indexOf('.33\n') + 2));
    expect(cut.throughput).toMatchObject([{ requests: 118400, requestsPerSec: null }]);
    expect(kinds(cut)).toEqual(['wrk-broken-line', 'wrk-cut']);
    const early = wrk(WRK2.slice(0, 200));
    expect(early.throughput).toEqual([]);
    expect(early.diagnostics).toMatchObject([
      { kind: 'wrk-cut', file: 'out', line: 1 },
      // The line that the cut went through.
      { kind: 'unrecognised-lines', file: 'out' },
    ]);
  });

  it.each([
    'Latency 1.2parsecs',
    'x requests in 1.00m, 1MB',
    'Socket errors: connect 0',
    'Non-2xx or 3xx responses:',
    'Requests/sec: x.10',
  ])('reports a figure it cannot read: %s', (line) => {
    const recording = wrk(`Running 1m test @ http://h\n${line}\nRequests/sec:   1973.33\n`);
    expect(recording.diagnostics).toMatchObject([{ kind: 'wrk-broken-line', line: 2 }]);
  });
});

describe('openclose', () => {
  it('takes the sum of operations and their rate', () => {
    const { throughput } = readBytes(opencloseFormat, fixture('wrk/openclose-own.txt'));
    expect(throughput).toMatchObject([
      {
        tool: 'openclose',
        requests: 1734577,
        requestsPerSec: 288145,
        durationS: 6.02,
        errors: 0,
        latencyAvgNs: null,
      },
    ]);
  });

  it('reports a sum that is missing or not whole', () => {
    const summary = 'openclose mode=own nproc=1 cpus=8 secs=8.01 total_ops=10 ops_per_sec=2 status=0';
    for (const text of ['proc 0: 34020 ops/s\n', summary.slice(0, -1), summary.slice(0, -10)]) {
      const recording = openclose(text);
      expect(recording.throughput).toEqual([]);
      expect(recording.diagnostics).toMatchObject([{ kind: 'openclose-cut', line: 1 }]);
    }
    expect(openclose(summary).throughput).toHaveLength(1);
  });

  it('does not take an exit status for a number of errors', () => {
    const recording = openclose(
      'openclose mode=own nproc=8 cpus=8 secs=8.01 total_ops=10 ops_per_sec=2 status=256',
    );
    expect(recording.throughput).toMatchObject([{ errors: null }]);
    expect(kinds(recording)).toEqual(['openclose-failed']);
  });
});
