import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/model/format.js';
import type { Recording } from '../../src/model/recording.js';
import { abFormat } from '../../src/read/ab.js';
import { foldedFormat } from '../../src/read/folded/format.js';
import { h2loadFormat } from '../../src/read/h2load.js';
import { heyFormat } from '../../src/read/hey.js';
import { pprofFormat } from '../../src/read/pprof/format.js';
import { opencloseFormat } from '../../src/read/summary-line/programs.js';
import { willItScaleFormat } from '../../src/read/will-it-scale/format.js';
import { wrkFormat } from '../../src/read/wrk.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

const ALL = [
  abFormat,
  h2loadFormat,
  heyFormat,
  willItScaleFormat,
  wrkFormat,
  opencloseFormat,
  foldedFormat,
  pprofFormat,
];
const FILES: [Format, string][] = [
  [abFormat, 'ab/ab.txt'],
  [abFormat, 'ab/ab-varying.txt'],
  [abFormat, 'ab/ab-refused.txt'],
  [h2loadFormat, 'h2load/h2load.txt'],
  [h2loadFormat, 'h2load/h2load-404.txt'],
  [h2loadFormat, 'h2load/h2load-refused.txt'],
  [heyFormat, 'hey/run.txt'],
  [heyFormat, 'hey/errors-run.txt'],
  [heyFormat, 'hey/refused-run.txt'],
  [heyFormat, 'hey/plain.txt'],
  [heyFormat, 'hey/errors.txt'],
  [willItScaleFormat, 'will-it-scale/page-fault1.csv'],
  [willItScaleFormat, 'will-it-scale/mail.txt'],
  [willItScaleFormat, 'will-it-scale/threads-only.txt'],
  [willItScaleFormat, 'will-it-scale/open1.txt'],
];

const kinds = ({ diagnostics }: Recording): string[] => diagnostics.map(({ kind }) => kind);
const figures = (format: Format, path: string) => readBytes(format, fixture(path)).throughput;
const quoted = (path: string): Uint8Array =>
  bytesOf(new TextDecoder().decode(fixture(path)).replace(/^/gm, '> '));

describe.each(FILES)('%# %o', (format, path) => {
  it(`${path}: claimed by its format only, same in any chunks, quoted or not, never an exception when truncated`, () => {
    const bytes = fixture(path);
    expect(ALL.filter((other) => other.detect(bytes, true) === 'yes')).toEqual([format]);
    expect(format.detect(bytes.subarray(0, 6), false)).toBe('more');
    const whole = contentOf(readBytes(format, bytes));
    expect(contentOf(readBytes(format, bytes, 1))).toEqual(whole);
    expect(contentOf(readBytes(format, bytes, 7))).toEqual(whole);
    expect(readBytes(format, quoted(path)).throughput).toEqual(readBytes(format, bytes).throughput);
    expect(readTruncated(format, bytes, bytes.keys())).toBe(0);
  });

  it(`${path}: a cut never gives another number`, () => {
    const bytes = fixture(path);
    const whole = figures(format, path);
    const requests = new Set<number | null>([null, ...whole.map((row) => row.requests)]);
    const rates = new Set<number | null>([null, ...whole.map((row) => row.requestsPerSec)]);
    for (let cut = 0; cut < bytes.length; cut++) {
      for (const row of readBytes(format, bytes.subarray(0, cut)).throughput) {
        // hey's requests and will-it-scale's seconds add up line by line.
        if (format !== heyFormat && format !== willItScaleFormat) expect(requests).toContain(row.requests);
        if (path !== 'will-it-scale/open1.txt') expect(rates).toContain(row.requestsPerSec);
      }
    }
  });
});

describe('figures as printed', () => {
  it('ab', () => {
    expect(figures(abFormat, 'ab/ab.txt')).toMatchObject([
      {
        tool: 'ab',
        requests: 300,
        errors: 0,
        durationS: 0.316,
        requestsPerSec: 950.28,
        latencyAvgNs: 8_419_000,
        tasks: null,
      },
    ]);
    const varying = readBytes(abFormat, fixture('ab/ab-varying.txt'));
    expect(varying.throughput).toMatchObject([{ requests: 200, errors: 40, latencyAvgNs: 3_375_000 }]);
    expect(kinds(varying)).toEqual(['ab-length']);
    expect(kinds(readBytes(abFormat, fixture('ab/ab-refused.txt')))).toEqual(['ab-cut']);
  });

  it('h2load', () => {
    expect(figures(h2loadFormat, 'h2load/h2load.txt')).toMatchObject([
      { requests: 300, errors: 0, durationS: 0.08187, requestsPerSec: 3664.3, latencyAvgNs: 7_640_000 },
    ]);
    expect(figures(h2loadFormat, 'h2load/h2load-404.txt')).toMatchObject([
      { errors: 200, latencyAvgNs: 833_000 },
    ]);
    expect(figures(h2loadFormat, 'h2load/h2load-refused.txt')).toMatchObject([
      { requests: 0, errors: 20, durationS: 0.000568, latencyAvgNs: null },
    ]);
  });

  it('hey, as it ran here', () => {
    const run = readBytes(heyFormat, fixture('hey/run.txt'));
    expect(run.throughput).toMatchObject([
      {
        tool: 'hey',
        requests: 2000,
        errors: 0,
        durationS: 0.5087,
        requestsPerSec: 3931.8702,
        latencyAvgNs: 2_500_000,
        tasks: null,
      },
    ]);
    expect(run.diagnostics).toEqual([]);
    expect(run.lines.diagnosed).toBe(0);

    // [200] 1541, [500] 440 and [19] without a response: the rate is that of all 2000.
    const errors = readBytes(heyFormat, fixture('hey/errors-run.txt'));
    expect(errors.throughput).toMatchObject([
      {
        requests: 2000,
        errors: 459,
        durationS: 0.7124,
        requestsPerSec: 2807.3734,
        latencyAvgNs: 3_500_000,
      },
    ]);
    expect(errors.diagnostics).toEqual([]);

    // Nothing answered, so that there is no mean: hey prints NaN.
    const refused = readBytes(heyFormat, fixture('hey/refused-run.txt'));
    expect(refused.throughput).toMatchObject([
      { requests: 100, errors: 100, durationS: 0.0239, requestsPerSec: 4188.0167, latencyAvgNs: null },
    ]);
    expect(refused.diagnostics).toEqual([]);
  });

  it('hey, as published', () => {
    expect(figures(heyFormat, 'hey/plain.txt')).toMatchObject([
      { requests: 5000, errors: 0, durationS: 1.5811, requestsPerSec: 3162.3278, latencyAvgNs: 15_600_000 },
    ]);
    expect(figures(heyFormat, 'hey/errors.txt')).toMatchObject([
      { requests: 1_000_000, errors: 386_934 + 717 + 20_546 + 7, latencyAvgNs: 591_300_000 },
    ]);
    const oha = bytesOf('Summary:\n  Success rate:\t100.00%\n  Total:\t10.0030 secs\n');
    expect(heyFormat.detect(oha, true)).toBe('no');
  });

  it('will-it-scale', () => {
    const series = figures(willItScaleFormat, 'will-it-scale/page-fault1.csv');
    expect(series).toHaveLength(32);
    expect(series[30]).toMatchObject({ tool: 'will-it-scale processes', tasks: 16, requestsPerSec: 2595824 });
    expect(series[31]).toMatchObject({ tool: 'will-it-scale threads', tasks: 16, requestsPerSec: 2142308 });
    const mail = readBytes(willItScaleFormat, fixture('will-it-scale/mail.txt'));
    expect(mail.throughput.map(({ tasks }) => tasks)).toEqual([1, 1, 24, 24, 1, 1, 24, 24]);
    const threads = readBytes(willItScaleFormat, fixture('will-it-scale/threads-only.txt'));
    expect(threads.throughput).toMatchObject([{ tasks: 256, requestsPerSec: 25641 }]);
    expect(kinds(threads)).toEqual(['will-it-scale-not-measured']);
    expect(figures(willItScaleFormat, 'will-it-scale/open1.txt')).toMatchObject([
      { tool: 'will-it-scale processes', tasks: 4, requestsPerSec: 1311017, requests: 3933052, durationS: 3 },
    ]);
  });
});
