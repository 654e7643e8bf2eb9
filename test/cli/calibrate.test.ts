import { availableParallelism } from 'node:os';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import type { Calibration, LoopTime } from '../../src/model/calibration.js';
import { CALIBRATION_SCHEMA } from '../../src/report/schema/calibration-schema.js';
import { refscope } from './refscope.js';

/** Times are never asserted: they are the machine's. Counters are: no increment may get lost. */

const available = availableParallelism();

it('counts every operation of every worker, and prints what it found as one JSON object', async () => {
  const { code, stdout, stderr } = await refscope(['calibrate', '--duration', '0.05', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const result: Calibration = JSON.parse(stdout);
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(CALIBRATION_SCHEMA);
  expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
  expect(result).toMatchObject({ schemaVersion: 1, node: process.version });
  expect(result.domains.cpus).toBe(available);
  const names = ({ loop, workers }: LoopTime) => `${loop} ${workers}`;
  const counts = Array.from({ length: available }, (_, at) => at + 1);
  const expected = counts.flatMap((count) => [
    `private ${count}`,
    `shared-add ${count}`,
    `shared-cas ${count}`,
  ]);
  if (available > 1) expected.push('handover 2');
  expect(result.loops.map(names)).toEqual(expected);
  for (const loop of result.loops) {
    expect(loop.counted, names(loop)).toBe(loop.workers * loop.iterations * loop.rounds);
    expect(loop.expected).toBe(loop.counted);
    const { low, mid, high } = loop.perOperationNs;
    expect(low).toBeGreaterThan(0);
    expect([low, mid, high]).toEqual([low, mid, high].sort((a, b) => a - b));
    expect(loop.runningPct).toBeGreaterThan(0);
    expect(loop.runningPct).toBeLessThanOrEqual(100);
  }
  const { sameSocket = null, otherSocket = null } = result.topology?.transferNs ?? {};
  expect([sameSocket, otherSocket]).toEqual([null, null]);
  expect(result.topology === null).toBe(result.topologyWhy !== null);
});

it('prints a table, and why one worker gives no topology', async () => {
  const { code, stdout } = await refscope(['calibrate', '--duration', '0.02', '--workers', '1']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^shared-cas +1 +\d+\.\d /m);
  expect(stdout).not.toMatch(/^handover/m);
  expect(stdout).toContain('No topology entry: one worker moves no line');
});

it.concurrent.each([
  ['--workers', '1,x'],
  ['--workers', String(available + 1)],
  ['--duration', '0'],
])('refuses %s %s in one line', async (flag, value) => {
  const { code, stdout, stderr } = await refscope(['calibrate', flag, value]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^refscope: expected ${flag} .*found "${value.replace(/.*,/, '')}"\n$`));
});
