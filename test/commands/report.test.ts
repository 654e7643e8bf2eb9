import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOutput } from '@oclif/test';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import Analyze from '../../commands/analyze.js';
import Report from '../../commands/report.js';
import Schema from '../../commands/schema.js';
import type { Analysis } from '../../src/model/analysis.js';
import { CSV_TABLES } from '../../src/report/csv/tables.js';
import { ANALYSIS_SCHEMA } from '../../src/report/schema/analysis-schema.js';

const TRACE = new URL('../../fixtures/perf-script/nginx.txt.gz', import.meta.url).pathname;
const LOCKS = new URL('../../fixtures/lock_stat/labelmix.txt.gz', import.meta.url).pathname;

const root = mkdtempSync(join(tmpdir(), 'refscope-report-'));
afterAll(() => rmSync(root, { recursive: true }));
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'));
});

type Captured = Awaited<ReturnType<typeof captureOutput<unknown>>>;

function report(...argv: string[]): Promise<Captured> {
  return captureOutput<unknown>(() => Report.run(argv, import.meta.url));
}

/** Expects exit code 2 and one line on standard error. */
function expectRefused({ error, stderr, stdout }: Captured, message: RegExp): void {
  expect((error as { oclif?: { exit?: number } } | undefined)?.oclif?.exit).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
}

/** A document says at its end which command made it. */
function withoutCommand(document: string): string {
  return document.replace(/ with `refscope report [^`]*`\.$/m, '');
}

describe('refscope report', () => {
  it('prints the document', async () => {
    const { stdout, error } = await report(TRACE, LOCKS, '--comm', 'nginx');
    expect(error).toBeUndefined();
    expect(stdout).toMatch(
      /^# AppArmor label reference counts\n\n\*\*At most [\d.]+ % of busy time .* goes to label get\/put[^#]*\n\n## What was recorded\n/,
    );
    expect(stdout).toContain('| `aa_buffers_lock`');
    expect(stdout.endsWith('.\n')).toBe(true);
  });

  it('makes the same document of a saved analysis', async () => {
    const saved = join(directory, 'saved.json');
    const options = ['--comm', 'nginx', '--labels', '4000', '--recorded-cpus', '8', '--at', '8,96'];
    const json = await captureOutput(() =>
      Analyze.run([TRACE, LOCKS, ...options, '--json'], import.meta.url),
    );
    writeFileSync(saved, json.stdout);
    const direct = await report(TRACE, LOCKS, ...options);
    const again = await report(saved);
    expect(again.error).toBeUndefined();
    expect(withoutCommand(again.stdout)).toBe(withoutCommand(direct.stdout));
    expect(again.stdout).toContain(`with \`refscope report ${saved}\`.`);
  });

  it('returns the analysis under --json', async () => {
    const { stdout } = await report(TRACE, '--json');
    expect((JSON.parse(stdout) as Analysis).inputs[0]?.format).toBe('perf-script');
  });

  it('writes the document to a file and prints nothing', async () => {
    const output = join(directory, 'report.md');
    writeFileSync(output, 'an older one');
    const { stdout } = await report(TRACE, '-o', output);
    expect(stdout).toBe('');
    const written = readFileSync(output, 'utf8');
    expect(withoutCommand(written)).toBe(withoutCommand((await report(TRACE)).stdout));
    expect(written).toContain(`with \`refscope report ${TRACE} -o ${output}\`.`);
    expect(readdirSync(directory)).toEqual(['report.md']);
  });

  it('writes through a symbolic link', async () => {
    const target = join(directory, 'target.md');
    writeFileSync(target, '');
    symlinkSync(target, join(directory, 'link.md'));
    await report(TRACE, '-o', join(directory, 'link.md'));
    expect(readFileSync(target, 'utf8')).toMatch(/^# AppArmor/);
  });

  it('writes no input over, by whatever name', async () => {
    const run = join(directory, 'run');
    mkdirSync(run);
    const trace = join(run, 'perf.script.gz');
    copyFileSync(TRACE, trace);
    symlinkSync(trace, join(directory, 'alias'));
    const message = /expected a file to write to, found one of the inputs/;
    expectRefused(await report(trace, '-o', trace), message);
    expectRefused(await report(trace, '-o', join(directory, 'alias')), message);
    expectRefused(await report(run, '-o', trace), message);
    expect(readFileSync(trace)).toEqual(readFileSync(TRACE));
  });

  it('says in one line where it cannot write', async () => {
    expectRefused(
      await report(TRACE, '-o', join(directory, 'none', 'report.md')),
      /report\.md: no such file/,
    );
    expectRefused(await report(TRACE, '-o', directory), /is a directory/);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('chooses the format by name, else by the ending of the file', async () => {
    const text = await report(TRACE, '--format', 'mail');
    expect(text.stdout).toMatch(/^AppArmor label reference counts\n\n(?:.{0,72}\n)+$/);
    const output = join(directory, 'report.TXT');
    await report(TRACE, '-o', output);
    expect(readFileSync(output, 'utf8')).toMatch(/^At most [\d.]+ % of busy time [\s\S]*\n\nmachine {7}/);
    await report(TRACE, '-o', output, '--format', 'markdown');
    expect(readFileSync(output, 'utf8')).toMatch(/^# AppArmor/);
    expectRefused(
      await report(TRACE, '--format', 'pdf'),
      /expected --format to be one of csv, markdown, .* found "pdf"/,
    );
  });

  it('writes one table as CSV, the same of a saved analysis', async () => {
    const saved = join(directory, 'saved.json');
    const json = await captureOutput(() => Analyze.run([TRACE, '--json'], import.meta.url));
    writeFileSync(saved, json.stdout);
    const { stdout } = await report(TRACE, '--table', 'sites');
    const analysis = JSON.parse(json.stdout) as Analysis;
    expect(stdout.split('\r\n')).toHaveLength(2 + (analysis.attribution?.sites.length ?? 0));
    expect(stdout).toContain(`,${analysis.attribution?.sites[0]?.sharePct},`);
    expect((await report(saved, '--format', 'csv', '--table', 'sites')).stdout).toBe(stdout);
    const output = join(directory, 'sites.csv');
    await report(saved, '--table', 'sites', '-o', output);
    expect(readFileSync(output, 'utf8')).toBe(stdout);
  });

  it('writes every table into a directory', async () => {
    const output = join(directory, 'new', 'tables');
    await report(TRACE, LOCKS, '--format', 'csv', '-o', output);
    const names = readdirSync(output);
    expect(names).toContain('locks.csv');
    expect(names.sort()).toEqual(CSV_TABLES.map(({ name }) => `${name}.csv`).sort());
    expect(readFileSync(join(output, 'locks.csv'), 'utf8')).toContain(
      'aa_buffers_lock,exclusive,buffer-pool,',
    );
    expectRefused(
      await report(TRACE, '--format', 'csv', '-o', join(output, 'locks.csv')),
      /expected --table NAME for one table/,
    );
    writeFileSync(join(directory, 'file'), '');
    expectRefused(
      await report(TRACE, '--format', 'csv', '-o', join(directory, 'file')),
      /expected a directory/,
    );
  });

  it('writes no input over with a table', async () => {
    const trace = join(directory, 'sites.csv');
    copyFileSync(TRACE, trace);
    expectRefused(await report(trace, '--format', 'csv', '-o', directory), /found one of the inputs/);
    expect(readdirSync(directory)).toEqual(['sites.csv']);
    expect(readFileSync(trace)).toEqual(readFileSync(TRACE));
  });

  it('says which tables there are', async () => {
    expectRefused(
      await report(TRACE, '--format', 'csv'),
      /expected --table NAME .*; tables: recording, shares,/,
    );
    expectRefused(
      await report(TRACE, '--table', 'none'),
      /expected --table to be one of recording, .* found "none"/,
    );
    expectRefused(await report(TRACE, '--table', 'sites', '--format', 'mail'), /--table with --format csv/);
  });

  it('says in one line what is wrong with a saved analysis', async () => {
    const saved = join(directory, 'saved.json');
    writeFileSync(saved, '{"schemaVersion": 1,\n "inputs": "\\u001b[31m"\n');
    expectRefused(await report(saved), /saved\.json: expected a saved analysis, found broken JSON/);
    writeFileSync(saved, '{"schemaVersion": 1, "\\u001b[31m": 1}');
    expectRefused(await report(saved), /saved\.json: expected the analysis to have/);
  });

  it('does not join a saved analysis with a trace', async () => {
    const saved = join(directory, 'saved.json');
    const json = await captureOutput(() => Analyze.run([TRACE, '--json'], import.meta.url));
    writeFileSync(saved, json.stdout);
    expectRefused(await report(TRACE, saved), /is a saved analysis and cannot be joined/);
  });
});

describe('refscope schema', () => {
  it('prints the schema', async () => {
    const { stdout } = await captureOutput(() => Schema.run([], import.meta.url));
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(ANALYSIS_SCHEMA)));
  });
});
