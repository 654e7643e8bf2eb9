import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { selfRows } from './perf-report.js';
import { analyzeRecording, DEFAULT_OPTIONS, fixturePath } from './recordings.js';

// No idle sample and no sample outside the window: what perf counts of a command is its busy time.
it.each([
  ['openclose-unconfined-8cpu-condref', 'openclose', 5715],
  ['openclose-apparmor-off-8cpu', 'openclose', 6641],
])('%s is busy with what perf report counts', async (name, load, samples) => {
  const { busyCommands } = await analyzeRecording(name);
  const perf = new Map<string, number>();
  for (const row of selfRows(name)) perf.set(row.comm, (perf.get(row.comm) ?? 0) + row.samples);
  expect([...perf.values()].reduce((sum, count) => sum + count, 0)).toBe(samples);
  const large = [...perf].filter(([, count]) => count >= samples / 100).sort((a, b) => b[1] - a[1]);
  expect(large[0]?.[0]).toBe(load);
  expect(busyCommands).toEqual(
    large.map(([comm, count]) => ({ comm, sharePct: expect.closeTo((100 * count) / samples, 9) })),
  );
});

it('names no command where the input has no column of commands', async () => {
  const { attribution, busyCommands } = await analyze(
    [fixturePath('perf-report-text/sym.txt')],
    DEFAULT_OPTIONS,
  );
  expect(attribution?.total.samples).toBe(2891);
  expect(busyCommands).toEqual([]);
});
