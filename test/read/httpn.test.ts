import { expect, it } from 'vitest';
import { httpnFormat } from '../../src/read/summary-line/programs.js';
import { bytesOf, readBytes, readTruncated } from '../conformance.js';

// The whole output of traces/nginx-confined-8cpu/ftrace-keep/httpn.txt.
const REAL = bytesOf('httpn requests=1000 ok=1000 mode=keep\n');

it('reads the number of requests, in chunks of any size', () => {
  expect(httpnFormat.detect(REAL, true)).toBe('yes');
  for (const chunk of [1, 7, 65_536]) {
    expect(readBytes(httpnFormat, REAL, chunk).throughput).toMatchObject([
      { tool: 'httpn', requests: 1000, errors: 0, requestsPerSec: null },
    ]);
  }
});

it('counts requests without an answer as errors', () => {
  const { throughput } = readBytes(httpnFormat, bytesOf('httpn requests=50 ok=48 mode=close\n'));
  expect(throughput).toMatchObject([{ requests: 50, errors: 2 }]);
});

it('says so where the line is cut, and never fails', () => {
  expect(readBytes(httpnFormat, bytesOf('httpn requests=1000')).diagnostics).toMatchObject([
    { kind: 'httpn-cut', line: 1 },
  ]);
  expect(readTruncated(httpnFormat, REAL, Array(REAL.length).keys())).toBe(0);
});
