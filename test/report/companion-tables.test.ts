import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Analysis } from '../../src/model/analysis.js';
import { callsTable, countersTable, instructionsTable } from '../../src/report/companion-tables.js';
import { recordedFacts } from '../../src/report/headline.js';
import { DEFAULT_OPTIONS, fixturePath } from '../recordings/recordings.js';

const counters = async (name: string) => analyze([fixturePath(`perf-stat/${name}`)], DEFAULT_OPTIONS);

it('shows what perf stat counted, with the figure derived from it', async () => {
  const table = countersTable(await counters('sleep.csv'), 1);
  expect(table.rows).toEqual([['1.35', 'msec', expect.stringMatching(/ CPUs utilized$/), 'task-clock']]);
  expect(table.notes).toEqual([expect.stringMatching(/^\d+ more events\.$/)]);
});

it('adds up the rows of single CPUs', async () => {
  const analysis = await counters('percpu.csv');
  const [event] = new Set(analysis.counters.map(({ event }) => event));
  const sum = analysis.counters
    .filter((counter) => counter.event === event)
    .reduce((total, { value }) => total + (value ?? 0), 0);
  expect(countersTable(analysis, 1).rows[0]?.[0]).toBe(
    sum.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  );
});

describe('what a load did', () => {
  const loads = async (path: string): Promise<string[]> =>
    recordedFacts(await analyze([fixturePath(path)], DEFAULT_OPTIONS))
      .filter(({ label }) => label === 'load')
      .map(({ text }) => text);

  // open1.txt says "average:1311017" of four processes; an operation is one open and close, not a request.
  it('is operations where there are no requests, and says of how many tasks', async () => {
    expect(await loads('will-it-scale/open1.txt')).toEqual([
      'will-it-scale processes with 4 tasks: 1,311,017 operations/s, errors not printed',
    ]);
    expect(await loads('wrk/openclose-own.txt')).toEqual([
      'openclose with 8 tasks: 288,145 operations/s, 0 errors',
    ]);
    expect(await loads('lock_stat/labelmix.load.txt')).toEqual([
      'labelmix with 8 tasks: 12,671 operations/s, 0 errors',
    ]);
  });

  it('is requests of a load generator', async () => {
    expect(await loads('wrk/wrk-noperf.txt')).toEqual(['wrk: 8,541 requests/s, 0 errors without recording']);
  });
});

describe('calls per request', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refscope-calls-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  // The whole outputs of httpn beside the two profiles (traces/nginx-confined-8cpu/ftrace-keep and ftrace-close).
  const keep = load('keep.txt', 'httpn requests=1000 ok=1000 mode=keep\n');
  const close = load('close.txt', 'httpn requests=1000 ok=1000 mode=close\n');
  const calls = (...loads: string[]) =>
    analyze([fixturePath('ftrace-profile/keep'), ...loads], DEFAULT_OPTIONS);

  it('are calls by requests of the only load, without a note', async () => {
    const table = callsTable(await calls(keep), 50);
    expect(table.notes).toEqual([]);
    for (const [count = '', perRequest] of table.rows) {
      expect(perRequest).toBe((Number(count.replaceAll(',', '')) / 1000).toFixed(2));
    }
  });

  it('are unknown with several loads, or none, and the table says why', async () => {
    const two = callsTable(await calls(keep, close), 50);
    expect(new Set(two.rows.map(([, perRequest]) => perRequest))).toEqual(new Set(['?']));
    expect(two.notes).toEqual([
      'Per request is unknown: of 2 loads it is not known which ran while calls were counted: httpn (1,000 requests), httpn (1,000 requests).',
    ]);
    expect(callsTable(await calls(), 50).notes).toEqual([
      'Per request is unknown: no load generator says how many requests there were.',
    ]);
  });

  it('are of the load beside the profile, whatever else ran', async () => {
    const run = join(folder, 'run');
    cpSync(fixturePath('ftrace-profile/keep'), run, { recursive: true });
    writeFileSync(join(run, 'httpn.txt'), 'httpn requests=1000 ok=1000 mode=keep\n');
    const table = callsTable(await analyze([run, fixturePath('wrk/wrk-noperf.txt')], DEFAULT_OPTIONS), 50);
    expect(table.notes).toEqual([]);
    // traces/INDEX.md: 1,003 calls of file_open in 1,000 requests.
    expect(table.rows.find(([, , , hook]) => hook === 'apparmor_file_open')?.slice(0, 2)).toEqual([
      '1,003',
      '1.00',
    ]);
  });

  it('are unknown where two profiles have one load between them', async () => {
    const both = [fixturePath('ftrace-profile/keep'), fixturePath('ftrace-profile/close'), keep];
    const table = callsTable(await analyze(both, DEFAULT_OPTIONS), 50);
    expect(new Set(table.rows.map(([, perRequest]) => perRequest))).toEqual(new Set(['?']));
    expect(table.notes).toEqual([
      'Per request is unknown: calls were counted several times, httpn ran once.',
    ]);
  });

  it('name the requests of a load that prints no rate', async () => {
    const facts = recordedFacts(await calls(keep));
    expect(facts.find(({ label }) => label === 'load')?.text).toBe(
      'httpn: 1,000 requests (it prints no rate), 0 errors',
    );
  });
});

describe('instructions of listings', () => {
  const one = (text: string, percents: number[], atomic: boolean) => ({
    address: '0x10',
    text,
    atomic,
    percents,
    sourceLine: null,
  });
  const of = (...notable: ReturnType<typeof one>[]) =>
    instructionsTable({ listings: [{ symbol: 'f', notable }] } as unknown as Analysis, 4).rows.map(
      (row) => row[3],
    );

  it('are the sampled atomics; what else is hot in some function is no answer', () => {
    const push = one('push %rbp', [100], false);
    const xadd = one('lock xadd %eax,(%rdi)', [8.9], true);
    expect(of(push, xadd, one('lock decl (%rax)', [0], true))).toEqual(['lock xadd %eax,(%rdi)']);
    expect(of(push, one('lock decl (%rax)', [0], true))).toEqual(['push %rbp']);
  });
});
