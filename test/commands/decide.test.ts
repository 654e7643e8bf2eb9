import { captureOutput } from '@oclif/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import Decide from '../../commands/decide.js';
import type { Decision } from '../../src/model/decision.js';
import { renderDecisionText } from '../../src/report/decision-text.js';
import { DECISION_SCHEMA } from '../../src/report/schema/decision-schema.js';

const LINES = 'fixtures/nginx-thread/perf-lines.txt';
const GOAL = ['--target', '1.10', '--budget', '4MiB', '--labels', '200:4000'];
const run = (...argv: string[]) => captureOutput<Decision>(() => Decide.run(argv, import.meta.url));

describe('refscope decide', () => {
  it('from two lines of a profile nothing is promised: the share is an upper bound', async () => {
    const { result, stdout } = await run(LINES, '--recorded-cpus', '192', '--at', '192', ...GOAL);
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(DECISION_SCHEMA);
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
    expect(result?.shareBound).toBe('upper');
    expect(stdout).toContain('nothing is promised');
    expect(result?.next.some(({ what }) => what.includes('by instruction'))).toBe(true);
    expect(result?.region).toHaveLength(5);
    for (const width of [60, 80, 160]) {
      const lines =
        result === undefined ? ['no result'.repeat(99)] : renderDecisionText(result, width).split('\n');
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
  });

  it('with the table of throughput: nothing at 96 CPUs, something at 192', async () => {
    const { result } = await run(
      ...[LINES, '--recorded-cpus', '192', '--at', '96,192', '--topology', 'zen4-server'],
      ...['--throughput-by-cpus', 'fixtures/nginx-thread/throughput.csv', ...GOAL],
    );
    const chosen = (cpus: number) =>
      result?.region.filter((cell) => cell.cpus === cpus).map((cell) => cell.schemes);
    // Published: 88 against 92 with AppArmor off at 96 threads (1.05), 68 against 85 at 192 (1.25).
    expect(chosen(96)?.every((schemes) => schemes === null)).toBe(true);
    expect(chosen(192)?.every((schemes) => schemes !== null)).toBe(true);
  });

  it('numbers of labels with one answer are one column, and what changes with CPUs is a sentence', async () => {
    const args = [LINES, '--recorded-cpus', '192', '--at', '96,192', '--topology', 'zen4-server'];
    const table = ['--throughput-by-cpus', 'fixtures/nginx-thread/throughput.csv'];
    const { stdout, result } = await run(...args, ...table, ...GOAL);
    expect(stdout).toMatch(/^CPUs +200 to 4,000 labels$/m);
    const [flip] = result?.cpuFlips ?? [];
    // 88 against 92 with AppArmor off at 96 threads, 68 against 85 at 192.
    expect(flip?.upTo).toBeGreaterThan(96);
    expect(flip?.from).toBeLessThan(192);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`labels the answer is nothing up to ${flip?.upTo} CPUs, `);
  });

  it('what is not known is not nothing: schemes of which the recording does not tell, and lock_stat alone', async () => {
    const { result, stdout } = await run(
      'fixtures/nginx-confined-8cpu',
      '--target',
      '1.5',
      '--labels',
      '200',
    );
    expect(result?.region.every(({ schemes }) => schemes === null)).toBe(true);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /^Nothing reaches a gain of 1\.500 .*, at any of these CPUs and labels\./,
    );
    expect(stdout).toContain('Not told of rcu-label-tree, lazy-label-insert: not observable with this event');
    const { error, stderr } = await run(
      'fixtures/lock_stat/labelmix-0.3.txt',
      '--recorded-cpus',
      '8',
      ...GOAL,
    );
    expect(error?.oclif?.exit).toBe(2);
    expect(stderr).toContain('expected samples or shares of functions');
  });

  it.each([
    [['--target', '0.9', '--labels', '200'], /--target to be a gain of 1 or more/],
    [['--target', '1.1', '--labels', '4000:200'], /--labels to be N or FROM:TO/],
    [['--target', '1.1', '--labels', '1', '--budget', '4constructor'], /--budget to be a size like 4MiB/],
    [['--target', '1.1', '--labels', '1', '--set', 'x.y=1'], /expected a scheme out of/],
    [['--target', '1.1', '--labels', '1'], /give --recorded-cpus/],
    [['--target', '1.1', '--labels', '1', '--at', '64'], /give --recorded-cpus/],
  ])('ends with 2: %j', async (flags, message) => {
    const { error, stderr } = await run(LINES, ...flags);
    expect(error?.oclif?.exit).toBe(2);
    expect(stderr).toMatch(message);
  });
});
