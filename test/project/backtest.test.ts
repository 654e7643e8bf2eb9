import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BacktestCase, BacktestRow } from '../../src/model/backtest.js';
import { backtest } from '../../src/project/backtest/backtest.js';
import { machineEvidence } from '../../src/project/backtest/learn.js';
import { evidenceFor } from '../../src/project/backtest/project-case.js';
import { PUBLISHED_CASES } from '../../src/project/backtest/published-cases.js';
import { PUBLISHED_SERIES } from '../../src/project/backtest/published-series.js';
import { scoreSeries } from '../../src/project/backtest/series.js';
import { readBacktestCases } from '../../src/read/backtest-cases/case-rows.js';
import { readScalingSeries } from '../../src/read/backtest-cases/series-rows.js';

const published = readBacktestCases('built-in', PUBLISHED_CASES);
const builtIn = backtest(published, published);
const rowOf = (rows: readonly BacktestRow[], id: string): BacktestRow => {
  const row = rows.find((each) => each.case === id);
  if (row === undefined) throw new Error(id);
  return row;
};
const own = (...rows: string[]): BacktestCase[] =>
  readBacktestCases(
    'own.csv',
    [
      'case,source,cpus,line,site,share_pct,kept,measured_gain,machine,measured_low,measured_high,residual_ns',
      ...rows,
    ].join('\n'),
  );
const judge = (...rows: string[]) => backtest(own(...rows), published);

describe('the built-in cases', () => {
  it.each([
    // model.md's table and the sentence under it.
    ['NGX-SECID', 1.07, 1.27, 1.215],
    ['NGX-OFF', 1.15, 1.34, 1.25],
    ['AA-SECID-WIS', 1.38, 1.33, 1.2],
    ['AA-OPEN-VM', 1.42, 1.55, 1.364],
    ['AA-OPEN1-SKL', 1.38, 1.91, 1.868],
    ['AA-OPEN2-SKL', 1.38, 1.93, 1.931],
  ])('%s: naive %f, plain %f, measured %f', (id, naive, plain, measured) => {
    const row = rowOf(builtIn.cases, id);
    expect(row.naive).toBeCloseTo(naive, 2);
    expect(row.plain).toBeCloseTo(plain, 2);
    expect(row.measured).toBe(measured);
    expect(row.logError).toBeCloseTo(Math.log((row.mid ?? 0) / measured), 12);
  });

  it('reach, on machines left out, what the README says: beats both medians, holds, and is narrow enough', () => {
    const { summary } = builtIn;
    expect(summary).toMatchObject({ cases: 8, independentCases: 6, machines: 5, coveragePct: 100 });
    expect(summary.medianAbsLogError).toBeLessThan(summary.plainMedianAbsLogError ?? 0);
    expect(summary.medianAbsLogError).toBeLessThan(summary.naiveMedianAbsLogError ?? 0);
    expect(summary.medianWidthRatio).toBeLessThan(1.6);
    const wins = builtIn.cases.filter(
      ({ kind, logError, naiveLogError }) =>
        kind === 'partial' && Math.abs(logError ?? 0) < Math.abs(naiveLogError ?? 0),
    );
    // Not AA-OPEN-VM: the naive figure is closer there.
    expect(wins.map((row) => row.case)).toEqual([
      'NGX-SECID',
      'AA-SECID-WIS',
      'AA-OPEN1-SKL',
      'AA-OPEN2-SKL',
    ]);
  });

  it('are learnt from other machines only', () => {
    for (const row of builtIn.cases) {
      expect(row.learntFrom).not.toContain(row.machine);
      expect(row.learntFrom.length).toBeGreaterThanOrEqual(3);
    }
    expect(rowOf(builtIn.cases, 'AA-OPEN1-SKL').learntFrom).toEqual([
      'AMD Zen4 96c/192t',
      'large unnamed',
      '24-core VM',
    ]);
  });

  it('one patch on one machine is one case', () => {
    expect(rowOf(builtIn.cases, 'AA-OPEN2-SKL').replicateOf).toBe('AA-OPEN1-SKL');
    expect(rowOf(builtIn.cases, 'NGX-OFF').replicateOf).toBe('NGX-PCPU');
    expect(rowOf(builtIn.cases, 'NGX-SECID').replicateOf).toBe('NGX-SECID');
  });

  it('a measured gain never moves its own projection', () => {
    const changed = published.map((each) =>
      each.machine === '24-core VM' ? { ...each, measured: { mid: 3, low: null, high: null } } : each,
    );
    const row = rowOf(backtest(changed, changed).cases, 'AA-OPEN-VM');
    expect(row.mid).toBe(rowOf(builtIn.cases, 'AA-OPEN-VM').mid);
    expect(rowOf(backtest(changed, changed).cases, 'AA-SECID-WIS').mid).not.toBe(
      rowOf(builtIn.cases, 'AA-SECID-WIS').mid,
    );
  });
});

describe("a file's own cases", () => {
  const skylake = ['S,mail,104,label,open,27.37,0,1.868,box,,,', 'S,mail,104,label,alloc,29.63,1,,,,,'];

  it('do not change each other, whatever their order', () => {
    const [alone] = judge(...skylake).cases;
    const others = ['T,x,64,l,s,40,0.5,5,other,,,', 'U,y,8,l,s,1,0,0.2,third,,,'];
    expect(rowOf(judge(...others, ...[...skylake].reverse()).cases, 'S').mid).toBeCloseTo(
      alone?.mid ?? 0,
      12,
    );
  });

  it('lose by visits that the change adds, by hand: a saturated line that is visited twice as often', () => {
    const [row] = judge('MORE,,64,l,s,90,2,0.5,m').cases;
    // D/Z from p = .9 at 64: the line is always busy, X = 1/D, so twice the visits halve it.
    expect(row?.plain).toBeCloseTo(0.5, 2);
  });

  it('count a site on two rows as one with both shares', () => {
    const [two] = judge('T,,64,l,s,19.94,0,1.2,m', 'T,,64,l,s,7.72,0,1.2,m', 'T,,64,l,t,20,1,1.2,m').cases;
    const [one] = judge('T,,64,l,s,27.66,0,1.2,m', 'T,,64,l,t,20,1,1.2,m').cases;
    for (const key of ['naive', 'plain', 'low', 'mid', 'high'] as const) {
      expect(two?.[key]).toBeCloseTo(one?.[key] ?? 0, 9);
    }
  });

  it('every figure is finite, or null with a reason, whatever is left out', () => {
    const { cases } = judge(
      'A,,,l,s,,0,1.2,,,,',
      'B,,64,l,s,70,0,2,,,,',
      'B,,64,k,s,60,0,2,,,,',
      'C,,8,l,s,5,0,,,,,',
    );
    for (const row of cases) {
      for (const key of ['naive', 'plain', 'low', 'mid', 'high', 'measured', 'logError'] as const) {
        const value = row[key];
        if (value === null)
          expect([row.why, ...row.notes].join(' ')).toMatch(
            /no share was published|no naive figure|no measured gain/,
          );
        else expect(Number.isFinite(value), `${row.case} ${key}`).toBe(true);
      }
    }
  });

  it('use no built-in evidence of their machine, source or name', () => {
    const evidence = machineEvidence(published);
    const subject = own(...skylake)[0] as BacktestCase;
    const left = (change: Partial<BacktestCase>) => evidenceFor({ ...subject, ...change }, evidence).length;
    expect(left({})).toBe(4);
    expect(left({ machine: ' amd ZEN4  96c/192t' })).toBe(3);
    expect(left({ source: '<20240620131524.156312-1-mjguzik@gmail.com>' })).toBe(3);
    expect(left({ source: 'https://lore.kernel.org/all/20240620131524.156312-1-mjguzik@gmail.com/' })).toBe(
      3,
    );
    expect(left({ id: 'aa-secid-wis' })).toBe(3);
  });

  it('nor of their figures under other names', () => {
    const evidence = machineEvidence(published);
    const [renamed, others] = own(
      'X,f4fee216df7d,104,label,apparmor_file_open,27.37,0,1.868,two sockets,,,',
      'Y,f4fee216df7d,104,label,apparmor_file_open,27.36,0,1.868,two sockets,,,',
    ) as [BacktestCase, BacktestCase];
    expect(evidenceFor(renamed, evidence).map(({ machine }) => machine)).not.toContain(
      '2s skylake lkp-skl-fpga01',
    );
    expect(evidenceFor(others, evidence)).toHaveLength(4);
  });

  it('without a share of a changed site are not projected, and say why', () => {
    const [row] = judge('N,,8,label,s,,0,1.2,,,,').cases;
    expect(row).toMatchObject({ naive: null, plain: null, mid: null, logError: null });
    expect(row?.why).toBe('no share was published for any site of label');
    expect(judge('N,,8,label,s,,0,1.2,,,,').summary).toMatchObject({ cases: 0, medianAbsLogError: null });
  });

  it('without a measured gain are projected only', () => {
    const { cases, summary } = judge('P,,8,label,s,20,0,,,,,');
    expect(cases[0]?.mid).toBeGreaterThan(1);
    expect(cases[0]).toMatchObject({ measured: null, logError: null, covered: null });
    expect(summary.cases).toBe(0);
  });

  it('of which every visit goes: plain is naive', () => {
    const [row] = judge('F,,64,label,s,20,0,1.3,,,,').cases;
    expect(row?.kind).toBe('full');
    expect(row?.plain).toBeCloseTo(1.25, 8);
    expect(row?.notes.join()).toContain('equals the naive figure of the shares taken, by construction');
    expect(row?.naive).toBeCloseTo(1.25, 12);
  });

  it('of which no visit goes: exactly 1', () => {
    const [row] = judge('K,,64,label,s,20,1,0.95,,,,', 'K,,64,label,t,30,1,,,,,').cases;
    expect(row).toMatchObject({ kind: 'unchanged', naive: 1, plain: 1, mid: 1 });
  });

  it('fill, cap and integrate, and say so', () => {
    const [row] = judge('W,,,label,a,40,0,1.2,,,,', 'W,,,label,b,,1,,,,,', 'W,,,label,c,,1,,,,,').cases;
    expect(row?.notes).toEqual(
      expect.arrayContaining([
        'b, c: share not published, filled with 40.00 % per transfer',
        'label: 120.0 % of busy time, capped at 95 %',
        'number of CPUs not published: integrated over 32 to 192',
      ]),
    );
    // One of three transfers of a line that is always busy: 3 / 2.
    expect(row?.plain).toBeCloseTo(1.5, 2);
  });

  it('fill by the shares of sites that move the line: what a site without a transfer has is its own work', () => {
    const header = 'case,source,cpus,line,site,share_pct,kept,measured_gain,transfers,idle_pct';
    const rows = [
      'F,,64,label,a,30,0,1.2,2,50',
      'F,,64,label,still,9,1,1.2,0,50',
      'F,,64,label,b,,1,1.2,1,50',
    ];
    const [row] = backtest(readBacktestCases('own.csv', [header, ...rows].join('\n')), published).cases;
    // Half was idle: 60 % of busy time for two transfers.
    expect(row?.notes).toContain('b: share not published, filled with 30.00 % per transfer');
    const [over] = readBacktestCases('own.csv', [header, 'G,,64,label,a,60,0,1.2,1,50'].join('\n'));
    expect(over?.notes).toContain('a: 60 % of everything is more than was busy: taken as all busy time');
  });

  it('two lines: relieving one leaves the queue at the other', () => {
    const alone = judge('A,,64,l1,a,40,0,1.5,,,,').cases[0];
    const both = judge('B,,64,l1,a,40,0,1.5,,,,', 'B,,64,l2,b,40,1,,,,,').cases[0];
    expect(both?.kind).toBe('partial');
    expect(both?.plain).toBeLessThan(alone?.plain ?? 0);
  });

  it('a published range sets the noise of the interval', () => {
    const width = (low: string, high: string): number => {
      const [row] = judge(`A,,64,l,a,20,0,1.2,,${low},${high},`).cases;
      return (row?.high ?? 0) / (row?.low ?? 1);
    };
    expect(width('0.8', '1.8')).toBeGreaterThan(width('1.19', '1.21') * 1.2);
  });

  it('gain no less the more is removed and the less is left behind; finite, low <= mid <= high', () => {
    const pct = fc.integer({ min: 1, max: 45 });
    const part = fc.integer({ min: 0, max: 20 }).map((steps) => steps / 20);
    fc.assert(
      fc.property(pct, pct, part, part, fc.integer({ min: 1, max: 256 }), (a, b, one, other, cpus) => {
        const at = (kept: number, residual: number) =>
          judge(`A,,${cpus},l,a,${a},${kept},1.2,,,,${residual}`, `A,,${cpus},l,b,${b},1,,,,,`).cases[0];
        const [more, less] = [at(Math.min(one, other), 0), at(Math.max(one, other), 0)];
        const figures = [more?.low, more?.mid, more?.high].map((value) => value ?? Number.NaN);
        expect(figures.every(Number.isFinite)).toBe(true);
        expect(figures).toEqual([...figures].sort((x, y) => x - y));
        expect((more?.mid ?? 0) * (1 + 1e-9)).toBeGreaterThanOrEqual(less?.mid ?? 1);
        expect(at(Math.min(one, other), 4)?.mid).toBeLessThanOrEqual((more?.mid ?? 0) * (1 + 1e-9));
      }),
      { numRuns: 15 },
    );
  });
});

describe('published scaling series', () => {
  const scores = readScalingSeries('built-in', PUBLISHED_SERIES).map(scoreSeries);
  const score = (name: string) => scores.find(({ series }) => series === name);

  it('nginx: on within 3 points, patched within 3.4 (at 96 threads), from one fitted row', () => {
    const points = score('nginx Zen4')?.points ?? [];
    expect(points).toHaveLength(15);
    const worst = (of: string) =>
      Math.max(
        ...points.filter(({ variant }) => variant === of).map((row) => Math.abs(row.projected - row.value)),
      );
    expect(worst('apparmor=on')).toBeLessThan(3);
    // The goal is 3 there too; the published column is 93 where its own "before" is 94 and 97.
    expect(worst('2516fde1fa00')).toBeLessThan(3.4);
    expect(worst('percpu_ref')).toBeLessThan(0.01);
    expect(points.filter(({ variant }) => variant === 'percpu_ref').every(({ fitted }) => fitted)).toBe(true);
  });

  it('lockref: a constant service holds where it plateaus; the law of scalability does not', () => {
    const plateau = score('fstat2 no pause');
    expect(plateau?.medianAbsLogError).toBeLessThan(0.1);
    expect(plateau?.uslMedianAbsLogError).toBeGreaterThan(0.4);
    // And where a CAS loop collapses, three rows do not say how far: the model is off by half.
    expect(score('fstat2 stock')?.medianAbsLogError).toBeGreaterThan(0.3);
  });
});
