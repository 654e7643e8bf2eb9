import { expect, it } from 'vitest';
import { lockWaitedFor } from '../../src/attribute/catalogue/lock-roles.js';
import { lockWaitRows } from '../../src/attribute/companion-rows.js';
import { noOwnLocks } from '../../src/attribute/lock-rows.js';
import { perfLockFormat } from '../../src/read/perf-lock/format.js';
import { fixture, readBytes } from '../conformance.js';

const waits = (name: string) =>
  lockWaitRows(readBytes(perfLockFormat, fixture(`perf-lock/${name}`)).lockWaits);

/** By the function that perf -v shows right below the lock's own; sources in catalogue/lock-roles.ts. */
const TRUTH: Readonly<Record<string, string>> = {
  aa_alloc_secid: 'secids',
  aa_free_secid: 'secids',
  aa_get_buffer: 'buffer-pool',
  aa_put_buffer: 'buffer-pool',
  aa_label_merge: 'label-tree',
  aa_label_replace: 'label-tree',
  update_file_ctx: 'file-context',
};

function takerIn(stack: readonly string[]): string {
  const names = stack.map((line) => line.replace(/^\S+ +/, '').replace(/\+0x.*/, ''));
  return names.find((name) => !/^_raw_|_slowpath$/.test(name)) ?? '';
}

it('tells AppArmor’s locks from callers and types alone as the stacks of -v do', () => {
  const withStacks = waits('labelmix-contention-v.txt');
  const truth = withStacks.map(({ stack }) => TRUTH[takerIn(stack)] ?? null);
  expect(new Set(truth)).toEqual(new Set(['secids', 'label-tree', 'buffer-pool', null]));
  expect(withStacks.map(({ role }) => role)).toEqual(truth);
  const callersOnly = waits('labelmix-contention.txt');
  expect(callersOnly.map(({ caller, role }) => [caller, role])).toEqual(
    // aa_file_perm calls what takes the buffer pool's lock, and what takes a file's: the caller does not tell.
    withStacks.map(({ caller }, index) => [
      caller,
      caller?.startsWith('aa_file_perm+') ? null : truth[index],
    ]),
  );
});

it('names no lock where the caller takes two and the type is not printed', () => {
  expect(lockWaitedFor('update_file_ctx', null)).toBeNull();
  expect(lockWaitedFor('update_file_ctx', 'rwlock:W')).toBe('label-tree');
  expect(lockWaitedFor('update_file_ctx', 'spinlock')).toBe('file-context');
  // The spinlock inside a queued rwlock.
  expect(lockWaitedFor('aa_label_merge', 'spinlock')).toBe('label-tree');
  expect(lockWaitedFor('aa_get_buffer', 'mutex')).toBeNull();
});

it('says so where no row is of AppArmor', () => {
  expect(noOwnLocks([], waits('contention.txt.gz'))).toMatchObject([
    { text: "none of the 84 rows of perf lock is known to be one of AppArmor's locks" },
  ]);
  expect(noOwnLocks([], waits('labelmix-contention.txt'))).toEqual([]);
  expect(noOwnLocks([], [])).toEqual([]);
});
