import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOutput } from '@oclif/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import BacktestCommand from '../../commands/backtest.js';
import type { Backtest } from '../../src/model/backtest.js';
import { renderBacktestText } from '../../src/report/backtest-text.js';
import { BACKTEST_SCHEMA } from '../../src/report/schema/backtest-schema.js';

const directory = mkdtempSync(join(tmpdir(), 'refscope-backtest-'));
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = (...argv: string[]) => captureOutput<Backtest>(() => BacktestCommand.run(argv, import.meta.url));
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(BACKTEST_SCHEMA);

describe('refscope backtest', () => {
  it('prints the built-in cases, the summary, the shares after and the series', async () => {
    const { stdout, result } = await run();
    expect(stdout).toMatch(/AA-OPEN1-SKL +partial +1\.377 +1\.910/);
    expect(stdout).toContain('6 independent cases (8 measured, replicates averaged) on 5 machines');
    expect(stdout).toContain('Shares after the change');
    expect(stdout).toContain('fstat2 no pause');
    expect(stdout).toContain('capped at 95 %');
    expect(isValid(result), JSON.stringify(isValid.errors)).toBe(true);
  });

  it.each([60, 80, 100, 160])('fits %i columns', async (width) => {
    const { result } = await run();
    if (result === undefined) throw new Error('the built-in cases have a result');
    const lines = renderBacktestText(result, width).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    const medians = lines.filter((line) =>
      /^(?:median \|err\| {3}| {15})(?:projected|plain MVA|naive {4}) \d/.test(line),
    );
    expect(medians).toHaveLength(3);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      'not to be told from the published noise in 1; |err| less by',
    );
  });

  it('takes its own built-in file back, with the same figures', async () => {
    const { stdout } = await run('--print', 'cases');
    const again = await run(file('printed.csv', stdout));
    const first = await run();
    expect(again.result?.cases).toEqual(first.result?.cases);
    expect(again.result?.series).toEqual([]);
    expect(isValid(again.result)).toBe(true);
    const series = await run('--print', 'series');
    const scored = await run('--series', file('series.csv', series.stdout));
    expect(scored.result?.series).toEqual(first.result?.series);
  });

  it('makes what a file says safe to print', async () => {
    const path = file(
      'evil.csv',
      'case,source,cpus,line,site,share_pct,kept,measured_gain\n\u001b[31mX,s,8,l,a,20,0.5,1.1\n\u001b[31mX,s,8,l,"\u001b]0;t",,1,\n',
    );
    const { stdout, result } = await run(path);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('\\x1b[31mX');
    expect(result?.cases).toHaveLength(1);
  });

  it.each([
    ['empty.csv', '', 'found an empty file'],
    ['header.csv', 'case,source,cpus,line,site,share_pct,kept,measured_gain\n', 'expected at least one case'],
    [
      'kept.csv',
      'case,source,cpus,line,site,share_pct,kept,measured_gain\nA,,8,l,s,5,50,1.1\n',
      'kept.csv:2: expected kept',
    ],
  ])('%s: exit 2 and the place', async (name, text, message) => {
    const { error, stderr } = await run(file(name, text));
    expect(error?.oclif?.exit).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each([['no-such.csv'], ['.']])('exit 2 for %s', async (path) => {
    const { error } = await run(path);
    expect(error?.oclif?.exit).toBe(2);
  });
});
