import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LockClass } from '../../src/model/lock.js';
import type { Recording } from '../../src/model/recording.js';
import { lockStatFormat } from '../../src/read/lock-stat/lock-stat.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';
import { classRow, header, kernelTime } from './lock-stat-text.js';

const FIXTURES = ['labelmix.txt.gz', 'nginx.txt.gz', 'nslock.txt.gz', 'labelmix-0.3.txt', 'mail-quoted.txt'];

const lockOf = (recording: Recording, name: string, mode: LockClass['mode'] = 'exclusive'): LockClass => {
  const lock = recording.locks.find((row) => row.name === name && row.mode === mode);
  if (lock === undefined) throw new Error(`no ${name} (${mode})`);
  return lock;
};

/** As `awk '$(NF-n) ~ /^[0-9]/'` would: rows are lines whose last twelve (or ten) words are numbers. */
function columnsOf(bytes: Uint8Array, width: number): string[][] {
  const rows: string[][] = [];
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const words = line.trim().split(/\s+/).slice(-width);
    if (words.length === width && words.every((word) => /^[0-9.]+$/.test(word) && word !== '.'))
      rows.push(words);
  }
  return rows;
}

describe.each(FIXTURES)('lock_stat fixture %s', (name) => {
  const bytes = fixture(`lock_stat/${name}`);

  it('is recognised without its name, and asks for more until it can tell', () => {
    expect(lockStatFormat.detect(bytes.subarray(0, 4096), false)).toBe('yes');
    expect(lockStatFormat.detect(bytes.subarray(0, 10), false)).toBe('more');
  });

  it('reads the same in chunks of 1, 7 and 65536 bytes', () => {
    const whole = contentOf(readBytes(lockStatFormat, bytes));
    expect(contentOf(readBytes(lockStatFormat, bytes, 7))).toEqual(whole);
    expect(contentOf(readBytes(lockStatFormat, bytes, 1))).toEqual(whole);
  });

  it('truncated anywhere gives rows or an InputError', () => {
    const step = Math.ceil(bytes.length / 500);
    const cuts = Array.from({ length: 500 }, (_, index) => index * step);
    const titleEnd =
      new TextDecoder().decode(bytes).indexOf('lock_stat version') + 'lock_stat version 0.4'.length;
    expect(readTruncated(lockStatFormat, bytes, cuts)).toBe(cuts.filter((cut) => cut < titleEnd).length);
  });
});

describe('numbers of /proc/lock_stat', () => {
  it.each(['labelmix-0.3.txt', 'mail-quoted.txt'])('a cut anywhere in %s leaves whole rows only', (name) => {
    const bytes = fixture(`lock_stat/${name}`);
    const figures = (recording: Recording) =>
      recording.locks.map(({ line, contentions, waitTotalNs, holdTotalNs, holdAvgNs }) => [
        ...[line, contentions, waitTotalNs, holdTotalNs, holdAvgNs],
      ]);
    const whole = figures(readBytes(lockStatFormat, bytes));
    const start = new TextDecoder().decode(bytes).indexOf('aa_buffers_lock');
    for (let cut = start; cut < bytes.length; cut += 3) {
      const kept = figures(readBytes(lockStatFormat, bytes.subarray(0, cut)));
      expect(kept, `cut at ${cut}`).toEqual(whole.slice(0, kept.length));
    }
  });

  it.each([
    ['labelmix.txt.gz', 12],
    ['nginx.txt.gz', 12],
    ['nslock.txt.gz', 12],
    ['labelmix-0.3.txt', 10],
  ])('every row and column of %s equals the file', (name, width) => {
    const bytes = fixture(`lock_stat/${name}`);
    const rows = columnsOf(bytes, width);
    const { locks, diagnostics } = readBytes(lockStatFormat, bytes);
    expect(diagnostics).toEqual([]);
    const ns = (word: string | undefined): number => Number(BigInt((word ?? '').replace('.', '')) * 10n);
    const expected = rows.map((row) => {
      const half = width / 2;
      const counts = [row[0], row[1], row[half], row[half + 1]].map(Number);
      const times = row.filter((_, at) => at % half >= 2).map(ns);
      return [...counts, ...times];
    });
    const averages = (lock: LockClass, at: 'waitAvgNs' | 'holdAvgNs') => (width === 12 ? [lock[at]] : []);
    const read = locks.map((lock) => [
      ...[lock.conBounces, lock.contentions, lock.acqBounces, lock.acquisitions],
      ...[lock.waitMinNs, lock.waitMaxNs, lock.waitTotalNs, ...averages(lock, 'waitAvgNs')],
      ...[lock.holdMinNs, lock.holdMaxNs, lock.holdTotalNs, ...averages(lock, 'holdAvgNs')],
    ]);
    expect(read).toEqual(expected);
    expect(locks.length).toBeGreaterThanOrEqual(9);
  });

  it.each([
    ['labelmix.txt.gz', 'aa_buffers_lock', 'exclusive', 12990, 325302],
    ['labelmix.txt.gz', 'aa_secids.xa_lock', 'exclusive', 5130, 157907],
    ['labelmix.txt.gz', '&ls->lock', 'write', 2188, 78956],
    ['labelmix.txt.gz', '&ls->lock', 'read', 0, 8],
    ['nginx.txt.gz', 'aa_buffers_lock', 'exclusive', 751, 94016],
    ['nslock.txt.gz', '&ns->lock', 'exclusive', 88, 780],
  ] as const)(
    '%s: %s (%s) has %i contentions, %i acquisitions',
    (name, lock, mode, contentions, acquisitions) => {
      const recording = readBytes(lockStatFormat, fixture(`lock_stat/${name}`));
      expect(lockOf(recording, lock, mode)).toMatchObject({ contentions, acquisitions });
    },
  );

  it('keeps who waited and who held, and where the row stands', () => {
    const recording = readBytes(lockStatFormat, fixture('lock_stat/labelmix.txt.gz'), 65536, 'labelmix');
    const lock = lockOf(recording, '&ls->lock', 'write');
    expect(lock).toMatchObject({
      file: 'labelmix',
      line: 26,
      waitTotalNs: 2756223470,
      holdTotalNs: 438888140,
    });
    expect(lock.waiters).toEqual([
      { symbol: 'aa_label_merge', offset: 0x268, module: null, count: 2183 },
      { symbol: 'aa_label_replace', offset: 0x134, module: null, count: 5 },
    ]);
    expect(lock.holders.map((point) => [point.symbol, point.count])).toEqual([
      ['aa_label_merge', 2179],
      ['aa_label_replace', 1],
      ['__labelset_update', 8],
    ]);
    expect(lockOf(recording, '&ls->lock', 'read').waiters).toEqual([]);
  });

  it('reads version 0.3 as 0.4 without averages', () => {
    const old = readBytes(lockStatFormat, fixture('lock_stat/labelmix-0.3.txt')).locks;
    const now = readBytes(lockStatFormat, fixture('lock_stat/labelmix.txt.gz')).locks.slice(0, old.length);
    expect(old).toEqual(now.map((lock) => ({ ...lock, waitAvgNs: null, holdAvgNs: null })));
  });

  it('reads a wrapped and quoted mail as the file it quotes', () => {
    const mail = readBytes(lockStatFormat, fixture('lock_stat/mail-quoted.txt'));
    const whole = readBytes(lockStatFormat, fixture('lock_stat/labelmix.txt.gz')).locks.slice(0, 4);
    const unplaced = (locks: readonly LockClass[]) => locks.map((lock) => ({ ...lock, line: 0 }));
    expect(unplaced(mail.locks)).toEqual(unplaced(whole));
    expect(mail.diagnostics).toMatchObject([
      { kind: 'lock-stat-skipped-lines', text: expect.stringContaining('the first: "') },
    ]);
  });

  it('reads back any row in the layout of the kernel', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 37, unit: fc.constantFrom(...'&->_.()[]"# /1:Wxyz0') })
      .filter((text) => text.trim() === text && !/^[>.-]/.test(text) && !/-[WR]$/.test(text));
    const count = fc.integer({ min: 0, max: 99_999_999_999_999 });
    const time = fc.tuple(fc.bigInt({ min: 0n, max: 99_999_999_999n }), fc.integer({ min: 0, max: 99 }));
    const mode = fc.constantFrom('exclusive', 'read', 'write+read');
    const row = fc.record({
      name,
      mode,
      counts: fc.tuple(count, count, count, count),
      times: fc.array(time, { minLength: 8, maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.integer({ min: 1, max: 99 }), (rows, chunkSize) => {
        let text = header();
        const expected: unknown[] = [];
        for (const { name: lock, mode: held, counts, times } of rows) {
          const time14 = times.map(([us, hundredths]) => kernelTime(us, hundredths));
          const ns = times.map(([us, hundredths]) => Number((us * 100n + BigInt(hundredths)) * 10n));
          const counts14 = counts.map(String);
          const cells = [
            ...counts14.slice(0, 2),
            ...time14.slice(0, 4),
            ...counts14.slice(2),
            ...time14.slice(4),
          ];
          const modes = held === 'write+read' ? (['write', 'read'] as const) : ([held] as const);
          for (const one of modes) {
            const suffix = one === 'exclusive' ? '' : one === 'read' ? '-R' : '-W';
            text += classRow(lock + suffix, cells);
            expected.push([lock, one, ...counts, ...ns]);
          }
        }
        const { locks } = readBytes(lockStatFormat, bytesOf(text), chunkSize);
        const read = locks.map((lock) => [
          ...[lock.name, lock.mode, lock.conBounces, lock.contentions, lock.acqBounces, lock.acquisitions],
          ...[lock.waitMinNs, lock.waitMaxNs, lock.waitTotalNs, lock.waitAvgNs],
          ...[lock.holdMinNs, lock.holdMaxNs, lock.holdTotalNs, lock.holdAvgNs],
        ]);
        expect(read).toEqual(expected);
      }),
    );
  });
});
