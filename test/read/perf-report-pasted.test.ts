import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/model/recording.js';
import { lockStatFormat } from '../../src/read/lock-stat/lock-stat.js';
import { pastedSharesFormat } from '../../src/read/perf-report/pasted-shares.js';
import { perfReportFormat } from '../../src/read/perf-report/perf-report.js';
import { perfScriptFormat } from '../../src/read/perf-script/format.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

const file = (name: string): Uint8Array => fixture(`perf-report-text/${name}`);
const readText = (text: string): Recording => readBytes(pastedSharesFormat, bytesOf(text));
const detect = (text: string): string => pastedSharesFormat.detect(bytesOf(text), true);

describe.each(['pasted-open1.txt', 'pasted-nginx.txt', 'pasted-open2.txt'])('%s', (name) => {
  const bytes = file(name);

  it('is recognised, by this format only, and the same in any chunks', () => {
    expect(pastedSharesFormat.detect(bytes, true)).toBe('yes');
    expect(pastedSharesFormat.detect(bytes.subarray(0, 6), false)).toBe('more');
    for (const other of [perfReportFormat, perfScriptFormat, lockStatFormat]) {
      expect(other.detect(bytes, true)).toBe('no');
    }
    const whole = contentOf(readBytes(pastedSharesFormat, bytes));
    expect(contentOf(readBytes(pastedSharesFormat, bytes, 1))).toEqual(whole);
    expect(contentOf(readBytes(pastedSharesFormat, bytes, 7))).toEqual(whole);
    expect(readTruncated(pastedSharesFormat, bytes, bytes.keys())).toBe(0);
  });
});

describe('the threads about label references', () => {
  it('open1: quoted, DSO without comm (f4fee216df7d)', () => {
    const { shareTables, diagnostics } = readBytes(pastedSharesFormat, file('pasted-open1.txt'));
    expect(diagnostics).toMatchObject([{ kind: 'unrecognised-lines' }]);
    expect(shareTables).toMatchObject([{ event: null, totalSamples: null, lost: null }]);
    expect(
      shareTables[0]?.rows.map((row) => [row.selfPct, row.comm, row.dso, row.kernel, row.symbol]),
    ).toEqual([
      [29.37, null, '[kernel]', true, 'apparmor_file_open'],
      [26.84, null, '[kernel]', true, 'apparmor_file_alloc_security'],
      [26.62, null, '[kernel]', true, 'apparmor_file_free_security'],
      [1.32, null, '[kernel]', true, 'clear_bhb_loop'],
    ]);
  });

  it('nginx: comm and DSO', () => {
    const { shareTables } = readBytes(pastedSharesFormat, file('pasted-nginx.txt'));
    expect(shareTables).toHaveLength(1);
    expect(shareTables[0]?.rows).toMatchObject([
      { selfPct: 6.56, comm: 'nginx', dso: '[kernel.vmlinux]', symbol: 'apparmor_current_getsecid_subj' },
      { selfPct: 6.22, comm: 'nginx', dso: '[kernel.vmlinux]', symbol: 'apparmor_file_open' },
    ]);
  });

  it('open2: children and self, before and after apart', () => {
    const { shareTables } = readBytes(pastedSharesFormat, file('pasted-open2.txt'));
    const figures = shareTables.map(({ rows }) =>
      rows.map((row) => [row.childrenPct, row.selfPct, row.symbol]),
    );
    expect(figures).toEqual([
      [
        [27.72, 0.01, 'security_current_getsecid_subj'],
        [27.71, 27.68, 'apparmor_current_getsecid_subj'],
      ],
      [
        [38.71, 0.01, 'security_file_open'],
        [38.65, 38.6, 'apparmor_file_open'],
      ],
    ]);
  });
});

describe('other shapes', () => {
  it('a comm alone, as evidence lines have it', () => {
    const rows = readText('6.56%     nginx    [k] apparmor_current_getsecid_subj\n').shareTables[0]?.rows;
    expect(rows).toMatchObject([{ comm: 'nginx', dso: null, kernel: true, selfPct: 6.56 }]);
  });

  it('perf top, with its title', () => {
    const text = `Samples: 101K of event 'cycles', 4000 Hz, Event count (approx.): 18467791692 lost: 0/0 drop: 0/0
Overhead  Shared Object  Symbol
   8,79%  [kernel]       [k] mangle_path
   2.32%  htop           [.] LinuxProcessTable_recurse
`;
    expect(readText(text).shareTables).toMatchObject([
      {
        event: 'cycles',
        totalSamples: 101000,
        totalIsExact: false,
        totalPeriod: 18467791692,
        rows: [
          { selfPct: 8.79, dso: '[kernel]', kernel: true },
          { selfPct: 2.32, dso: 'htop', kernel: false },
        ],
      },
    ]);
  });

  it('the TUI with an open branch: its lines are no rows', () => {
    const text = `-   27.73%     0.00%  open2  [kernel.kallsyms]  [k] do_sys_openat2
   - do_sys_openat2
      - 27.71% do_filp_open
           path_openat
+   27.71%    27.68%  open2  [kernel.kallsyms]  [k] apparmor_file_open
`;
    const { shareTables } = readText(text);
    expect(shareTables.map(({ rows }) => rows.map(({ symbol }) => symbol))).toEqual([
      ['do_sys_openat2', 'apparmor_file_open'],
    ]);
  });

  it('without the percent sign, with counts', () => {
    const rows = readText('  29.37   1234  nginx  [kernel]  [k] apparmor_file_open\n').shareTables[0]?.rows;
    expect(rows).toMatchObject([{ selfPct: 29.37, samples: 1234, comm: 'nginx', dso: '[kernel]' }]);
  });

  it('shares and names only', () => {
    const text = '29.37% apparmor_file_open\n[snip]\n26.84% apparmor_file_alloc_security\n';
    expect(detect(text)).toBe('yes');
    expect(readText(text).shareTables[0]?.rows).toMatchObject([
      { selfPct: 29.37, symbol: 'apparmor_file_open', kernel: null },
      { selfPct: 26.84 },
    ]);
  });

  it('reports two shares that are not children and self', () => {
    const { shareTables, diagnostics } = readText('  1.00%  2.00%  ls  [k] a_b\n');
    expect(shareTables).toEqual([]);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['pasted-shares-empty', 'pasted-shares-two-shares']);
  });
});

describe('what is not ours', () => {
  it.each([
    ['prose', '20% of the time goes to open_file.\nWe saw 50% done, and 12% better\n'],
    ['one bare line', '29.37% apparmor_file_open\n'],
    ['latencies', ' 50.000%    1.40ms\n 99.000%   10.64ms\n  10% in 0.0012 secs\n'],
    ['annotate', '   45.02 :   121c:  lock subq $0x1,(%rax)\n'],
    ['diff', '    12.34%   +1.23%  [kernel.kallsyms]  [k] apparmor_file_open\n'],
    ['c2c', '  50.00%   50.00%    0.00%    0.00%   0x8  0  1  0xffffffff81  12  [k] apparmor_file_open\n'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(detect(text)).toBe('no');
  });

  it('load generators and lock_stat', () => {
    for (const name of ['wrk/wrk-noperf.txt', 'lock_stat/mail-quoted.txt', 'perf-script/notime.txt']) {
      expect(pastedSharesFormat.detect(fixture(name), true)).toBe('no');
    }
  });
});
