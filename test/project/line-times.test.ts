import { describe, expect, it } from 'vitest';
import { fitTransferRate, lineRows, type ScalingRow } from '../../src/project/line-times.js';
import { presetNamed } from '../../src/project/topology/presets.js';
import { meanTransfer } from '../../src/project/topology/transfer-time.js';

/** CPUs and the published apparmor=off column (table A of <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>). */
const OFF = [
  [16, 100],
  [32, 95],
  [48, 94],
  [96, 92],
  [192, 85],
] as const;

function scalingRows(transferNs: (cpus: number) => number): ScalingRow[] {
  return OFF.map(([cpus, offEfficiencyPct]) => ({ cpus, offEfficiencyPct, transferNs: transferNs(cpus) }));
}

const printed = (rows: readonly { efficiencyPct: number }[]) =>
  rows.map((row) => Number(row.efficiencyPct.toFixed(1)));

describe('the nginx table of model.md', () => {
  // model.md: 12 ns inside, 90 ns across, mixed by the chance (c - 1) / c of c complexes of 16 threads.
  const ROWS = scalingRows((cpus) => (12 + 90 * (cpus / 16 - 1)) / (cpus / 16));
  const rate = fitTransferRate(ROWS[4] as ScalingRow, 68);
  const today = lineRows(ROWS, rate);

  it('today', () => {
    expect(printed(today)).toEqual([100, 94.7, 93.5, 90.9, 68.1]);
    expect(today[4]?.share).toBeCloseTo(0.2, 12);
    expect(today[4]?.utilisation.toFixed(2)).toBe('1.00');
  });

  it('3 of 4 transfers kept, relative to the first row of today', () => {
    expect(printed(lineRows(ROWS, rate, 0.75))).toEqual([100, 94.8, 93.7, 91.4, 81.9]);
  });

  it('a fifth of the machine at 192 threads is 1.3 % of the profile at 96', () => {
    expect(((today[3]?.share ?? 0) * 100).toFixed(1)).toBe('1.3');
  });

  it('p = 0.9 / 1.3 / 1.8 % at 96 threads means 80 / 69 / 60 % efficiency at 192', () => {
    const at96 = ROWS[3] as ScalingRow;
    const efficiencies = [0.9, 1.3, 1.8].map((sharePct) => {
      const rows = lineRows(ROWS, fitTransferRate(at96, 92 * (1 - sharePct / 100)));
      return Math.round(rows[4]?.efficiencyPct ?? 0);
    });
    expect(efficiencies).toEqual([80, 69, 60]);
  });

  it('has no rows for no rows', () => {
    expect(lineRows([], rate)).toEqual([]);
  });
});

describe('the published nginx tables, from the preset zen4-server and the off-curve', () => {
  const rows = scalingRows((cpus) => meanTransfer(presetNamed('zen4-server'), cpus).ns?.mid ?? Number.NaN);
  // Fitted to one number: the last row of apparmor=on, the middle of its two published runs (68 and 65).
  const rate = fitTransferRate(rows[4] as ScalingRow, 66.5);
  /** Within max(3 points, the published spread) of the published runs. */
  const misses = (kept: number, runs: readonly (readonly number[])[]) =>
    lineRows(rows, rate, kept).map(({ efficiencyPct }, row) => {
      const values = runs.map((run) => run[row] ?? Number.NaN);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const allowed = Math.max(3, high - low);
      return Math.max(0, low - efficiencyPct, efficiencyPct - high) - allowed;
    });

  it('apparmor=on, tables A and B', () => {
    const over = misses(1, [
      [100, 94, 93, 88, 68],
      [100, 97, 94, 88, 65],
    ]);
    expect(Math.max(...over)).toBeLessThanOrEqual(0);
  });

  it('patched with 2516fde1fa00: 3 of 4 transfers kept, nothing fitted; the row of 96 threads misses by 0.3', () => {
    // Published there: 88 with and without the patch, 92 with AppArmor off. Even with nothing removed the model has
    // 90.8; what would bring 96 threads down would bring 192 down further. A miss is a miss.
    const over = misses(0.75, [[100, 93, 92, 88, 79]]);
    const [at16 = 1, at32 = 1, at48 = 1, at96 = 1, at192 = 1] = over;
    expect(Math.max(at16, at32, at48, at192)).toBeLessThanOrEqual(0);
    expect(at96.toFixed(1)).toBe('0.3');
  });

  it('percpu_ref: no transfer kept, against the lesser of published and apparmor=off', () => {
    const published = [100, 96, 94, 93, 90].map((value, row) => Math.min(value, OFF[row]?.[1] ?? 0));
    expect(Math.max(...misses(0, [published]))).toBeLessThanOrEqual(0);
  });

  it('has its knees where the tables have them: above 96 threads, and earlier the dearer a transfer', () => {
    const [, at32 = 0, , at96 = 0, at192 = 0] = lineRows(rows, rate).map(({ share }) => share);
    expect(at32).toBeLessThan(0.01);
    expect(at96).toBeLessThan(0.05);
    expect(at192).toBeGreaterThan(0.15);
  });
});
