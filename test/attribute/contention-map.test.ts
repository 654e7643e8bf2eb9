import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeTrace } from '../../src/analyze.js';
import { contentionMap } from '../../src/attribute/contention-map.js';
import { sampledStacks } from '../../src/attribute/sampled-stacks.js';
import { CpuTimes } from '../../src/model/cpu-times.js';
import { DEFAULT_OPTIONS, fixturePath, perfDataOf } from '../recordings/recordings.js';

describe('a map of CPUs over time', () => {
  it('has all samples of the recording, each on its CPU', async () => {
    const { samples, analysis } = await analyzeTrace(
      [fixturePath(perfDataOf('openclose-confined-8cpu'))],
      { ...DEFAULT_OPTIONS, kallsyms: fixturePath('nginx-confined-8cpu/kallsyms.gz') },
      { keepCpuTimes: true },
    );
    const map = samples === null ? null : contentionMap(samples);
    const { attribution, window } = analysis;
    if (map === null || attribution === null) throw new Error('no samples');
    // No sample is idle or outside the window here (INDEX.md): the map is of what the shares are of.
    expect(window?.leftOutSamples).toBe(0);
    const sum = (pick: 'busyPeriod' | 'labelPeriod'): number =>
      map.fields.reduce((all, field) => all + field[pick], 0);
    expect(sum('busyPeriod')).toBe(attribution.total.period);
    expect(sum('labelPeriod')).toBe(attribution.sites.reduce((all, site) => all + site.period, 0));
    expect(map.cpus).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(map.slices).toBe(Math.ceil((window?.durationS ?? 0) / 0.1) + 1);
    // Eight CPUs busy all the time, and clocks of 2 ms: no slice but the first and last can hold more than 100 ms.
    const inner = map.fields.filter(({ slice }) => slice > 1 && slice < map.slices - 2);
    expect(Math.max(...inner.map(({ busyPeriod }) => busyPeriod))).toBeLessThan(1.3 * map.sliceNs);
  });

  it('is not there without CPUs and times, and costs nothing where nobody asks', async () => {
    const paths = [fixturePath('folded/openclose.folded.gz')];
    const asked = await analyzeTrace(paths, DEFAULT_OPTIONS, { keepCpuTimes: true });
    expect(asked.samples === null ? 'none' : contentionMap(asked.samples)).toBeNull();
    const plain = await analyzeTrace(paths, DEFAULT_OPTIONS, {});
    expect(plain.samples?.profile.cpuTimes).toBeNull();
    expect(plain.analysis).toEqual(asked.analysis);
  });
});

it('sorts samples into classes that are the analysis’s own sums', async () => {
  const { samples, analysis } = await analyzeTrace([fixturePath('nginx-confined-8cpu')], DEFAULT_OPTIONS, {});
  if (samples === null || analysis.attribution === null) throw new Error('no samples');
  const { rows } = sampledStacks(samples, null);
  const of = (isIt: (name: string) => boolean): number =>
    rows.reduce((sum, row) => sum + (isIt(row.class) ? row.samples : 0), 0);
  const sites = (operation: string): number =>
    analysis.attribution?.sites.reduce(
      (sum, site) => sum + (site.operation === operation ? (site.samples ?? 0) : 0),
      0,
    ) ?? Number.NaN;
  for (const operation of ['get', 'put', 'get+put']) {
    expect(of((name) => name === `label-${operation}`)).toBe(sites(operation));
  }
  expect(of((name) => name === 'unattributed')).toBe(analysis.attribution.unattributed.samples);
  expect(of((name) => ['atomic', 'lock', 'rest'].includes(name))).toBe(analysis.attribution.other.samples);
  expect(of((name) => name === 'lock')).toBe(
    analysis.lines.reduce((sum, line) => sum + (line.kind === 'lock' ? (line.samples ?? 0) : 0), 0),
  );
});

describe('samples by CPU and time', () => {
  const sample = fc.record({
    timeNs: fc.oneof(fc.integer({ min: 0, max: 1e12 }), fc.constant(Number.NaN)),
    cpu: fc.integer({ min: -1, max: 9 }),
    stack: fc.integer({ min: -1, max: 4 }),
    period: fc.integer({ min: 1, max: 100 }),
  });
  const total = (times: CpuTimes): number =>
    Array.from({ length: times.size }, (_, row) => times.get(row).period).reduce(
      (sum, period) => sum + period,
      0,
    );

  it('lose none that has a CPU and a time, in bounded cells, in two parts as in one', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 200 }), fc.nat(200), (samples, cut) => {
        // 10 CPUs and 6 stacks make at most 60 cells of one slice.
        const make = (part: typeof samples): CpuTimes => {
          const times = new CpuTimes(60);
          for (const { timeNs, cpu, stack, period } of part) times.add(timeNs, cpu, 0, 0, stack, period);
          return times;
        };
        const whole = make(samples);
        expect(whole.size).toBeLessThanOrEqual(60);
        expect(total(whole)).toBe(
          samples.reduce(
            (sum, { timeNs, cpu, period }) => sum + (cpu < 0 || Number.isNaN(timeNs) ? 0 : period),
            0,
          ),
        );
        const joined = make(samples.slice(0, cut));
        const same = { events: [0], tasks: [0], stacks: [0, 1, 2, 3, 4] };
        joined.addCells(make(samples.slice(cut)), same);
        expect(total(joined)).toBe(total(whole));
        const rows = (times: CpuTimes): string[] =>
          Array.from({ length: times.size }, (_, row) => JSON.stringify(times.get(row))).sort();
        if (joined.sliceNs === whole.sliceNs) expect(rows(joined)).toEqual(rows(whole));
      }),
    );
  });
});
