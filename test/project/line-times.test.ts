import { describe, expect, it } from 'vitest';
import { fitTransferRate, lineRows, meanTransferNs, type ScalingRow } from '../../src/project/line-times.js';

/** model.md, "The nginx table": the published apparmor=off column, and the last row of apparmor=on, first run. */
const ROWS: readonly ScalingRow[] = [
  { cpus: 16, complexes: 1, offEfficiencyPct: 100 },
  { cpus: 32, complexes: 2, offEfficiencyPct: 95 },
  { cpus: 48, complexes: 3, offEfficiencyPct: 94 },
  { cpus: 96, complexes: 6, offEfficiencyPct: 92 },
  { cpus: 192, complexes: 12, offEfficiencyPct: 85 },
];
const LAST: ScalingRow = { cpus: 192, complexes: 12, offEfficiencyPct: 85 };
const TIMES = { insideComplexNs: 12, acrossComplexesNs: 90 };
const printed = (rows: readonly { efficiencyPct: number }[]) =>
  rows.map((row) => Number(row.efficiencyPct.toFixed(1)));

describe('the nginx table of model.md', () => {
  const rate = fitTransferRate(LAST, TIMES, 68);
  const today = lineRows(ROWS, TIMES, rate);

  it('today', () => {
    expect(printed(today)).toEqual([100, 94.7, 93.5, 90.9, 68.1]);
    expect(today[4]?.share).toBeCloseTo(0.2, 12);
    expect(today[4]?.utilisation.toFixed(2)).toBe('1.00');
  });

  it('3 of 4 transfers kept, relative to the first row of today', () => {
    expect(printed(lineRows(ROWS, TIMES, rate, 0.75))).toEqual([100, 94.8, 93.7, 91.4, 81.9]);
  });

  it('a fifth of the machine at 192 threads is 1.3 % of the profile at 96', () => {
    expect(((today[3]?.share ?? 0) * 100).toFixed(1)).toBe('1.3');
  });

  it('p = 0.9 / 1.3 / 1.8 % at 96 threads means 80 / 69 / 60 % efficiency at 192', () => {
    const at96: ScalingRow = { cpus: 96, complexes: 6, offEfficiencyPct: 92 };
    const efficiencies = [0.9, 1.3, 1.8].map((sharePct) => {
      const rows = lineRows(ROWS, TIMES, fitTransferRate(at96, TIMES, 92 * (1 - sharePct / 100)));
      return Math.round(rows[4]?.efficiencyPct ?? 0);
    });
    expect(efficiencies).toEqual([80, 69, 60]);
  });

  it('mixes the two times by the chance that the previous owner sits in another complex', () => {
    expect(meanTransferNs(TIMES, 1)).toBe(12);
    expect(meanTransferNs(TIMES, 2)).toBe(51);
    expect(meanTransferNs(TIMES, 12)).toBe(83.5);
  });

  it('has no rows for no rows', () => {
    expect(lineRows([], TIMES, rate)).toEqual([]);
  });
});
