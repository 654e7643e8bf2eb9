import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { appendBacktestRows, backtestLines } from '../../src/cli/backtest-file.js';
import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import type { Analysis } from '../../src/model/analysis.js';
import { readBacktestCases } from '../../src/read/backtest-cases/case-rows.js';
import { analyzeRecording } from '../recordings/recordings.js';
import { KREF, NAMES, runOf } from './analyses.js';

const recorded = await analyzeRecording('openclose-unconfined-8cpu');
const on = (kernel: string, rate: number, base: Analysis = recorded): Analysis => ({
  ...base,
  machine: { ...base.machine, kernel },
  throughput: [runOf(rate)],
});
const sides = (before: string, after: string) =>
  [
    [on(before, 1000), on(before, 1010), on(before, 990)],
    [on(after, 1050), on(after, 1061), on(after, 1040)],
  ] as const;
const diff = (before: string, after: string, scheme: string | null = null) =>
  compareAnalyses(...sides(before, after), { names: NAMES, scheme });

describe('projected against measured', () => {
  it.each([
    ['6.6.30', '6.7.1', ['crit-section']],
    ['6.10.0', '6.11.3', ['cond-ref']],
    ['6.1.192-labp', '6.12', ['crit-section', 'cond-ref']],
    ['6.7', '6.10', []],
    ['6.11', '6.10', []],
    ['6.1.192-labp', '6.1.192-labp', []],
  ])('%s to %s differ by %j', (before, after, schemes) => {
    expect(diff(before, after).projections.map(({ scheme }) => scheme)).toEqual(schemes);
  });

  it('puts what the side before projects beside what was measured', () => {
    const [check] = diff('6.10', '6.11').projections;
    const own = recorded.projections.find(({ scheme }) => scheme === 'cond-ref');
    expect(check).toMatchObject({
      scheme: 'cond-ref',
      cpus: own?.cpus,
      projected: { low: own?.gain?.low, high: own?.gain?.high },
      naive: own?.naiveGain,
      measured: expect.closeTo(1.05, 3),
    });
    expect(check?.projected?.mid).toBeCloseTo(own?.gain?.mid ?? Number.NaN, 12);
    const overlap =
      (own?.gain?.low ?? 0) <= (check?.measuredHigh ?? 0) &&
      (own?.gain?.high ?? 0) >= (check?.measuredLow ?? 9);
    expect(check?.agrees).toBe(overlap);
    expect(check?.because).toContain('f4fee216df7d');
  });

  it('knows no measured gain without throughput, nor a projected one where none was made', () => {
    const quiet = { ...recorded, throughput: [] };
    const [without] = compareAnalyses([quiet], [quiet], { names: NAMES, scheme: 'cond-ref' }).projections;
    expect(without).toMatchObject({
      measured: null,
      agrees: null,
      why: expect.stringContaining('no throughput'),
    });
    const [nothing] = compareAnalyses([KREF], [KREF], { names: NAMES, scheme: 'cond-ref' }).projections;
    expect(nothing).toMatchObject({ projected: null, agrees: null });
    expect(nothing?.why).not.toBe('');
  });
});

describe('--backtest-row', () => {
  const [before] = sides('6.10', '6.11')[0];

  it('is read back by backtest as the case that it is', () => {
    const { header, rows } = backtestLines(before, diff('6.10', '6.11'));
    const [found, ...others] = readBacktestCases('cases.csv', `${[header, ...rows].join('\n')}\n`);
    expect(others).toEqual([]);
    expect(found?.kernel).toBe('6.10');
    expect(found?.measured?.mid).toBeCloseTo(1.05, 3);
    expect(Object.fromEntries((found?.sites ?? []).map((site) => [site.site, site.kept]))).toEqual({
      apparmor_file_open: 0,
      apparmor_file_alloc_security: 1,
      apparmor_file_free_security: 1,
      apparmor_current_getsecid_subj: 1,
    });
    const open = recorded.attribution?.sites.find((site) => site.function === 'apparmor_file_open');
    const site = found?.sites.find((row) => row.site === 'apparmor_file_open');
    expect(site?.busySharePct).toBeCloseTo(open?.sharePct ?? Number.NaN, 4);
    expect(site?.shareAfterPct).toBeCloseTo(open?.sharePct ?? Number.NaN, 4);
  });

  it('adds to a file, with one header, and to no other file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'refscope-'));
    try {
      const file = join(folder, 'cases.csv');
      const pair = diff('6.10', '6.11');
      await appendBacktestRows(file, before, pair);
      await appendBacktestRows(file, before, { ...pair, names: { ...pair.names, after: 'another run' } });
      const rows = parse(await readFile(file, 'utf8'), { columns: true }) as unknown[];
      expect(rows).toHaveLength(8);
      // Twice the sites of a case would be twice the share.
      await expect(appendBacktestRows(file, before, pair)).rejects.toThrow(
        /cases\.csv:2: its sites would count twice/,
      );
      expect(parse(await readFile(file, 'utf8'), { columns: true })).toEqual(rows);
      const other = join(folder, 'notes.txt');
      await writeFile(other, 'not a table\n');
      await expect(appendBacktestRows(other, before, diff('6.10', '6.11'))).rejects.toThrow(
        /notes\.txt:1: expected the columns/,
      );
      expect(await readFile(other, 'utf8')).toBe('not a table\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('adds to a file with columns in another order, others beside them, and no line feed at its end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'refscope-'));
    try {
      const file = join(folder, 'mine.csv');
      const head = 'note,measured_gain,case,source,cpus,line,site,share_pct,kept';
      await writeFile(file, `# mine\n${head}\n"a, b",1.2,OLD,a mail,8,label,apparmor_file_open,10,0`);
      await appendBacktestRows(file, before, diff('6.10', '6.11'));
      const text = await readFile(file, 'utf8');
      const [old, found, ...others] = readBacktestCases(file, text);
      expect([old?.id, others]).toEqual(['OLD', []]);
      expect(found?.measured?.mid).toBeCloseTo(1.05, 3);
      expect(found?.sites).toHaveLength(4);
      expect(text.split('\n').filter((line) => /^,1\.0\d*,"?cond-ref: /.test(line))).toHaveLength(4);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['no scheme', diff('6.1', '6.1'), /name it with --scheme/],
    ['several schemes', diff('6.1', '6.11'), /name it with --scheme/],
    ['a scheme whose effect is a range', diff('6.1', '6.1', 'task-local'), /is a range/],
  ])('refuses %s', (_, found, message) => {
    expect(() => backtestLines(before, found)).toThrow(message);
  });
});
