import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import type { ShareRow } from '../../src/model/share-table.js';
import { lockStatFormat } from '../../src/read/lock-stat/lock-stat.js';
import { pastedSharesFormat } from '../../src/read/perf-report/pasted-shares.js';
import { perfReportFormat } from '../../src/read/perf-report/perf-report.js';
import { perfScriptFormat } from '../../src/read/perf-script/format.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

const FORMS = [
  'sym.txt',
  'comm-sym.txt.gz',
  'csv.txt.gz',
  'csv-default.txt.gz',
  'folded.txt.gz',
  'nochildren.txt.gz',
  'nochildren-gcaller.txt.gz',
  'overhead-sample.txt.gz',
  'children.txt.gz',
  'group.txt',
  'group-bar.txt',
  'two-events.txt',
  'colours.txt',
  'flat.txt',
];

const file = (name: string): Uint8Array => fixture(`perf-report-text/${name}`);
const read = (name: string): Recording => readBytes(perfReportFormat, file(name));
const readText = (text: string): Recording => readBytes(perfReportFormat, bytesOf(text));
const rowsOf = (recording: Recording): readonly ShareRow[] => recording.shareTables[0]?.rows ?? [];
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);

/** Adds up one figure over the rows of each symbol; 1/100 of a per cent, so that sums are exact. */
function bySymbol(rows: readonly ShareRow[], figure: (row: ShareRow) => number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.kernel} ${row.symbol}`;
    sums.set(key, (sums.get(key) ?? 0) + figure(row));
  }
  return sums;
}

describe.each(FORMS)('%s', (name) => {
  const bytes = file(name);

  it('is recognised without its name, by this format only', () => {
    expect(perfReportFormat.detect(bytes, true)).toBe('yes');
    expect(perfReportFormat.detect(bytes.subarray(0, 20), false)).toBe('more');
    expect(pastedSharesFormat.detect(bytes, true)).toBe('no');
    expect(lockStatFormat.detect(bytes, true)).toBe('no');
    expect(perfScriptFormat.detect(bytes, true)).toBe('no');
  });

  it('is the same in chunks of any size', () => {
    const whole = contentOf(readBytes(perfReportFormat, bytes));
    expect(contentOf(readBytes(perfReportFormat, bytes, 1))).toEqual(whole);
    expect(contentOf(readBytes(perfReportFormat, bytes, 7))).toEqual(whole);
  });

  it('gives rows it has whole, or says that it is cut, wherever it ends', () => {
    const whole = readBytes(perfReportFormat, bytes);
    const symbols = new Set(whole.shareTables.flatMap(({ rows }) => rows.map(({ symbol }) => symbol)));
    const cuts = Array.from(
      { length: 60 },
      (_, index) => Math.floor((bytes.length * index) / 60) + (index % 7),
    );
    expect(readTruncated(perfReportFormat, bytes, cuts)).toBe(0);
    for (const cut of cuts) {
      const part = readBytes(perfReportFormat, bytes.subarray(0, cut));
      for (const { rows } of part.shareTables) {
        for (const { symbol } of rows) expect(symbols).toContain(symbol);
      }
      expect(part.shareTables.length + part.diagnostics.length).toBeGreaterThan(0);
    }
  });
});

describe('one recording in many forms', () => {
  it('has the figures of the file', () => {
    const { shareTables, diagnostics } = read('sym.txt');
    expect(diagnostics).toEqual([]);
    expect(shareTables).toMatchObject([
      { event: 'cpu-clock', totalSamples: 4000, totalIsExact: false, totalPeriod: 9326653232, lost: 0 },
    ]);
    // Independently: the words of each line that has a level.
    const expected = new TextDecoder()
      .decode(file('sym.txt'))
      .split('\n')
      .filter((line) => line.includes('[k] ') || line.includes('[.] '))
      .map((line) => line.trim().split(/\s+/));
    expect(rowsOf(read('sym.txt')).map((row) => [row.selfPct, row.samples, row.symbol])).toEqual(
      expected.map(([share = '', samples, , symbol]) => [Number.parseFloat(share), Number(samples), symbol]),
    );
    expect(rowsOf(read('sym.txt')).reduce((sum, { samples }) => sum + (samples ?? 0), 0)).toBe(4654);
  });

  it.each(['comm-sym.txt.gz', 'csv.txt.gz', 'overhead-sample.txt.gz'])(
    '%s agrees on self samples',
    (name) => {
      const samples = (row: ShareRow): number => row.samples ?? 0;
      expect(bySymbol(rowsOf(read(name)), samples)).toEqual(bySymbol(rowsOf(read('sym.txt')), samples));
    },
  );

  it.each([
    'csv.txt.gz',
    'csv-default.txt.gz',
    'folded.txt.gz',
    'nochildren.txt.gz',
    'nochildren-gcaller.txt.gz',
    'children.txt.gz',
  ])('%s agrees on self shares, row by row', (name) => {
    const shares = (rows: readonly ShareRow[]): string[] =>
      rows
        .filter(({ selfPct }) => selfPct !== 0)
        .map((row) => [row.selfPct, row.comm, row.dso, row.kernel, row.symbol].join(' '))
        .sort();
    expect(shares(rowsOf(read(name)))).toEqual(shares(rowsOf(read('overhead-sample.txt.gz'))));
  });

  it('never has self above children', () => {
    for (const { selfPct, childrenPct } of rowsOf(read('children.txt.gz'))) {
      expect(childrenPct).toBeGreaterThanOrEqual(selfPct ?? Number.NaN);
    }
  });

  it('tells the same callers whatever the order printed', () => {
    const callers = (name: string) =>
      new Map(rowsOf(read(name)).map((row) => [`${row.comm} ${row.symbol}`, row.callers]));
    const callee = callers('nochildren.txt.gz');
    let compared = 0;
    for (const [row, chain] of callers('nochildren-gcaller.txt.gz')) {
      const other = callee.get(row);
      if (chain === null || other === null || other === undefined) continue;
      // perf hides branches below its limit: the end of either may be missing.
      const both = Math.min(chain.length, other.length);
      expect(chain.slice(0, both)).toEqual(other.slice(0, both));
      compared++;
    }
    expect(compared).toBeGreaterThan(1);
  });
});

describe('several events', () => {
  it('keeps two events apart', () => {
    const { shareTables } = read('two-events.txt');
    expect(
      shareTables.map(({ event, totalSamples, totalIsExact }) => [event, totalSamples, totalIsExact]),
    ).toEqual([
      ['cpu-clock', 51, true],
      ['task-clock', 51, true],
    ]);
    for (const { rows, totalPeriod } of shareTables) {
      expect(rows.reduce((sum, { samples }) => sum + (samples ?? 0), 0)).toBe(51);
      expect(rows.reduce((sum, { period }) => sum + (period ?? 0), 0)).toBe(totalPeriod);
    }
    expect(shareTables[0]?.rows[0]).toMatchObject({ comm: 'ls', dso: 'ls', kernel: false, samples: 1 });
  });

  it.each(['group.txt', 'group-bar.txt'])(
    '%s: one table for each event of a group, no total of its own',
    (name) => {
      const { shareTables, diagnostics } = read(name);
      expect(shareTables.map(({ event, totalSamples }) => [event, totalSamples])).toEqual([
        ['cpu-clock', null],
        ['task-clock', null],
      ]);
      expect(diagnostics.map(({ kind }) => kind)).toContain('perf-report-group');
      for (const { rows } of shareTables) {
        expect(rows[0]).toMatchObject({ symbol: 'exc_page_fault', selfPct: 6.45, samples: 2, kernel: true });
      }
    },
  );

  it('reads the machine from --header', () => {
    expect(read('group.txt').machine).toMatchObject({ hostname: 'guest', arch: 'x86_64', possibleCpus: 2 });
  });

  it('gives lost samples of two events to neither', () => {
    const lossy = new TextDecoder()
      .decode(file('two-events.txt'))
      .replace('Lost Samples: 0', 'Lost Samples: 7');
    const recording = readText(lossy);
    expect(recording.shareTables.map(({ lost }) => lost)).toEqual([null, null]);
    expect(kinds(recording)).toEqual(['perf-report-lost']);
  });
});

const ROW = (share: string, symbol: string): string => `    ${share.padStart(5)}%  nginx    [k] ${symbol}\n`;
const HEAD = "# Samples: 1K of event 'cycles:ppp'\n# Event count (approx.): 12\n#\n";
const TITLES = '# Overhead  Command  Symbol    \n# ........  .......  ..........\n#\n';

describe('traps', () => {
  it('names columns that it does not know instead of reading on', () => {
    expect(() => readText(`${HEAD}# Sampled  Avg\n# .......  ...\n#\n    1.00%  2\n`)).toThrow(
      'input:4: expected a column of Overhead',
    );
    expect(() => readBytes(perfReportFormat, file('hierarchy.txt'))).toThrow(InputError);
  });

  it('reads colours and -v', () => {
    expect(rowsOf(read('colours.txt'))[0]?.symbol).not.toContain('0xf');
    expect(rowsOf(read('colours.txt'))[0]?.selfPct).toBeGreaterThan(1);
  });

  it('says that nothing is attributed where no row names a function', () => {
    // perf report --stdio --no-children -s comm -g none
    const recording = readText(
      "# Samples: 423  of event 'cpu-clock:ppp'\n# Event count (approx.): 4237237233\n#\n# Overhead  Command\n# ........  .......\n#\n   100.00%  work 12\n\n\n#\n",
    );
    expect(rowsOf(recording)).toHaveLength(1);
    expect(kinds(recording)).toEqual(['perf-report-no-symbols']);
  });

  it('reads a quoted and indented mail', () => {
    const text = `${HEAD}${TITLES}${ROW('29.37', 'apparmor_file_open')}\n`;
    for (const mark of ['> ', '>> ', '    ']) {
      const quoted = readText(text.replace(/^/gm, mark));
      expect(rowsOf(quoted)).toMatchObject([{ symbol: 'apparmor_file_open', selfPct: 29.37, comm: 'nginx' }]);
    }
  });

  it('finds columns by name where their widths do not hold', () => {
    const wide = '# Overhead        Period  Command  Symbol\n# ........  ............  .......  ......\n#\n';
    const row = '    54.88%  123456789012345  Wörker  [k] do_sys_openat2\n\n';
    expect(rowsOf(readText(HEAD + wide + row))).toMatchObject([
      { period: 123456789012345, comm: 'Wörker', symbol: 'do_sys_openat2' },
    ]);
  });

  it('keeps blanks in a comm and digits at its end', () => {
    const titles = '# Overhead  Command      Symbol\n# ........  ...........  ......\n#\n';
    const row = '    54.88%  Web  Con 12  [.] main\n\n';
    expect(rowsOf(readText(HEAD + titles + row))).toMatchObject([{ comm: 'Web  Con 12', symbol: 'main' }]);
  });

  it('says where counts of samples are estimates: from percentages and a rounded total', () => {
    expect(kinds(read('children.txt.gz'))).toContain('perf-report-rounded-total');
    // With a column of samples; with a total that is not rounded.
    expect(kinds(read('csv.txt.gz'))).not.toContain('perf-report-rounded-total');
    expect(kinds(read('flat.txt'))).not.toContain('perf-report-rounded-total');
  });

  it('reports a row it cannot read with its line', () => {
    const recording = readText(`${HEAD}${TITLES}    12.x%  nginx    [k] a\n${ROW('1.00', 'b')}\n`);
    expect(recording.diagnostics).toContainEqual(
      expect.objectContaining({ kind: 'perf-report-broken-row', line: 7 }),
    );
    expect(rowsOf(recording)).toHaveLength(1);
  });

  it('leaves out a last line that may be cut', () => {
    const recording = readText(HEAD + TITLES + ROW('2.00', 'a') + ROW('1.00', 'apparmor_file_op').trimEnd());
    expect(rowsOf(recording).map(({ symbol }) => symbol)).toEqual(['a']);
    expect(recording.diagnostics[0]).toMatchObject({ kind: 'perf-report-cut', line: 8 });
  });

  it('says so when the rows never come, unless the event has no samples', () => {
    expect(kinds(readText(HEAD + TITLES))).toEqual(['perf-report-cut']);
    const none = readText(HEAD.replace('1K', '0 ') + TITLES);
    expect(none.shareTables).toMatchObject([{ rows: [], totalSamples: 0, totalIsExact: true }]);
    expect(none.diagnostics).toEqual([]);
  });

  it('ignores the ends of branches', () => {
    const titles =
      '# Overhead  Source Symbol  Target Symbol  Symbol\n# ........  .............  .............  ......\n#\n';
    const row = '     2.00%  [k] a          [k] b          [k] c\n\n';
    expect(rowsOf(readText(HEAD + titles + row))).toMatchObject([{ symbol: 'c', selfPct: 2 }]);
  });
});

describe('what perf lays out', () => {
  const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,20}$/);
  const row = fc.record({
    share: fc.integer({ min: 0, max: 10000 }),
    samples: fc.integer({ min: 0, max: 1e9 }),
    comm: fc.stringMatching(/^[a-z][a-z0-9/: .-]{0,13}[a-z0-9]$/),
    symbol: name,
    kernel: fc.boolean(),
  });

  it('is read back, aligned and with a separator', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(null, ',', '|', ';'),
        (rows, sep) => {
          const names = rows.map(({ comm }) => (sep === null ? comm : comm.replaceAll(sep, '.')));
          const cells = rows.map((one, index) => {
            const share = `${(one.share / 100).toFixed(2)}%`;
            const level = one.kernel ? '[k]' : '[.]';
            const samples = `${one.samples}`;
            return sep === null
              ? `  ${share.padStart(8)}  ${samples.padStart(12)}  ${(names[index] ?? '').padEnd(15)}  ${level} ${one.symbol}`
              : ` ${share.padEnd(7)}${sep} ${samples.padEnd(11)}${sep}${(names[index] ?? '').padEnd(15)}${sep}${level} ${one.symbol}`;
          });
          const titles =
            sep === null
              ? '# Overhead       Samples  Command          Symbol\n# ........  ............  ...............  ......\n#'
              : `# Overhead${sep}     Samples${sep}Command        ${sep}Symbol`;
          const recording = readText(`${HEAD}${titles}\n${cells.join('\n')}\n\n`);
          expect(recording.diagnostics).toEqual([]);
          expect(rowsOf(recording)).toMatchObject(
            rows.map((one, index) => ({
              selfPct: Number((one.share / 100).toFixed(2)),
              samples: one.samples,
              comm: names[index],
              symbol: one.symbol,
              kernel: one.kernel,
            })),
          );
        },
      ),
    );
  });
});

it('reads over the columns of --showcpuutilization: sys and usr are parts of Overhead, not shares of their own', () => {
  const { shareTables, diagnostics, lines } = read('sys-usr.txt');
  expect(diagnostics).toEqual([]);
  expect(lines.diagnosed).toBe(0);
  expect(shareTables).toMatchObject([{ event: 'cpu-clock', totalSamples: 150, totalPeriod: 300601200 }]);
  // perf report -F sample,comm,sym of the same samples: fixtures/perf-script-shapes/report.txt.
  expect(shareTables[0]?.rows[0]).toMatchObject({ symbol: 'default_idle', comm: 'swapper', selfPct: 35.33 });
  expect(((100 * 53) / 150).toFixed(2)).toBe('35.33');
});
