import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import type { Analysis } from '../../src/model/analysis.js';
import type { Change, Diff } from '../../src/model/diff.js';
import { analyzeRecording, DEFAULT_OPTIONS, fixturePath } from './recordings.js';

const NAMES = { before: 'a', after: 'b' };
const compare = (before: Analysis, after: Analysis): Diff =>
  compareAnalyses([before], [after], { names: NAMES });
const changes = (diff: Diff): Change[] => [
  diff.label,
  ...diff.sites,
  ...diff.lines,
  ...diff.paths,
  ...diff.functions,
];
const changed = (diff: Diff): Change[] => changes(diff).filter(({ state }) => state !== 'same');

describe.each([
  'openclose-unconfined-8cpu',
  'openclose-unconfined-8cpu-condref',
  'openclose-confined-8cpu',
  'labelmix-confined-8cpu',
])('%s', (name) => {
  it('has not changed against itself, and its halves are alike', async () => {
    const whole = await analyzeRecording(name);
    const itself = compare(whole, whole);
    expect(itself.label.deltaPoints).toBe(0);
    expect(changed(itself)).toEqual([]);
    expect(itself.moves).toEqual([]);
    const [fromNs, toNs] = [(whole.window?.fromS ?? 0) * 1e9, (whole.window?.toS ?? 0) * 1e9];
    const midNs = (fromNs + toNs) / 2;
    const halves = [
      await analyzeRecording(name, { time: { fromNs, toNs: midNs } }),
      await analyzeRecording(name, { time: { fromNs: midNs, toNs } }),
    ] as const;
    const diff = compare(...halves);
    // Each half saw enough to say something at all.
    expect(diff.label.detectablePoints).toBeLessThan(4);
    expect(changes(diff).length).toBeGreaterThan(50);
    expect(changed(diff)).toEqual([]);
    expect(diff.verdict).toContain('no significant change (noise)');
  });
});

describe('kref against condref', () => {
  it('says what the samples show, that one recording cannot tell, and nothing of throughput', async () => {
    const analyzeRun = async (name: string): Promise<Analysis> => {
      const analysis = await analyzeRecording(name);
      // As in the run directory, whose load ran once on each side: INDEX.md.
      const file = { 'openclose-unconfined-8cpu': 274_704, 'openclose-unconfined-8cpu-condref': 264_368 }[
        name
      ];
      const run = {
        tool: 'openclose',
        requestsPerSec: file ?? null,
        requests: null,
        errors: 0,
        durationS: 8,
      };
      return {
        ...analysis,
        throughput: [{ ...run, latencyAvgNs: null, tasks: 8, duringRecording: true, file: 'openclose.txt' }],
      };
    };
    const kref = await analyzeRun('openclose-unconfined-8cpu');
    const condref = await analyzeRun('openclose-unconfined-8cpu-condref');
    const diff = compare(kref, condref);
    const site = (name: string) => diff.sites.find((row) => row.function === name);
    expect(site('apparmor_file_open')).toMatchObject({ state: 'down', line: 'label reference count' });
    expect(site('apparmor_current_getsecid_subj')).toMatchObject({ state: 'up' });
    expect(site('apparmor_file_alloc_security')).toMatchObject({ state: 'same' });
    expect(site('apparmor_file_free_security')).toMatchObject({ state: 'same' });
    expect(diff.label.state).toBe('same');
    // The total could have lost what file_open lost, or not: nobody can say that it moved.
    expect(diff.moves).toEqual([]);
    expect(diff.throughput).toMatchObject({ low: null, high: null, state: 'undecidable' });
    expect(diff.verdict).toMatch(
      /apparmor_file_open \(get\+put\) fell from 1\.\d\d % to 0\.\d\d % of busy time/,
    );
    expect(diff.verdict).toMatch(
      /apparmor_current_getsecid_subj \(get\+put\) rose from 0\.\d\d % to 1\.\d\d %/,
    );
    expect(diff.verdict).toContain('One recording a side cannot tell this from run-to-run variation.');
    expect(diff.verdict).not.toMatch(/serves|requests|throughput|faster|slower/);

    const back = compare(condref, kref);
    for (const row of diff.sites) {
      const mirrored = back.sites.find((other) => other.function === row.function && other.line === row.line);
      expect(mirrored?.deltaPoints).toBe(-(row.deltaPoints ?? Number.NaN) + 0);
      expect([mirrored?.low, mirrored?.high]).toEqual([-(row.high ?? 0) + 0, -(row.low ?? 0) + 0]);
      expect(mirrored?.pAdjusted).toBe(row.pAdjusted);
    }
  });
});

describe('repeated runs of one load on both kernels', () => {
  const load = (name: string) => analyze([fixturePath(`repeats-2cpu/${name}.txt`)], DEFAULT_OPTIONS);
  const side = async (kernel: string) => [
    await load(`${kernel}-r1`),
    await load(`${kernel}-r2`),
    await load(`${kernel}-r3`),
  ];

  it('show no difference', async () => {
    const [kref, condref] = [await side('kref'), await side('condref')];
    const diff = compareAnalyses(kref, condref, { names: NAMES });
    const rows = [diff.throughput, ...diff.furtherThroughput];
    expect(rows.map((row) => [row?.tool, row?.tasks, row?.beforeRuns, row?.afterRuns])).toEqual([
      ['openclose', 2, 3, 3],
      ['openclose', 1, 3, 3],
    ]);
    for (const row of rows) {
      expect(row?.state).toBe('same');
      expect(row?.low).toBeLessThan(1);
      expect(row?.high).toBeGreaterThan(1);
    }
    expect(diff.verdict).toMatch(/^no significant change of throughput \(noise\)/);
    // By hand from the files: geometric means over boots of the geometric means of five runs.
    expect(diff.throughput?.before).toBeCloseTo(geometric('kref'), 3);
    expect(diff.throughput?.after).toBeCloseTo(geometric('condref'), 3);
    expect(diff.throughput?.ratio).toBeCloseTo(geometric('condref') / geometric('kref'), 12);
  });

  it('of one boot each claim nothing, though the runs within a boot agree', async () => {
    const [kref, condref] = [await load('kref-r1'), await load('condref-r1')];
    const diff = compareAnalyses([kref], [condref], { names: NAMES });
    expect([diff.throughput, ...diff.furtherThroughput]).toMatchObject([
      { tasks: 2, beforeRuns: 5, low: null, high: null, state: 'undecidable' },
      { tasks: 1, beforeRuns: 3, low: null, high: null, state: 'undecidable' },
    ]);
  });

  it('say the same in any order', async () => {
    const [kref, condref] = [await side('kref'), await side('condref')];
    const there = compareAnalyses(kref, condref, { names: NAMES });
    const shuffled = compareAnalyses(
      [...kref].reverse(),
      [condref[1], condref[2], condref[0]].flatMap((a) => a ?? []),
      {
        names: NAMES,
      },
    );
    expect(shuffled).toEqual(there);
  });
});

/** ops_per_sec of the two-process runs, `grep nproc=2 fixtures/repeats-2cpu/KERNEL-r*.txt`. */
const OPS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  kref: [
    [207132, 200012, 198150, 198046, 197036],
    [204601, 203666, 193032, 191994, 225702],
    [161205, 171130, 209677, 232496, 228314],
  ],
  condref: [
    [174255, 184912, 183908, 177225, 211185],
    [182584, 183025, 222661, 268370, 247760],
    [230318, 188143, 177254, 176580, 238357],
  ],
};

function geometric(kernel: string): number {
  const means = (OPS[kernel] ?? []).map(
    (runs) => runs.reduce((sum, ops) => sum + Math.log(ops), 0) / runs.length,
  );
  return Math.exp(means.reduce((sum, mean) => sum + mean, 0) / means.length);
}

it('symbol lists pasted from mails work on both sides', async () => {
  const pasted = (name: string) => analyze([fixturePath(`perf-report-text/${name}.txt`)], DEFAULT_OPTIONS);
  const diff = compare(await pasted('pasted-open1'), await pasted('pasted-open2'));
  // 29.37 + 26.84 + 26.62 printed in the one, 27.68 self in the other.
  expect(diff.label).toMatchObject({ state: 'undecidable', low: null, high: null, pAdjusted: null });
  expect(diff.label.before).toBeCloseTo(82.83, 6);
  expect(diff.label.after).toBeCloseTo(27.68, 6);
  expect(diff.label.deltaPoints).toBeCloseTo(-55.15, 6);
  expect(diff.sites.map(({ state }) => state)).toEqual(diff.sites.map(() => 'undecidable'));
  expect(diff.verdict).toContain('undecidable, a side gives percentages without sample counts');
  // Neither mail lists the other's hooks, nor all of the profile: that is not 0 %.
  expect(diff.sites.find((site) => site.function === 'apparmor_file_open')).toMatchObject({
    before: expect.closeTo(29.37, 6),
    after: null,
    deltaPoints: null,
  });
});
