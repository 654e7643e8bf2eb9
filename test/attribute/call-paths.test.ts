import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallPathTallies } from '../../src/attribute/call-paths.js';
import { lsmCallerOf } from '../../src/attribute/catalogue/lsm-callers.js';
import { drawnStack, judgeFor, newProfile } from './stacks.js';

const CHAINS = [
  'apparmor_file_open < security_file_open < do_dentry_open < __x64_sys_openat',
  // The same, sampled before the hook had a frame of its own.
  'apparmor_file_open < do_dentry_open < __x64_sys_openat',
  'apparmor_file_open < do_dentry_open < __ia32_compat_sys_openat',
  'apparmor_file_alloc_security < security_file_alloc < __alloc_file < __x64_sys_openat < libc:open64',
  'apparmor_file_free_security < __fput < ____fput < task_work_run',
  'apparmor_sk_clone_security < inet_csk_clone_lock < tcp_v4_rcv < __do_softirq < do_softirq < __x64_sys_sendto',
  'apparmor_file_open',
] as const;

interface Drawn {
  readonly chain: number;
  readonly slice: number;
  readonly samples: number;
  readonly idle: boolean;
}

const cells = fc.array(
  fc.record({
    chain: fc.nat(CHAINS.length - 1),
    slice: fc.nat(20),
    samples: fc.integer({ min: 1, max: 50 }),
    idle: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);

function tallied(drawn: readonly Drawn[]): CallPathTallies {
  const profile = newProfile();
  const judge = judgeFor(profile);
  const paths = new CallPathTallies();
  for (const { chain, slice, samples, idle } of drawn) {
    const stack = drawnStack(profile, CHAINS[chain] ?? '');
    const verdict = judge.verdict(stack);
    paths.add(judge.chain(stack), verdict.site?.function ?? '', idle, {
      slice,
      samples,
      period: samples * 1000,
    });
  }
  return paths;
}

const total = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

describe('paths and contexts of any samples', () => {
  it('add up: to all samples, and to 100 %', () => {
    fc.assert(
      fc.property(cells, (drawn) => {
        const paths = tallied(drawn);
        const samples = total(drawn.map((cell) => cell.samples));
        for (const rows of [paths.paths(true), paths.contexts(true)]) {
          expect(total(rows.map((row) => row.samples))).toBe(samples);
          expect(total(rows.map((row) => row.sharePct))).toBeCloseTo(100, 6);
          for (const row of rows) {
            expect(row.shareLowPct).toBeLessThanOrEqual(row.sharePct + 1e-9);
            expect(row.shareHighPct).toBeGreaterThanOrEqual(row.sharePct - 1e-9);
          }
        }
      }),
    );
  });

  it('do not depend on the order of the samples', () => {
    fc.assert(
      fc.property(
        cells.chain((drawn) =>
          fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length })),
        ),
        ([drawn, shuffled]) => {
          expect(tallied(shuffled).paths(true)).toEqual(tallied(drawn).paths(true));
          expect(tallied(shuffled).contexts(true)).toEqual(tallied(drawn).contexts(true));
        },
      ),
    );
  });

  it('are one path whether or not the chain shows the LSM hook, and say how many do not', () => {
    const paths = tallied([
      { chain: 0, slice: 0, samples: 30, idle: false },
      { chain: 1, slice: 0, samples: 10, idle: false },
      { chain: 2, slice: 0, samples: 5, idle: false },
    ]).paths(true);
    expect(
      paths.map(({ lsmHook, variant, samples, lsmHookInferredSamples }) => [
        lsmHook,
        variant,
        samples,
        lsmHookInferredSamples,
      ]),
    ).toEqual([
      ['security_file_open', null, 40, 10],
      ['security_file_open', 'compat', 5, 5],
    ]);
  });
});

it('a hook of two LSM functions, and what is no hook, has no caller to infer', () => {
  // lsm.c of 5.13: task_getsecid_subj and task_getsecid_obj are both apparmor_task_getsecid.
  expect(lsmCallerOf('apparmor_task_getsecid')).toBeNull();
  expect(lsmCallerOf('aa_file_perm')).toBeNull();
  expect(lsmCallerOf('apparmor_sk_clone_security')).toBe('security_sk_clone');
});
