import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProjectionInput } from '../../src/model/projection.js';
import { stationShare } from '../../src/project/inversion.js';
import { calibrateByRecordings } from '../../src/project/scaling/recording-calibration.js';
import { scalingCurves } from '../../src/project/scaling/scaling-curves.js';
import { fitThroughput } from '../../src/project/scaling/throughput-calibration.js';
import { SCHEMES } from '../../src/project/schemes/table.js';
import { presetNamed } from '../../src/project/topology/presets.js';
import { fitUsl } from '../../src/project/usl.js';
import { around, INPUT } from './input.js';

const [kref, percpu] = SCHEMES;
if (kref === undefined || percpu === undefined) throw new Error('no schemes');

function curves(changes: Partial<ProjectionInput>) {
  const [today, scheme] = scalingCurves({ ...INPUT, ...changes }, [kref as never, percpu as never]);
  if (today === undefined || scheme === undefined) throw new Error('no curves');
  return { today: today.points, scheme: scheme.points };
}

const remote = (cpus = 1) => (cpus > 1 ? 1 - 1 / cpus : 1e-9);

const anyLoad = fc.record({
  labelShare: fc.double({ min: 0.001, max: 0.6, noNaN: true }).map((mid) => around(mid)),
  busyCpus: fc.integer({ min: 4, max: 128 }),
});

describe('curves', () => {
  it('today is the baseline: 1 at the recorded count, 100 % at the first, gain 1', () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        const { today } = curves({ ...load, at: [load.busyCpus] });
        expect(today[0]?.capacity?.mid).toBeCloseTo(1, 9);
        expect(today[0]?.efficiencyPct?.mid).toBeCloseTo(100, 9);
        expect(today[0]?.gain).toEqual({ low: 1, mid: 1, high: 1 });
      }),
      { numRuns: 12 },
    );
  });

  it('grows with N where transfers take as long, but for the chance that the line is remote; efficiency falls', () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        const at = [0.25, 0.5, 1, 1.5, 2].map((part) => Math.round(part * load.busyCpus));
        const { today, scheme } = curves({ ...load, at });
        for (const points of [today, scheme]) {
          const mids = points.map(({ capacity }) => capacity?.mid ?? Number.NaN);
          for (let i = 1; i < mids.length; i++) {
            // A saturated line serves 1 / (transfer x chance that another CPU had it), and that chance is 1 - 1 / N.
            const served = remote(at[i - 1]) / remote(at[i]);
            expect(mids[i]).toBeGreaterThanOrEqual((mids[i - 1] ?? 0) * served * (1 - 1e-6));
          }
        }
        const efficiencies = today.map(({ efficiencyPct }) => efficiencyPct?.mid ?? Number.NaN);
        for (let i = 1; i < efficiencies.length; i++) {
          expect(efficiencies[i]).toBeLessThanOrEqual((efficiencies[i - 1] ?? 0) + 1e-6);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("today's efficiency is never above perfect scaling, at the high end of a wide share either", () => {
    for (const bound of ['upper', 'measured'] as const) {
      const load = { labelShare: { low: 0, mid: 0.3, high: 0.6 }, labelShareBound: bound, busyCpus: 24 };
      const { today, scheme } = curves({ ...load, at: [24, 48, 96] });
      for (const { efficiencyPct } of today) expect(efficiencyPct?.high).toBeLessThanOrEqual(100);
      // Relative to today at the first count, which waits too.
      expect(scheme[0]?.efficiencyPct?.high).toBeGreaterThan(100);
    }
  });

  it('gives bounds, and no middle, beyond twice the recorded CPUs', () => {
    const { today, scheme } = curves({ labelShare: around(0.02), busyCpus: 48, at: [96, 97] });
    expect(today[0]?.capacity?.mid).not.toBeNull();
    for (const point of [today[1], scheme[1]]) {
      expect(point?.capacity?.mid).toBeNull();
      expect(point?.why).toContain('bounds only');
    }
    expect(today[1]?.capacity?.low).toBeLessThan(today[1]?.capacity?.high ?? 0);
  });

  it('a topology makes the knee come earlier where the CPUs cross complexes', () => {
    const load = { labelShare: around(0.02), busyCpus: 16, at: [16, 32] };
    const flat = curves(load).today[1]?.efficiencyPct?.mid ?? 0;
    const crossing =
      curves({ ...load, topology: presetNamed('zen4-server') }).today[1]?.efficiencyPct?.mid ?? 0;
    expect(crossing).toBeLessThan(flat - 5);
  });

  it('is unknown, with the reason, without a share or without N', () => {
    expect(curves({ labelShare: null, at: [8] }).today[0]).toMatchObject({
      capacity: null,
      efficiencyPct: null,
    });
    expect(curves({ busyCpus: null, at: [8] }).scheme[0]?.why).toContain('busy CPUs');
  });
});

describe('the published throughput of nginx', () => {
  // Table A of <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>, efficiency times CPUs.
  const rows = [
    [16, 100, 100],
    [32, 94, 95],
    [48, 93, 94],
    [96, 88, 92],
    [192, 68, 85],
  ].map(([cpus = 0, on = 0, off = 0]) => ({ cpus, throughput: cpus * on, off: cpus * off }));
  const fit = fitThroughput('table A', rows, presetNamed('zen4-server'));

  it('is fitted within 3 points of efficiency, and closer than the USL', () => {
    for (const { cpus, measured, fitted } of fit.calibration?.points ?? []) {
      expect(Math.abs(fitted - measured) / cpus).toBeLessThan(3);
    }
    expect(fit.calibration?.medianAbsLogError).toBeLessThan(fit.calibration?.uslMedianAbsLogError ?? 0);
  });

  it("the line's share at 192 threads holds 1 - on / off = 20 %", () => {
    const { low = 1, high = 0, mid = 0 } = fit.calibration?.share ?? {};
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.2);
    expect(Math.abs(mid - 0.2)).toBeLessThan(0.02);
  });

  it('needs three rows, and a topology that reaches', () => {
    expect(fitThroughput('two', rows.slice(0, 2), null).why).toContain('3 rows are needed');
    expect(
      fitThroughput('big', [...rows, { cpus: 400, throughput: 1, off: 1 }], presetNamed('zen4-server')).why,
    ).toContain('no transfer time');
  });
});

describe('calibration by recordings', () => {
  it('shares that one line would show give that line back', () => {
    const demand = 0.004;
    const recordings = [8, 24, 48].map((cpus) => ({ cpus, share: around(stationShare(demand, cpus)) }));
    const found = calibrateByRecordings('three', recordings, null);
    expect(found?.cpus).toBe(48);
    expect(found?.share.mid).toBeCloseTo(stationShare(demand, 48), 9);
    expect(found?.share.high).toBeCloseTo(found?.share.low ?? 0, 9);
    expect(found?.medianAbsLogError).toBeLessThan(1e-9);
  });

  it('recordings that disagree widen the interval', () => {
    const found = calibrateByRecordings(
      'two',
      [
        { cpus: 8, share: around(stationShare(0.002, 8)) },
        { cpus: 48, share: around(stationShare(0.006, 48)) },
      ],
      null,
    );
    expect(found?.share.low).toBeCloseTo(stationShare(0.002, 48), 9);
    expect(found?.share.high).toBeCloseTo(stationShare(0.006, 48), 9);
  });
});

it('the USL is found again from its own figures', () => {
  const law = (n: number) => (1000 * n) / (1 + 0.05 * (n - 1) + 0.0004 * n * (n - 1));
  const fitted = fitUsl([1, 4, 8, 16, 32, 64].map((cpus) => ({ cpus, value: law(cpus) })));
  for (const cpus of [2, 24, 96]) expect((fitted?.(cpus) ?? 0) / law(cpus)).toBeCloseTo(1, 1);
  expect(fitUsl([{ cpus: 1, value: 1 }])).toBeNull();
});
