import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOutput } from '@oclif/test';
import { afterAll, describe, expect, it } from 'vitest';
import Analyze from '../../commands/analyze.js';
import Export from '../../commands/export.js';
import Report from '../../commands/report.js';
import { refscope } from '../cli/refscope.js';

const TRACE = new URL('../../fixtures/perf-script/nginx.txt.gz', import.meta.url).pathname;
const LOCKS = new URL('../../fixtures/lock_stat/labelmix.txt.gz', import.meta.url).pathname;
const root = mkdtempSync(join(tmpdir(), 'refscope-export-command-'));
afterAll(() => rmSync(root, { recursive: true }));

type Captured = Awaited<ReturnType<typeof captureOutput<unknown>>>;

function exported(...argv: string[]): Promise<Captured> {
  return captureOutput<unknown>(() => Export.run(argv, import.meta.url));
}

function expectRefused({ error, stderr, stdout }: Captured, message: RegExp): void {
  expect((error as { oclif?: { exit?: number } } | undefined)?.oclif?.exit).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
}

describe('refscope export', () => {
  it('prints folded stacks, of the selected command only', async () => {
    const { stdout, error } = await exported(TRACE, '--format', 'folded', '--comm', 'nginx');
    expect(error).toBeUndefined();
    const lines = stdout.trimEnd().split('\n');
    const json = await captureOutput(() =>
      Analyze.run([TRACE, '--comm', 'nginx', '--json'], import.meta.url),
    );
    const busy = JSON.parse(json.stdout).attribution.total.samples;
    expect(busy).toBeGreaterThan(50);
    expect(lines.reduce((sum, line) => sum + Number(/\d+$/.exec(line)?.[0]), 0)).toBe(busy);
    expect(lines.every((line) => /^nginx(;[^;]+)* \d+$/.test(line))).toBe(true);
  });

  it('writes a file and no input over', async () => {
    const file = join(root, 'nginx.pb');
    const { stdout, error } = await exported(TRACE, '--format', 'pprof', '-o', file);
    expect([error, stdout]).toEqual([undefined, '']);
    expect(readFileSync(file).length).toBeGreaterThan(1000);
    const copy = join(root, 'trace.txt.gz');
    writeFileSync(copy, readFileSync(TRACE));
    expectRefused(await exported(copy, '--format', 'folded', '-o', copy), /found one of the inputs/);
    expect(readFileSync(copy).equals(readFileSync(TRACE))).toBe(true);
  });

  it('says in one line what it cannot export', async () => {
    const saved = join(root, 'saved.json');
    const json = await captureOutput(() => Analyze.run([TRACE, '--json'], import.meta.url));
    writeFileSync(saved, json.stdout);
    expectRefused(await exported(saved, '--format', 'folded'), /a saved analysis, which holds no callchains/);
    expectRefused(await exported(LOCKS, '--format', 'folded'), /expected a trace with samples, found none/);
    expectRefused(await exported(TRACE, '--format', 'svg'), /Expected --format=svg to be one of/);
  });

  it('pipes the same bytes as it writes', async () => {
    const file = join(root, 'piped.speedscope.json');
    const args = ['export', TRACE, '--format', 'speedscope', '--only', 'atomics'];
    const piped = await refscope(args);
    expect(piped.code).toBe(0);
    expect((await refscope([...args, '-o', file])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(piped.stdout);
  });
});

describe('refscope report -o FILE.html', () => {
  it('writes one page by the file’s ending, with the command quoted for a shell', async () => {
    const file = join(root, "it's.html");
    const { error, stdout } = await captureOutput(() =>
      Report.run([TRACE, '--comm', 'nginx', '-o', file], import.meta.url),
    );
    expect([error, stdout]).toEqual([undefined, '']);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>\n/);
    expect(page).toMatch(/default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'/);
    // it's -> 'it'\''s', and that as HTML.
    expect(page).toContain('it&#39;\\&#39;&#39;s.html');
    // Nothing in the page is to be fetched.
    expect(page).not.toMatch(/<(?:link|img|iframe|object|embed)\b|<script[^>]*\bsrc=/);
  });
});
