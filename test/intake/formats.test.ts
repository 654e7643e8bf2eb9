import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FORMAT_TABLE, FORMATS, formatEntry, sampleRank } from '../../src/intake/formats.js';
import { chooseSampleSources } from '../../src/intake/sample-sources.js';
import { detectSource } from '../../src/io/read-source.js';
import { fileSource } from '../../src/io/source.js';
import type { Format } from '../../src/model/format.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** What a folder of fixtures holds; files that are notes, sources or references hold nothing to read. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  ab: ['ab'],
  'ftrace-profile/close': ['ftrace-profile'],
  'ftrace-profile/keep': ['ftrace-profile'],
  h2load: ['h2load'],
  hey: ['hey'],
  lock_stat: ['lock_stat', 'labelmix'],
  machine: ['cpuinfo', 'lscpu', 'perf-header', 'uname'],
  'perf-annotate': ['perf-annotate'],
  'perf-c2c': ['perf-c2c', 'perf.data'],
  'perf-lock': ['perf-lock', 'perf-lock-info'],
  'perf-script': ['perf-script'],
  'perf-stat': ['perf-stat'],
  'will-it-scale': ['will-it-scale'],
  wrk: ['wrk', 'openclose'],
  'nginx-confined-8cpu': ['perf.data', 'kallsyms', 'wrk'],
};

describe.each(Object.entries(FOLDERS))('fixtures/%s', (folder, ids) => {
  const files = readdirSync(FIXTURES + folder).filter((name) =>
    /\.(txt|csv|json|gz|data)$|^function\d/.test(name),
  );

  it('has every file claimed, if at all, by its own format, whatever the order of the table', async () => {
    const claimed: string[] = [];
    for (const file of files) {
      const source = fileSource(`${FIXTURES}${folder}/${file}`);
      const found = [await detectSource(FORMATS, source), await detectSource(FORMATS.toReversed(), source)];
      expect(found[1], file).toBe(found[0]);
      if (found[0] !== null) claimed.push((found[0] as Format).id);
    }
    expect([...new Set(claimed)].sort()).toEqual([...ids].sort());
  });
});

it('tells of every format what it gives and how it is recorded, each under a name of its own', () => {
  const ids = FORMAT_TABLE.map(({ format }) => format.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { gives, recordedWith, format } of FORMAT_TABLE) {
    expect(gives.length * recordedWith.length, format.id).toBeGreaterThan(0);
  }
  expect(formatEntry('lock_stat')?.proves).toBe('nothing about label references');
  expect(formatEntry('analysis')).toBe(null);
});

describe('of several readings of one recording', () => {
  const formatOf = (id: string): Format => FORMATS.find((format) => format.id === id) as Format;
  const choose = (files: Readonly<Record<string, string>>): string[] =>
    [
      ...chooseSampleSources(
        Object.entries(files).map(([file, id]) => ({ file, format: formatOf(id) })),
      ).keys(),
    ].sort();

  it('the binary one is used', () => {
    expect(choose({ 'a.txt': 'perf-script', 'perf.data': 'perf.data', 'r.txt': 'perf-report' })).toEqual([
      'a.txt',
      'r.txt',
    ]);
  });

  it('of texts the samples go before the shares, and one text is enough', () => {
    expect(
      choose({ 'script-b.txt': 'perf-script', 'script.txt': 'perf-script', 'r.txt': 'perf-report' }),
    ).toEqual(['r.txt', 'script-b.txt']);
  });

  it('parts of a recording are all used, and what has no samples too', () => {
    expect(
      choose({ 'perf.data': 'perf.data', 'perf.data.old': 'perf.data', lock_stat: 'lock_stat' }),
    ).toEqual([]);
    expect(sampleRank(formatOf('lock_stat'))).toBe(null);
  });
});
