import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import { PUBLISHED_CASES } from '../../src/project/backtest/published-cases.js';
import { readBacktestCases } from '../../src/read/backtest-cases/case-rows.js';
import { readScalingSeries } from '../../src/read/backtest-cases/series-rows.js';

const HEADER = 'case,source,cpus,line,site,share_pct,kept,measured_gain';
const read = (...rows: string[]) => readBacktestCases('cases.csv', [HEADER, ...rows].join('\n'));
const messageOf = (...rows: string[]): string => {
  try {
    read(...rows);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no error';
};

describe('cases from CSV', () => {
  it('the required columns alone', () => {
    const [only, ...rest] = read('A,src,104,label,hook,27.37,0,1.868', 'A,src,104,label,other,14.22,1,1.868');
    expect(rest).toEqual([]);
    expect(only).toMatchObject({
      id: 'A',
      source: 'src',
      machine: '(of A)',
      kernel: null,
      cpus: { low: 104, high: 104 },
      measured: { mid: 1.868, low: null, high: null },
    });
    expect(only?.sites).toEqual([
      {
        line: 'label',
        site: 'hook',
        sharePct: 27.37,
        busySharePct: 27.37,
        kept: 0,
        transfers: 1,
        rmws: null,
        shareAfterPct: null,
        residualNs: 0,
      },
      expect.objectContaining({ site: 'other', kept: 1 }),
    ]);
  });

  it('by header name in any order, with unknown columns, a BOM, CRLF, comments, quotes and blanks', () => {
    const text =
      '\ufeffnote,Kept , measured_gain,site,line,share_pct,cpus,source,case,idle_pct,share_of,rmws,residual_ns,measured_low,measured_high,transfers\r\n' +
      '# a comment\r\n\r\n' +
      '"a, note", 0.5 ,1.2x,"a ""quoted"" site",l,~12.5%,32..192,"s, t",C,20,ALL,0,2.5,1.1,1.3,\r\n' +
      ',,,b,l,n/p,-,,C,,busy,2,,,,2\r\n';
    const [only] = readBacktestCases('c', text);
    expect(only).toMatchObject({
      source: 's, t',
      cpus: { low: 32 * 0.8, high: 192 * 0.8 },
      measured: { mid: 1.2, low: 1.1, high: 1.3 },
    });
    expect(only?.sites).toMatchObject([
      {
        site: 'a "quoted" site',
        sharePct: 12.5,
        busySharePct: 15.625,
        kept: 0.5,
        transfers: 0,
        residualNs: 2.5,
      },
      { site: 'b', sharePct: null, kept: 1, transfers: 2, rmws: 2 },
    ]);
    expect(only?.notes.join()).toContain('b: kept is empty');
  });

  it('semicolons and tabs separate too', () => {
    for (const separator of [';', '\t']) {
      const text = [HEADER, 'A,src,104,label,hook,27.37,0,1.868'].join('\n').replaceAll(',', separator);
      expect(readBacktestCases('c', text)[0]?.sites[0]?.sharePct).toBe(27.37);
    }
  });

  it('a measured range is its own interval around its geometric middle', () => {
    expect(read('R,,,l,s,5,0,1.2-3.2')[0]?.measured).toEqual({
      mid: Math.sqrt(1.2 * 3.2),
      low: 1.2,
      high: 3.2,
    });
  });

  it('several lines a case, several cases, rows not together', () => {
    const cases = read('A,,8,l1,s,5,0,1.1', 'B,,8,l1,s,6,0,1.1', 'A,,8,l2,s,7,1,');
    expect(cases.map(({ id, sites }) => [id, sites.map(({ line }) => line)])).toEqual([
      ['A', ['l1', 'l2']],
      ['B', ['l1']],
    ]);
  });

  it.each([
    ['A,,8,l,s,5,50,1.1', 'cases.csv:2: expected kept to be 0 to 10 or empty, found "50"'],
    ['A,,8,l,s,5,-0.1,1.1', 'expected kept to be 0 to 10'],
    ['A,,8,l,s,5,0,20%', 'expected measured_gain to be a ratio (1.2) or a signed change (+20%), found "20%"'],
    ['A,,8,l,s,120,0,1.1', 'expected share_pct to be 0 to 100'],
    ['A,,zero,l,s,5,0,1.1', 'expected cpus to be 0.01 to 8192 or empty, found "zero"'],
    ['A,,1e9,l,s,5,0,1.1', 'expected cpus'],
    ['A,,8,l,s,5,0,0', 'expected measured_gain'],
    ['A,,8,l,s,5,0,Infinity', 'expected measured_gain'],
    [',,8,l,s,5,0,1', 'expected case, found an empty cell'],
    ['A,,8,,s,5,0,1', 'expected line, found an empty cell'],
    ['A,,8,l,s,5,0,1,9,9', 'expected at most 8 fields, found 10'],
    ['A,,8,l,"s,5,0,1', 'cases.csv:2: expected CSV'],
  ])('%s: %s', (row, message) => {
    expect(messageOf(row)).toContain(message);
  });

  it('refuses what one case cannot have twice', () => {
    expect(messageOf('A,,8,l,s,5,0,1.1', 'A,,16,l,t,5,0,1.1')).toBe(
      'cases.csv:3: expected one cpus in a case, found 8 and 16',
    );
    expect(messageOf('A,,8,l,s,5,0,1.1', 'A,,8,l,t,6,0,1.2')).toContain('expected one measured_gain');
  });

  it('a get and a put of one hook on rows of their own, a change in per cent, kept in per cent and above 1', () => {
    const [only] = read(
      'A,,unknown (many cores),l,s,19.94,0,+20 %',
      'A,,,l,s,7.72,50%,',
      'A,,,l,t,5,1.5,+20%',
    );
    expect(only?.cpus).toBeNull();
    expect(only?.measured?.mid).toBeCloseTo(1.2, 12);
    expect(only?.sites.map(({ site, kept }) => [site, kept])).toEqual([
      ['s', 0],
      ['s', 0.5],
      ['t', 1.5],
    ]);
    expect(only?.notes).toContain('s stands more than once: its rows are added up');
    expect(only?.notes).toContain('t: kept is above 1: the change adds visits there');
  });

  it('refuses a header without a required column, one that is there twice, and none', () => {
    const broken = (text: string) => () => readBacktestCases('c', text);
    expect(broken('case,source\nA,b')).toThrow('c:1: expected the columns');
    expect(broken(`${HEADER},kept\n`)).toThrow('expected each column once, found kept twice');
    expect(broken('')).toThrow('found an empty file');
    expect(broken('\0\0')).toThrow('NUL');
  });

  it('any text gives cases or an InputError, never another error', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('', '1', '0.5', '32..192', 'A', '"', '-', '1e400', '..', 'NaN', '#', '\n'),
    );
    const row = fc.array(cell, { maxLength: 10 }).map((cells) => cells.join(','));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        expect(messageOf(...rows)).toMatch(/^(no error|cases\.csv)/);
      }),
      { numRuns: 500 },
    );
  });

  it('the built-in cases all have a source, a machine and a measured gain', () => {
    for (const subject of readBacktestCases('built-in', PUBLISHED_CASES)) {
      expect(subject.source).not.toBe('');
      expect(subject.machine).not.toContain('(of ');
      expect(subject.measured).not.toBeNull();
    }
  });
});

describe('scaling series from CSV', () => {
  const head = 'series,source,model,variant,cpus,value,fit,complexes,off_value';
  const series = (...rows: string[]) => readScalingSeries('s.csv', [head, ...rows].join('\n'));

  it('groups rows', () => {
    expect(series('a,src,cas,v,1,100,yes,,', 'a,src,cas,v,2,150,no,,')).toMatchObject([
      {
        series: 'a',
        model: 'cas',
        rows: [
          { cpus: 1, fit: true, kept: 1 },
          { cpus: 2, value: 150, fit: false },
        ],
      },
    ]);
  });

  it.each([
    [
      'a,src,magic,v,1,100,yes,,',
      's.csv:2: expected one model of add, cas, complexes in a series, found magic',
    ],
    ['a,src,cas,v,1,100,no,,', 'expected a row of a to be fitted'],
    ['a,src,cas,v,1.5,100,yes,,', 'expected whole cpus'],
    ['a,src,complexes,v,16,100,yes,,', 'expected complexes and off_value'],
    ['a,src,cas,v,,100,yes,,', 'expected cpus and value'],
    ['a,src,cas,v,4,100,maybe,,', 'expected fit to be yes or no'],
  ])('%s: %s', (row, message) => {
    expect(() => series(row)).toThrow(message);
  });

  it('refuses tables that would take minutes to fit', () => {
    const rows = Array.from({ length: 100 }, (_, at) => `s${at},src,cas,v,1001,100,yes,,`);
    expect(() => series(...rows)).toThrow('at most 100000 cpus over all rows that are fitted, found 100100');
    expect(series(...rows.slice(1))).toHaveLength(99);
  });
});
