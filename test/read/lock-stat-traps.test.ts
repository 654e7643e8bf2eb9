import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/model/recording.js';
import { lockStatFormat } from '../../src/read/lock-stat/lock-stat.js';
import { bytesOf, fixture, readBytes } from '../conformance.js';
import { classRow, dots, header, pointRow, rule } from './lock-stat-text.js';

const CELLS = ['1', '2', '0.31', '0.50', '0.81', '0.40', '3', '4', '0.10', '9.99', '414404.34', '5.55'];
const IDLE = ['0', '0', '0.00', '0.00', '0.00', '0.00', '3', '4', '0.10', '9.99', '414404.34', '5.55'];

const read = (text: string): Recording => readBytes(lockStatFormat, bytesOf(text), 65536, 'stat');
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);
const names = (recording: Recording): string[] => recording.locks.map((lock) => `${lock.name} ${lock.mode}`);

// kernel/locking/lockdep_proc.c counts the points one by one while the sum goes on: found 2,554,279 of 2,554,276.
it('keeps points that add up to more than the contentions beside them', () => {
  const cells = ['1', '2554276', ...CELLS.slice(2)];
  const points = pointRow('a', 2554000, 'f+0x1/0x2') + pointRow('a', 279, 'g+0x1/0x2');
  const recording = read(header() + classRow('a', cells) + rule('a') + points);
  expect(recording.locks[0]?.contentions).toBe(2554276);
  expect(recording.locks[0]?.waiters.map(({ count }) => count)).toEqual([2554000, 279]);
  expect(recording.diagnostics).toEqual([]);
});

describe('class names', () => {
  it.each([
    'subsys mutex#2',
    '"warn_unseeded_randomness".lock',
    '(work_completion)(&(&x->work)->work)',
    '&sb->s_type->i_mutex_key#6/1',
    'rcu_read_lock: 12 nested',
    'tk_core.seq.seqcount',
    'per_cpu_ptr(&cgroup_rstat_cpu_lock, c',
  ])('%s', (name) => {
    const recording = read(header() + classRow(name, CELLS) + rule(name) + pointRow(name, 2, 'f+0x1/0x2'));
    expect(names(recording)).toEqual([`${name} exclusive`]);
    expect(recording.locks[0]?.waiters).toEqual([{ symbol: 'f', offset: 1, module: null, count: 2 }]);
    expect(recording.diagnostics).toEqual([]);
  });

  it('takes -W and -R as suffixes, also of a name that itself ends in -W', () => {
    const recording = read(
      header() +
        classRow('a-W', CELLS) +
        classRow('a-R', IDLE) +
        classRow('b-W-W', CELLS) +
        classRow('b-W-R', IDLE),
    );
    expect(names(recording)).toEqual(['a write', 'a read', 'b-W write', 'b-W read']);
  });

  it('takes -W as part of the name where no -R row or bare point name stands beside it', () => {
    const alone = read(header() + classRow('a-W', IDLE) + classRow('b', IDLE));
    expect(names(alone)).toEqual(['a-W exclusive', 'b exclusive']);
    const full = read(
      header() + classRow('a-W', CELLS) + rule('a-W') + pointRow('a-W', 2, 'f+0x1/0x2') + dots,
    );
    expect(names(full)).toEqual(['a-W exclusive']);
    expect(full.locks[0]?.waiters).toHaveLength(1);
  });

  it('takes -W as a suffix in an excerpt that leaves out the -R row', () => {
    const excerpt = read(header() + classRow('&mm->mmap_sem-W', CELLS) + classRow('b', IDLE));
    expect(names(excerpt)).toEqual(['&mm->mmap_sem write', 'b exclusive']);
    const last = read(header() + classRow('&mm->mmap_sem-W', IDLE));
    expect(names(last)).toEqual(['&mm->mmap_sem write']);
  });

  it('reads a number of 14 digits right behind the colon', () => {
    const text = header() + classRow('a', ['12345678901234', ...CELLS.slice(1)]);
    expect(text).toContain('a:12345678901234 ');
    expect(read(text).locks[0]).toMatchObject({ name: 'a', conBounces: 12345678901234, contentions: 2 });
  });
});

describe('times', () => {
  const totalOf = (time: string): Recording =>
    read(header() + classRow('a', [...CELLS.slice(0, 10), time, '5.55']));

  it.each([
    ['414404.34', 414404340],
    ['0.07', 70],
    ['99999999999.99', 99999999999990],
    ['357867523236.3', 357867523236300],
    ['1234567890123.', 1234567890123000],
    // Edited by hand in a mail.
    ['0.0', 0],
  ])('%s us is %i ns, exactly', (time, ns) => {
    const recording = totalOf(time);
    expect(recording.locks[0]?.holdTotalNs).toBe(ns);
    expect(recording.diagnostics).toEqual([]);
  });

  it('says that a time of 14 digits may have lost some', () => {
    const recording = totalOf('12345678901234');
    expect(recording.locks[0]?.holdTotalNs).toBe(12345678901234000);
    expect(recording.diagnostics).toMatchObject([{ kind: 'lock-stat-digits-lost', file: 'stat', line: 6 }]);
  });

  it('of 14 characters is whole at the end of a file without a line end, a shorter one without decimals is cut', () => {
    const ending = (time: string): Recording =>
      read((header() + classRow('a', [...CELLS.slice(0, 11), time])).trimEnd());
    expect(names(ending('12345678901234'))).toEqual(['a exclusive']);
    expect(names(ending('1234567890123'))).toEqual([]);
    expect(ending('1234567890123').diagnostics[0]).toMatchObject({ kind: 'lock-stat-cut', line: 6 });
  });
});

describe('contention points', () => {
  it('keeps the module, ignores the hashed pointer, and does without a size', () => {
    const points = pointRow('a', 1, 'foo_poll+0x1c/0x90 [foo]') + pointRow('a', 2, 'old_style+0x4d');
    const recording = read(header() + classRow('a', CELLS) + rule('a') + points + rule('a') + dots);
    expect(recording.locks[0]?.waiters).toEqual([
      { symbol: 'foo_poll', offset: 0x1c, module: 'foo', count: 1 },
      { symbol: 'old_style', offset: 0x4d, module: null, count: 2 },
    ]);
    expect(recording.locks[0]?.holders).toEqual([]);
  });

  it('reports a class that was waited for but has no row, and keeps its points from its neighbours', () => {
    const lonely =
      rule('b') + pointRow('b', 7, 'f+0x1/0x2') + rule('b') + pointRow('b', 5, 'g+0x1/0x2') + dots;
    const recording = read(header() + classRow('a', CELLS) + lonely + classRow('c', CELLS));
    expect(names(recording)).toEqual(['a exclusive', 'c exclusive']);
    expect(recording.locks.flatMap((lock) => lock.waiters)).toEqual([]);
    expect(recording.diagnostics).toMatchObject([
      {
        kind: 'lock-stat-points-without-row',
        text: 'lock class b: 7 waits (f) without a row that counts them',
        line: 8,
      },
    ]);
  });

  it('does not give the waits of writers without a row to the readers', () => {
    const points =
      rule('b-R') + pointRow('b', 7, 'f+0x1/0x2') + rule('b-R') + pointRow('b', 5, 'g+0x1/0x2') + dots;
    const recording = read(header() + classRow('b-R', IDLE) + points);
    expect(recording.locks).toMatchObject([{ name: 'b', mode: 'read', waiters: [], holders: [] }]);
    expect(kinds(recording)).toEqual(['lock-stat-points-without-row']);
  });

  it('tells two classes apart whose names were cut to the same text', () => {
    const block = (symbol: string) =>
      classRow('&key#1', CELLS) +
      rule('&key#1') +
      pointRow('&key#1', 2, symbol) +
      rule('&key#1') +
      pointRow('&key#1', 2, symbol) +
      dots;
    const { locks } = read(header() + block('f+0x1/0x2') + block('g+0x1/0x2'));
    expect(locks.map((lock) => lock.waiters.map((point) => point.symbol))).toEqual([['f'], ['g']]);
  });
});

describe('mail', () => {
  it('joins rows that were wrapped without quotes, with dash runs of any length and no blank lines', () => {
    const text = `>>> Here are the numbers:
>>> lock_stat version 0.3
>>> -------------------------------
>>> --------
>>>                               class name    con-bounces    contentions
>>> waittime-min   waittime-max waittime-total    acq-bounces
>>> acquisitions   holdtime-min   holdtime-max holdtime-total
>>> ------
>>>                         &mm->mmap_sem-W:          6104
9731            2.89      129011.36    15120044.18
>>> 17002          90311           1.81        4417.52      811402.37
>>>                          &mm->mmap_sem-R:         21144
>>> 33870           4.87      141206.93    61220911.05          56120
>>> 1204418           1.89      150077.41    31904480.06
>>>                          ----
>>>                            &mm->mmap_sem           5056
>>> [<ffffffff8103bfc4>] do_page_fault+0x2a/0x90
>>>                          --
>>> ---
>>>                            &mm->mmap_sem          10059
>>> [<ffffffff8103bfc4>] do_page_fault+0x2a/0x90
> Nice, 2 questions.
`;
    const recording = read(text);
    expect(recording.locks).toMatchObject([
      {
        name: '&mm->mmap_sem',
        mode: 'write',
        conBounces: 6104,
        contentions: 9731,
        holdTotalNs: 811402370,
        line: 9,
      },
      {
        name: '&mm->mmap_sem',
        mode: 'read',
        acquisitions: 1204418,
        waitTotalNs: 61220911050,
        waitAvgNs: null,
      },
    ]);
    for (const lock of recording.locks) {
      expect(lock.waiters).toEqual([{ symbol: 'do_page_fault', offset: 0x2a, module: null, count: 5056 }]);
      expect(lock.holders.map((point) => point.count)).toEqual([10059]);
    }
    expect(kinds(recording)).toEqual(['lock-stat-skipped-lines']);
  });

  it('does not take the closing words of a mail for a cut row', () => {
    const table = header() + classRow('a', CELLS) + rule('a') + pointRow('a', 2, 'f+0x1/0x2');
    for (const words of ['Better than 12\n', 'It was 458 052\n\ntypo\n', 'On 24 Jun\n']) {
      expect(kinds(read(`${table}\n${words}`)), words).toEqual(['lock-stat-skipped-lines']);
    }
  });

  it('reports a row that has lost numbers, and reads on', () => {
    const broken = `${classRow('a', CELLS).trimEnd().slice(0, -15)}\n`;
    const recording = read(header() + broken + classRow('b', CELLS));
    expect(names(recording)).toEqual(['b exclusive']);
    expect(recording.diagnostics).toMatchObject([{ kind: 'lock-stat-broken-row', line: 6 }]);
    expect(kinds(read(header() + classRow('a', ['1', '2.5', ...CELLS.slice(2)])))).toContain(
      'lock-stat-broken-row',
    );
  });
});

describe('the whole file', () => {
  it('reports that lock debugging was disabled', () => {
    const warning = '*WARNING* lock debugging disabled!! - possibly due to a lockdep warning\n';
    const recording = read(header().replace('\n', `\n${warning}`) + classRow('a', CELLS));
    expect(recording.locks).toHaveLength(1);
    expect(recording.diagnostics).toMatchObject([{ kind: 'lock-stat-debugging-disabled', line: 2 }]);
  });

  it('refuses another version, naming line, expected and found', () => {
    expect(() => read(`\n${header('0.5')}`)).toThrow(
      'stat:2: expected lock_stat version 0.3 or 0.4, found "0.5"',
    );
  });

  it('does not take a sentence for a title', () => {
    const recording = read(`${header()}${classRow('a', CELLS)}lock_stat version numbers\n`);
    expect(kinds(recording)).toEqual(['lock-stat-skipped-lines']);
  });

  it('refuses a file without its title', () => {
    expect(() => read('')).toThrow('stat:1: expected "lock_stat version 0.4", found an empty file');
    expect(() => read(classRow('a', CELLS))).toThrow('found no such line');
  });

  it('takes an empty lock_stat as valid, with a hint', () => {
    const recording = read(header());
    expect(recording.locks).toEqual([]);
    expect(recording.diagnostics).toMatchObject([
      { kind: 'lock-stat-empty', hint: expect.stringContaining('echo 1 > /proc/sys/kernel/lock_stat') },
    ]);
  });

  it('is not empty with points of a class that has no row', () => {
    const { diagnostics } = read(header() + rule('b') + pointRow('b', 7, 'f+0x1/0x2') + dots);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['lock-stat-points-without-row']);
  });

  it('keeps what is whole of a file cut anywhere, and says that it was cut inside a row', () => {
    const whole = header() + classRow('a', CELLS) + rule('a') + pointRow('a', 2, 'f+0x1/0x2');
    const text = whole + classRow('b', [...CELLS.slice(0, 11), '45.55']);
    for (let cut = whole.length + 40; cut < text.length - 1; cut++) {
      const recording = read(text.slice(0, cut));
      expect(names(recording), `cut at ${cut}`).toEqual(['a exclusive']);
      expect(kinds(recording), `cut at ${cut}`).toEqual(['lock-stat-cut']);
    }
    expect(names(read(text.slice(0, -1)))).toEqual(['a exclusive', 'b exclusive']);
    for (let cut = whole.lastIndexOf(' 2 '); cut < whole.lastIndexOf('/0x'); cut++) {
      const recording = read(whole.slice(0, cut + 2));
      expect(recording.locks[0]?.waiters, `cut at ${cut}`).toEqual([]);
      expect(kinds(recording), `cut at ${cut}`).toEqual(['lock-stat-cut']);
    }
  });

  it('uses the last whole snapshot of several and says which', () => {
    const snapshot = (name: string) => `timestamp: 1384178443.123456789\n${header()}${classRow(name, CELLS)}`;
    const both = read(snapshot('a') + snapshot('b'));
    expect(names(both)).toEqual(['b exclusive']);
    expect(both.diagnostics).toMatchObject([{ kind: 'lock-stat-several-snapshots', line: 9 }]);
    expect(both.diagnostics[0]?.text).toContain('2 lock_stat snapshots');

    const cut = read((snapshot('a') + snapshot('b')).slice(0, -9));
    expect(names(cut)).toEqual(['a exclusive']);
    expect(cut.diagnostics).toMatchObject([{ kind: 'lock-stat-several-snapshots', line: 2 }]);
    expect(names(read(snapshot('a') + header()))).toEqual(['a exclusive']);
  });

  it('subtracts the first of several snapshots from the last: counts and sums, not extremes', () => {
    const row = (name: string, cells: string) => classRow(name, cells.split(' '));
    const point = (count: number) => rule('a') + pointRow('a', count, 'aa_get_buffer+0x2b/0x100') + dots;
    const before =
      header() +
      row('a', '2 3 0.50 2.00 3.00 1.00 5 10 0.10 4.00 20.00 2.00') +
      point(3) +
      row('key#1', '0 0 0.00 0.00 0.00 0.00 0 4 0.10 1.00 2.00 0.50') +
      row('key#1', '0 0 0.00 0.00 0.00 0.00 0 6 0.10 1.00 3.00 0.50');
    const after =
      header() +
      row('a-W', '4 8 0.25 9.00 23.50 2.93 6 30 0.05 4.00 60.00 2.00') +
      row('a-R', '0 0 0.00 0.00 0.00 0.00 0 7 0.10 1.00 3.50 0.50') +
      point(8) +
      row('key#1', '0 0 0.00 0.00 0.00 0.00 0 16 0.10 1.00 4.00 0.50') +
      row('key#1', '0 0 0.00 0.00 0.00 0.00 0 4 0.10 1.00 2.00 0.50');
    const { locks, diagnostics } = read(before + header() + after);
    expect(diagnostics).toMatchObject([{ kind: 'lock-stat-difference' }]);
    expect(locks).toMatchObject([
      {
        name: 'a',
        mode: 'write',
        conBounces: 2,
        contentions: 5,
        waitMinNs: null,
        waitMaxNs: null,
        waitTotalNs: 20_500,
        waitAvgNs: 4100,
        acqBounces: 1,
        acquisitions: 20,
        holdMinNs: null,
        holdTotalNs: 40_000,
        waiters: [{ symbol: 'aa_get_buffer', count: 5 }],
      },
      { name: 'a', mode: 'read', acquisitions: 7, holdMinNs: 100, holdMaxNs: 1000 },
      { name: 'key#1', acquisitions: 10, holdTotalNs: 1000, waitMinNs: null },
    ]);

    const cleared = read(after + before);
    expect(cleared.diagnostics).toMatchObject([{ kind: 'lock-stat-several-snapshots' }]);
    expect(cleared.locks[0]).toMatchObject({ name: 'a', contentions: 3 });
  });

  it('is recognised behind a timestamp or a letter, quoted or not, and not in anything else', () => {
    const detect = (text: string) => lockStatFormat.detect(bytesOf(text), true);
    expect(detect(`timestamp: 1.2\n${header()}`)).toBe('yes');
    expect(detect('Hi all,\n\nbefore the patch I see\n> lock_stat version 0.3\n')).toBe('yes');
    expect(detect('perf lock_stat version\n')).toBe('no');
    expect(detect('\0\nlock_stat version 0.4\n')).toBe('no');
    expect(lockStatFormat.detect(bytesOf('PERFILE2h\0'), false)).toBe('no');
    expect(lockStatFormat.detect(bytesOf('line\n'.repeat(300)), false)).toBe('no');
    expect(lockStatFormat.detect(fixture('wrk/wrk-noperf.txt'), true)).toBe('no');
  });
});
