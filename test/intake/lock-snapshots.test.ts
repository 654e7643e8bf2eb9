import { expect, it } from 'vitest';
import { joinLockSnapshots } from '../../src/intake/lock-snapshots.js';
import type { LockClass } from '../../src/model/lock.js';
import { Recording } from '../../src/model/recording.js';
import { lockStatFormat } from '../../src/read/lock-stat/lock-stat.js';
import { fixture, readBytes } from '../conformance.js';

const nginx = (): Recording =>
  readBytes(lockStatFormat, fixture('lock_stat/nginx.txt.gz'), 65_536, 'run/after.txt');

/** The same counters, counted half as far. */
function half(): Recording {
  const earlier = new Recording();
  for (const row of nginx().locks) {
    const halved = (count: number): number => Math.floor(count / 2);
    const lock: LockClass = {
      ...row,
      conBounces: 0,
      contentions: halved(row.contentions),
      waitTotalNs: halved(row.waitTotalNs),
      acqBounces: 0,
      acquisitions: halved(row.acquisitions),
      holdTotalNs: halved(row.holdTotalNs),
      file: 'run/before.txt',
    };
    earlier.locks.push(lock);
  }
  return earlier;
}

const buffers = (locks: readonly LockClass[]) => locks.filter(({ name }) => name === 'aa_buffers_lock');

it.each([
  ['as taken', () => [half(), nginx()]],
  ['the other way round', () => [nginx(), half()]],
])('gives what happened between two files, %s', (_, files) => {
  const { locks, diagnostics } = joinLockSnapshots(files());
  expect(diagnostics.map(({ text }) => text)).toEqual([
    expect.stringContaining('between the snapshots before.txt and after.txt'),
  ]);
  expect(buffers(locks)).toMatchObject([
    { contentions: 751 - 375, acquisitions: 94_016 - 47_008, waitMaxNs: null },
  ]);
});

it('lists files of different runs side by side and says so', () => {
  const labelmix = readBytes(lockStatFormat, fixture('lock_stat/labelmix.txt.gz'));
  const { locks, diagnostics } = joinLockSnapshots([labelmix, nginx()]);
  expect(diagnostics).toMatchObject([{ kind: 'lock-stat-side-by-side' }]);
  expect(buffers(locks).map(({ contentions }) => contentions)).toEqual([12_990, 751]);
});

it('leaves one file as it is', () => {
  const one = nginx();
  expect(joinLockSnapshots([new Recording(), one])).toEqual({ locks: one.locks, diagnostics: [] });
});
