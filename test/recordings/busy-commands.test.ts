import { expect, it } from 'vitest';
import { selfRows } from './perf-report.js';
import { analyzeRecording } from './recordings.js';

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
