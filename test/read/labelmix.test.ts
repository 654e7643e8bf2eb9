import { expect, it } from 'vitest';
import { perfLockInfoFormat } from '../../src/read/perf-lock/info.js';
import { labelmixFormat } from '../../src/read/summary-line/programs.js';
import { fixture, readBytes } from '../conformance.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('labelmix: 2,381 rounds of 32 files in 6.01 s', () => {
  const { throughput, diagnostics } = readBytes(labelmixFormat, fixture('lock_stat/labelmix.load.txt'));
  expect(throughput).toMatchObject([
    { tool: 'labelmix', requestsPerSec: 12671, requests: 76192, errors: 0, durationS: 6.01 },
  ]);
  // The program divides the same figures: 76,192 / 6.01 s = 12,677, within the rounding of the seconds.
  expect(76192 / 6.015).toBeLessThan(12671);
  expect(76192 / 6.005).toBeGreaterThan(12671);
  expect(diagnostics).toEqual([]);
});

it('a labelmix line that is cut gives no figures', () => {
  const cut = readBytes(
    labelmixFormat,
    bytes('labelmix nproc=8 cpus=8 secs=6.01 rounds=2381 (x32 files) files_'),
  );
  expect(cut.throughput).toEqual([]);
  expect(cut.diagnostics).toMatchObject([{ kind: 'labelmix-cut', line: 1 }]);
});

it('perf lock info: names, no counts', () => {
  const text = fixture('perf-lock/info-map.txt');
  expect(perfLockInfoFormat.detect(text, true)).toBe('yes');
  // As in lockstat-policy-reload-8cpu/nginx-lock of the recordings: perf's warning comes first.
  const warned = bytes(
    `Warning:\nProcessed 437336 samples and lost 5.24%!\n\n${new TextDecoder().decode(text)}`,
  );
  expect(readBytes(perfLockInfoFormat, warned).diagnostics.map(({ kind }) => kind)).toEqual([
    'perf-lock-lost',
    'perf-lock-names-only',
  ]);
  const { lockWaits, diagnostics } = readBytes(perfLockInfoFormat, text);
  expect(lockWaits).toEqual([]);
  expect(diagnostics).toMatchObject([
    {
      kind: 'perf-lock-names-only',
      text: 'perf lock info names 2 locks and their classes, and counts nothing',
    },
  ]);
});
