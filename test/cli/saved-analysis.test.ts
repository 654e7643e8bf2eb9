import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzeOrLoad, loadAnalysis } from '../../src/cli/saved-analysis.js';
import { InputError, UsageError } from '../../src/model/errors.js';
import { fixture } from '../conformance.js';
import { DEFAULT_OPTIONS } from '../recordings/recordings.js';
import { smallAnalysis } from '../report/small-analysis.js';

const directory = mkdtempSync(join(tmpdir(), 'refscope-saved-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const text = JSON.stringify(smallAnalysis());

describe('loading a saved analysis', () => {
  it.each([
    ['plain', text],
    ['indented, behind a BOM and blank lines', `\ufeff\n  \n${JSON.stringify(smallAnalysis(), null, 2)}\n`],
    ['gzipped', gzipSync(text)],
  ])('reads it %s', async (_, content) => {
    expect(await loadAnalysis(file('saved.json', content))).toEqual(smallAnalysis());
  });

  it.each([
    ['a trace', 'nginx 1 [000] 1.0: 1 cycles: \n'],
    ['a JSON array', '[{}]'],
    ['an empty file', ''],
    ['blanks', ' \n\n'],
  ])('leaves %s to the readers of traces', async (_, content) => {
    expect(await loadAnalysis(file('trace', content))).toBeNull();
  });

  it.each(['machine/lscpu.json', 'perf-stat/sleep.json'])('leaves %s to them too', async (name) => {
    expect(await loadAnalysis(file('trace.json', fixture(name)))).toBeNull();
  });

  it('leaves directories and standard input to them too', async () => {
    expect(await loadAnalysis(directory)).toBeNull();
    expect(await loadAnalysis('-')).toBeNull();
  });

  it.each([
    ['JSON cut off', text.slice(0, 2000), /expected a saved analysis, found broken JSON \(.*\)/],
    ['other JSON', '{"traceEvents": []}', /found JSON without a schemaVersion/],
    [
      'another version',
      '{"schemaVersion": 99}',
      /expected schemaVersion 1, found 99: saved by another refscope/,
    ],
    ['a version that is a list', '{"schemaVersion": [[1]]}', /expected schemaVersion 1, found a list/],
    [
      'a lost field',
      text.replace('"comms":["nginx"],', ''),
      /expected the analysis to have "comms", which is missing/,
    ],
    [
      'a field too many',
      text.replace('{', '{"__proto__": {},'),
      /the analysis to have no other fields, found "__proto__"/,
    ],
    [
      'an unknown operation',
      text.replace('"get+put"', '"hold"'),
      /expected attribution\.sites\[0\]\.operation to be one of get, put, get\+put, found "hold"/,
    ],
    [
      'a number in quotes',
      text.replace('"busyCpus":7.6', '"busyCpus":"7.6"'),
      /machine\.busyCpus to be number or null, found "7\.6"/,
    ],
    [
      'a share beyond the whole',
      text.replace('"idlePct":4.8', '"idlePct":480'),
      /machine\.idlePct to be at most 100\.001, found 480/,
    ],
    [
      'a negative count',
      text.replace('"leftOutSamples":10', '"leftOutSamples":-1'),
      /window\.leftOutSamples to be 0 or more, found -1/,
    ],
  ])('refuses %s in one line', async (_, content, message) => {
    const path = file('bad.json', content);
    const error = await loadAnalysis(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message.startsWith(`${path}: expected `)).toBe(true);
    expect((error as Error).message).not.toContain('\n');
  });

  it('reads no more than the limit', async () => {
    const path = file('large.json', gzipSync(text + ' '.repeat(1e6)));
    await expect(loadAnalysis(path, 500_000)).rejects.toThrow(/at most 0\.5 MB/);
  });

  it('says that a file is not there', async () => {
    await expect(loadAnalysis(join(directory, 'none'))).rejects.toThrow(/none: no such file/);
  });
});

describe('analyzing or loading', () => {
  const saved = file('alone.json', text);
  const trace = new URL('../../fixtures/perf-script/notime.txt', import.meta.url).pathname;

  it('loads one saved analysis and analyzes anything else', async () => {
    expect(await analyzeOrLoad([saved], DEFAULT_OPTIONS)).toEqual(smallAnalysis());
    expect((await analyzeOrLoad([trace], DEFAULT_OPTIONS)).inputs[0]?.format).toBe('perf-script');
  });

  it('does not join a saved analysis with anything', async () => {
    for (const paths of [
      [saved, trace],
      [trace, saved],
      [saved, saved],
    ]) {
      await expect(analyzeOrLoad(paths, DEFAULT_OPTIONS)).rejects.toThrow(UsageError);
    }
  });

  it('takes options that the analysis was made with', async () => {
    expect(
      await analyzeOrLoad([saved], { ...DEFAULT_OPTIONS, comms: ['nginx'], event: 'cycles:ppp' }),
    ).toEqual(smallAnalysis());
  });

  it.each([
    [{ comms: ['wrk'] }, '--comm'],
    [{ event: 'cpu-clock' }, '--event'],
    [{ labels: 10 }, '--labels'],
    [{ at: [8] }, '--at'],
    [{ time: { fromNs: 0, toNs: 1 } }, '--time'],
  ])('does not ignore options that it cannot follow: %j', async (options, flag) => {
    await expect(analyzeOrLoad([saved], { ...DEFAULT_OPTIONS, ...options })).rejects.toThrow(
      `which ${flag} cannot change`,
    );
  });
});
