import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import { perfLockFormat } from '../../src/read/perf-lock/format.js';
import { bytesOf, checkConformance, fixture, readBytes, readTruncated } from '../conformance.js';

const FILES = [
  'contention.txt.gz',
  'contention-v.txt.gz',
  'contention-threads.txt',
  'report-contention.txt.gz',
  'report-lockdep.txt.gz',
  'report-threads.txt',
  'no-events.txt',
];

const sample = (name: string): Uint8Array => fixture(`perf-lock/${name}`);
const textOf = (name: string): string => new TextDecoder().decode(sample(name));
const read = (text: string): Recording => readBytes(perfLockFormat, bytesOf(text));
const readFixture = (name: string): Recording => readBytes(perfLockFormat, sample(name));
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);

/** perf's printing of a time, the other way round: lock_stat_key_print_time(). */
function printTime(ns: number): string {
  const units: readonly (readonly [number, string])[] = [
    [3600e9, 'h'],
    [60e9, 'm'],
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'us'],
  ];
  const unit = units.find(([base]) => ns >= base);
  return unit === undefined ? `${ns} ns` : `${(ns / unit[0]).toFixed(2)} ${unit[1]}`;
}

describe.each(FILES)('perf lock: %s', (name) => {
  it('is recognised, the same in any chunks, and truncated anywhere ends well', () => {
    checkConformance(perfLockFormat, sample(name));
  });
});

describe('the numbers of perf lock contention', () => {
  it.each(['contention.txt.gz', 'contention-v.txt.gz'])('%s: printed again they are the file', (name) => {
    const rows = textOf(name)
      .split('\n')
      .filter((line) => /^ *\d+ .*\+0x|^ *\d+ .* (mutex|spinlock|rw)/.test(line))
      .map((line) => line.trim().split(/\s+/).join(' '));
    const { lockWaits } = readFixture(name);
    expect(
      lockWaits.map((wait) =>
        [
          wait.contended,
          printTime(wait.waitTotalNs),
          printTime(wait.waitMaxNs ?? -1),
          printTime(wait.waitAvgNs ?? -1),
          wait.type,
          wait.caller,
        ].join(' '),
      ),
    ).toEqual(rows);
    // "bad: 1, total: 84" counts the rows.
    expect(textOf(name)).toContain(`total: ${lockWaits.length}\n`);
  });

  it('keeps one caller seen with several stacks as several rows', () => {
    const getdents = readFixture('contention.txt.gz').lockWaits.filter(
      ({ caller }) => caller === '__x64_sys_getdents64+0x55',
    );
    expect(getdents.length).toBeGreaterThan(5);
    expect(getdents[0]).toMatchObject({ contended: 45, waitTotalNs: 2.9e6, waitMaxNs: 2.56e6 });
  });

  it('-v: each row has its stack, innermost first, and perf’s chatter is no row', () => {
    const { lockWaits } = readFixture('contention-v.txt.gz');
    expect(lockWaits[0]?.stack.slice(0, 2)).toEqual([
      'native_queued_spin_lock_slowpath+0x196',
      '_raw_spin_lock_irqsave+0x2a',
    ]);
    const frames = textOf('contention-v.txt.gz').match(/^\t+0x/gm)?.length;
    expect(lockWaits.reduce((sum, { stack }) => sum + stack.length, 0)).toBe(frames);
  });

  it('-t: rows are threads', () => {
    const { lockWaits, diagnostics } = readFixture('contention-threads.txt');
    expect(lockWaits[0]).toMatchObject({ comm: 'wrk', caller: null, contended: 112, waitTotalNs: 492.91e6 });
    expect(lockWaits.map(({ comm }) => comm)).toContain('ksoftirqd/0');
    expect(diagnostics).toEqual([]);
  });

  it('says what perf says of its own table', () => {
    expect(kinds(readFixture('contention.txt.gz'))).toEqual([
      'perf-lock-out-of-order',
      'perf-lock-bad-sequences',
    ]);
    const none = readFixture('no-events.txt');
    expect(kinds(none)).toEqual(['perf-lock-no-events']);
    // perf's own words about build ids and PMUs come before.
    expect(none.lines).toEqual({ read: 4, parsed: 0, ignored: 3, diagnosed: 1 });
  });
});

describe('perf lock contention, newer forms (laid out as perf 6.5 prints them)', () => {
  // Rows of the commit message that brought -x: lore.kernel.org, "perf lock contention: Add -x option".
  const CSV = `# output: contended, total wait, max wait, avg wait, type, caller
19, 194232, 21415, 10222, spinlock, process_one_work+0x1f0
15, 162748, 23843, 10849, rwsem:R, do_user_addr_fault+0x40e
`;

  it('-x: nanoseconds, separator and a blank', () => {
    const { lockWaits, diagnostics } = read(CSV);
    expect(perfLockFormat.detect(bytesOf(CSV), true)).toBe('yes');
    expect(diagnostics).toEqual([]);
    expect(lockWaits).toMatchObject([
      { contended: 19, waitTotalNs: 194232, waitMaxNs: 21415, waitAvgNs: 10222, type: 'spinlock' },
      { contended: 15, type: 'rwsem:R', caller: 'do_user_addr_fault+0x40e', waitMinNs: null },
    ]);
    expect(read(CSV.replaceAll(',', ';')).lockWaits).toHaveLength(2);
    expect(read(CSV.replaceAll(',', '\t')).lockWaits).toEqual(lockWaits);
  });

  it('-x with -t, -l and -v', () => {
    const threads = read('# output: contended, total wait, pid, comm\n2, 3000, 7, a, b\n');
    expect(threads.lockWaits).toMatchObject([{ contended: 2, waitTotalNs: 3000, comm: 'a, b' }]);
    const locks = read(
      '# output: contended, total wait, address, symbol, type\n2, 3000, ffff8881b9c28c40, , spinlock\n',
    );
    expect(locks.lockWaits).toMatchObject([{ name: 'ffff8881b9c28c40', type: 'spinlock' }]);
    const stacks = read(
      '# output: contended, total wait, type, caller, stacktrace\n1, 9, mutex, f+0x1, 0xffffffff81000000 g+0x2:0xffffffff81000010 f+0x1\n',
    );
    expect(stacks.lockWaits[0]).toMatchObject({ caller: 'f+0x1', stack: ['g+0x2', 'f+0x1'] });
  });

  it('-l, -o and --lock-cgroup in text', () => {
    const head = ' contended   total wait     max wait     avg wait';
    const row = '         5     12.34 us      4.56 us      2.46 us';
    expect(
      read(`${head}            address   symbol\n\n${row}   ffff8881b9c28c40   rq_lock (spinlock)\n`)
        .lockWaits,
    ).toMatchObject([{ name: 'rq_lock', type: 'spinlock', waitTotalNs: 12340 }]);
    expect(
      read(`${head}            address   symbol\n\n${row}   ffff8881b9c28c40    (mutex)\n`).lockWaits,
    ).toMatchObject([{ name: 'ffff8881b9c28c40', type: 'mutex' }]);
    const owner = read(`${head}          pid   owner\n\n${row}           -1   Unknown\n`);
    expect(owner.lockWaits).toMatchObject([{ comm: 'Unknown' }]);
    expect(kinds(owner)).toEqual(['perf-lock-by-owner']);
    expect(read(`${head}   cgroup\n\n${row}   /system.slice/nginx.service\n`).lockWaits).toMatchObject([
      { name: '/system.slice/nginx.service' },
    ]);
  });

  it('columns in any order, as -F and -k print them', () => {
    const text =
      '   min wait   total wait  contended         type   caller\n\n    1.00 us      2.00 m          3      rwsem:W   f+0x1\n';
    expect(read(text).lockWaits).toMatchObject([
      { waitMinNs: 1000, waitTotalNs: 120e9, contended: 3, waitMaxNs: null, type: 'rwsem:W' },
    ]);
  });

  it('a trailer in the words of 6.5 is no row', () => {
    const text = `${CSV}# debug: total=40, bad=2, bad_task=0, bad_stack=2, bad_time=0, bad_data=0\n`;
    expect(kinds(read(text))).toEqual(['perf-lock-bad-sequences']);
  });
});

describe('perf lock report', () => {
  it('has the sums of the columns', () => {
    const { lockWaits } = readFixture('report-lockdep.txt.gz');
    const rows = textOf('report-lockdep.txt.gz').match(/^.{20} +\d+ +\d+ .*(ns|us|ms|s) *$/gm) ?? [];
    const column = (at: number): number =>
      rows.reduce((sum, row) => sum + Number(row.trimEnd().split(/\s+/).at(at)), 0);
    expect(lockWaits).toHaveLength(rows.length);
    expect(lockWaits.reduce((sum, { acquired }) => sum + (acquired ?? 0), 0)).toBe(column(-10));
    expect(lockWaits.reduce((sum, { contended }) => sum + contended, 0)).toBe(column(-9));
  });

  it('marks cut names, and tells callers from lock classes', () => {
    const lockdep = readFixture('report-lockdep.txt.gz').lockWaits;
    expect(lockdep[0]).toMatchObject({ name: 'rcu_read_lock', caller: null, acquired: 55961, contended: 0 });
    expect(lockdep[1]).toMatchObject({ name: 'tk_core.seq.seqc...', nameIsCut: true, waitTotalNs: 0 });
    const contention = readFixture('report-contention.txt.gz').lockWaits;
    expect(contention[0]).toMatchObject({ name: 'ksys_write+0x1f', caller: 'ksys_write+0x1f' });
  });

  it('knows the table of threads by names only threads have', () => {
    const { lockWaits } = readFixture('report-threads.txt');
    expect(lockWaits.every(({ name, comm }) => name === null && comm !== null)).toBe(true);
    expect(lockWaits.map(({ comm }) => comm)).toContain('swapper');
  });

  it('says how much perf lost', () => {
    const { diagnostics } = readFixture('report-lockdep.txt.gz');
    expect(diagnostics.map(({ text }) => text).join()).toMatch(/lost 1 chunks.*lost 16\.32%/s);
  });

  it('before 5.19: nanoseconds without unit, names with blanks', () => {
    const { lockWaits } = read(
      '                Name   acquired  contended   avg wait (ns) total wait (ns)   max wait (ns)   min wait (ns)\n\n' +
        '     subsys mutex#2        111         12            1500           18000            9000             100\n',
    );
    expect(lockWaits).toMatchObject([
      { name: 'subsys mutex#2', acquired: 111, contended: 12, waitTotalNs: 18000, waitMinNs: 100 },
    ]);
  });
});

describe('odd perf lock output', () => {
  const HEAD = ' contended   total wait     max wait     avg wait         type   caller\n\n';

  it('quoted in a mail', () => {
    const quoted = textOf('contention.txt.gz').replace(/^/gm, '> ');
    expect(read(quoted).lockWaits).toEqual(readFixture('contention.txt.gz').lockWaits);
  });

  it('a row that is not whole is counted, not guessed', () => {
    const row = '        24     24.83 s       3.11 s       1.03 s         mutex   _perf_ioctl+0x1be\n';
    const { lockWaits, diagnostics } = read(`${HEAD}${row}     82919    976.21 ms      8.24\n`);
    expect(lockWaits).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ kind: 'perf-lock-skipped', line: 4 }]);
    expect(() => read(`${HEAD}        24     24.83\n`)).toThrow(
      'input:3: expected a row of perf lock, found "24     24.83"',
    );
  });

  it('"ms" cut to "m" does not become minutes', () => {
    const text =
      '                Name   acquired  contended     avg wait   total wait     max wait     min wait \n\n' +
      '                perf          2          2      2.00 ms      4.00 ms      3.00 ms      1.00 ms \n';
    expect(read(text).lockWaits).toMatchObject([{ waitMinNs: 1e6 }]);
    expect(() => read(text.slice(0, -3))).toThrow('expected a row of perf lock');
  });

  it('tables without rows, without waits, or twice are reported', () => {
    expect(kinds(read(HEAD))).toEqual(['perf-lock-empty']);
    expect(kinds(read('   max wait         type   caller\n\n  3.11 s    mutex   f+0x1\n'))).toEqual([
      'perf-lock-columns',
    ]);
    const row = '        24     24.83 s       3.11 s       1.03 s         mutex   _perf_ioctl+0x1be\n';
    expect(kinds(read(HEAD + row + HEAD + row))).toEqual(['perf-lock-several-tables']);
  });

  it('does not claim other texts', () => {
    for (const other of ['lock_stat/mail-quoted.txt', 'perf-script/misc.txt', 'wrk/nginx.load.txt']) {
      expect(perfLockFormat.detect(fixture(other), true)).toBe('no');
    }
  });

  it('reads back whatever numbers perf can print', () => {
    const time = fc.integer({ min: 0, max: 1e12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), time, time, time), { minLength: 1 }), (rows) => {
        const lines = rows.map(
          ([count, ...times]) =>
            `${String(count).padStart(10)} ${times.map((ns) => printTime(ns).padStart(12)).join(' ')}      rwlock:W   f+0x1`,
        );
        const { lockWaits } = read(`${HEAD}${lines.join('\n')}\n`);
        expect(lockWaits.map(({ contended }) => contended)).toEqual(rows.map(([count]) => count));
        lockWaits.forEach((wait, index) => {
          expect(printTime(wait.waitTotalNs)).toBe(printTime(rows[index]?.[1] ?? -1));
        });
      }),
    );
  });

  it('refuses with a position or reads on, cut at any byte', () => {
    const refused = readTruncated(
      perfLockFormat,
      sample('contention-threads.txt'),
      sample('contention-threads.txt').keys(),
    );
    // Only cuts inside the first row leave nothing to read.
    expect(refused).toBeLessThan(75);
  });

  it.each(FILES)('%s cut at any byte: no row that the whole does not have', (name) => {
    const bytes = sample(name);
    const whole = readBytes(perfLockFormat, bytes).lockWaits;
    const callers = new Set(whole.map(({ caller }) => caller));
    const step = Math.max(1, Math.floor(bytes.length / 200));
    for (let cut = 0; cut < bytes.length; cut += step) {
      try {
        const { lockWaits } = readBytes(perfLockFormat, bytes.subarray(0, cut));
        // Stack lines, and the names that tell threads from locks, may come behind the cut.
        const figures = lockWaits.map(({ waitTotalNs, contended, type }) => [waitTotalNs, contended, type]);
        const known = whole.map(({ waitTotalNs, contended, type }) => [waitTotalNs, contended, type]);
        expect(figures).toEqual(known.slice(0, figures.length));
        expect(lockWaits.map(({ caller }) => caller).filter((caller) => !callers.has(caller))).toEqual([]);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
  });
});
