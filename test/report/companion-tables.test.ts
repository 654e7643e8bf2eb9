import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { countersTable } from '../../src/report/companion-tables.js';
import { DEFAULT_OPTIONS, fixturePath } from '../recordings/recordings.js';

const counters = async (name: string) => analyze([fixturePath(`perf-stat/${name}`)], DEFAULT_OPTIONS);

it('shows what perf stat counted, with the figure derived from it', async () => {
  const table = countersTable(await counters('sleep.csv'), 1);
  expect(table.rows).toEqual([
    [expect.stringMatching(/^\d+$/), 'msec', expect.stringMatching(/ CPUs utilized$/), 'task-clock'],
  ]);
  expect(table.notes).toEqual([expect.stringMatching(/^\d+ more events\.$/)]);
});

it('adds up the rows of single CPUs', async () => {
  const analysis = await counters('percpu.csv');
  const [event] = new Set(analysis.counters.map(({ event }) => event));
  const sum = analysis.counters
    .filter((counter) => counter.event === event)
    .reduce((total, { value }) => total + (value ?? 0), 0);
  expect(countersTable(analysis, 1).rows[0]?.[0]).toBe(Math.round(sum).toLocaleString('en-US'));
});
