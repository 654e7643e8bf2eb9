import { describe, expect, it } from 'vitest';
import { callChain } from '../../src/attribute/call-chain.js';
import { contextName } from '../../src/attribute/call-context.js';
import { CallPathTallies } from '../../src/attribute/call-paths.js';
import { drawnStack, judgeFor, newProfile } from './stacks.js';

function contextOf(text: string): string {
  const profile = newProfile();
  return contextName(callChain(profile, drawnStack(profile, text)));
}

describe('a chain comes from', () => {
  it.each([
    [
      'a native syscall',
      'apparmor_file_open < security_file_open < do_dentry_open < __x64_sys_openat < do_syscall_64',
      'openat',
    ],
    [
      'a 32-bit program',
      'apparmor_file_open < do_dentry_open < __ia32_compat_sys_openat < do_int80_syscall_32',
      'openat (compat)',
    ],
    [
      'a 32-bit program on arm64',
      'apparmor_file_open < do_dentry_open < __arm64_compat_sys_openat < el0_svc_compat',
      'openat (compat)',
    ],
    [
      'io_uring, by its operation',
      'apparmor_file_open < do_dentry_open < io_openat2 < io_issue_sqe < __x64_sys_io_uring_enter',
      // io_uring/openclose.c: io_openat() does nothing but call io_openat2().
      'openat or openat2 (io_uring)',
    ],
    [
      'a NAPI thread',
      'apparmor_sk_clone_security < sk_clone_lock < tcp_v4_rcv < __napi_poll < napi_threaded_poll < kthread < ret_from_fork',
      'napi thread',
    ],
    [
      'an io_uring worker',
      'apparmor_file_open < vfs_open < io_wq_submit_work < io_wq_worker < ret_from_fork',
      'io_uring',
    ],
    [
      'task_work, whose syscall is over',
      'apparmor_file_free_security < __fput < ____fput < task_work_run < exit_to_user_mode_prepare < do_syscall_64',
      'task_work',
    ],
    [
      'task_work, when its own frame was skipped',
      '____fput < exit_to_user_mode_prepare < do_syscall_64',
      'task_work',
    ],
    [
      'a softirq on top of a syscall',
      'apparmor_sk_clone_security < tcp_v4_rcv < __do_softirq < do_softirq < __x64_sys_sendto',
      'softirq',
    ],
    ['a kworker', 'aa_label_kref < process_one_work < worker_thread < kthread < ret_from_fork', 'kworker'],
    ['an RCU callback', 'apparmor_cred_free < put_cred_rcu < rcu_core < __do_softirq', 'rcu'],
    ['an interrupt', 'apparmor_file_open < x < sysvec_call_function_single', 'hardirq'],
    [
      'a syscall that no frame names',
      'apparmor_file_open < do_sys_openat2 < do_syscall_64 < entry_SYSCALL_64_after_hwframe',
      'syscall without a name',
    ],
    ['a program that counts by itself', 'libref:ref_get < app:serve < app:main', 'user code'],
    ['nowhere, in a program', 'libref:ref_get', 'no callchain'],
    ['nowhere, being cut short', 'apparmor_file_open < do_dentry_open', 'chain cut short'],
    ['nowhere, having no callers', 'apparmor_file_open', 'no callchain'],
  ])('%s', (_, text, context) => {
    expect(contextOf(text)).toBe(context);
  });
});

describe('the steps of a chain', () => {
  const steps = (text: string, site: string | null = null) => {
    const profile = newProfile();
    return callChain(profile, drawnStack(profile, text), site);
  };

  it('are hook, LSM hook, what called it, syscall, user function', () => {
    expect(
      steps(
        'apparmor_file_open < security_file_open < do_dentry_open < __x64_sys_openat < libc:open64 < nginx:main',
      ),
    ).toEqual({
      context: 'openat',
      variant: null,
      lsmHook: 'security_file_open',
      lsmHookInferred: false,
      kernelFunction: 'do_dentry_open',
      userFunction: 'open64',
    });
  });

  it('have the LSM hook inferred where the chain skips it, and keep what called it', () => {
    expect(steps('apparmor_file_open < do_dentry_open < __x64_sys_openat')).toMatchObject({
      lsmHook: 'security_file_open',
      lsmHookInferred: true,
      kernelFunction: 'do_dentry_open',
      userFunction: null,
    });
  });

  it('have no caller where the chain goes from the hook to the entry of the syscall', () => {
    expect(
      steps('apparmor_file_open < security_file_open < do_syscall_64 < entry_SYSCALL_64_after_hwframe'),
    ).toMatchObject({ context: 'syscall without a name', kernelFunction: null });
  });

  it('pass over user frames without a name', () => {
    expect(
      steps('apparmor_file_open < do_dentry_open < __x64_sys_openat < libc:? < nginx:main'),
    ).toMatchObject({
      userFunction: 'main',
    });
  });

  it('take nothing from what a softirq interrupted', () => {
    expect(
      steps('file_free_rcu < rcu_core < __do_softirq < security_file_open < __x64_sys_openat < libc:open64'),
    ).toMatchObject({ context: 'rcu', lsmHook: null, kernelFunction: null, userFunction: null });
  });

  it('are the callers where all of it is user code', () => {
    expect(steps('libref:ref_get < app:serve < app:? < app:main')).toMatchObject({
      userFunction: 'serve < ? < main',
      kernelFunction: null,
    });
    expect(steps('libref:atomic_inc < libref:ref_get < app:serve < app:main', 'ref_get').userFunction).toBe(
      'serve < main',
    );
    const deep = steps(`libref:ref_get < ${'app:loop < '.repeat(50)}app:main`).userFunction;
    expect(deep).toBe('loop < loop < loop < loop < loop < ...');
  });

  it('begin at the site where a helper is innermost', () => {
    expect(
      steps('lockref_put_return < dput < terminate_walk < path_openat < __x64_sys_openat', 'terminate_walk'),
    ).toMatchObject({
      kernelFunction: 'path_openat',
    });
  });
});

describe('call paths', () => {
  const profile = newProfile();
  const judge = judgeFor(profile);
  const add = (paths: CallPathTallies, text: string, idleTask: boolean, samples: number): void => {
    const stack = drawnStack(profile, text);
    paths.add(judge.chain(stack), judge.verdict(stack).site?.function ?? '', idleTask, {
      slice: 0,
      samples,
      period: samples,
    });
  };

  it('keep work on an idle CPU apart, and all shares add up', () => {
    const paths = new CallPathTallies();
    const accept = 'apparmor_sk_clone_security < inet_csk_clone_lock < tcp_v4_rcv < __do_softirq';
    add(paths, `${accept} < do_softirq < __x64_sys_sendto`, false, 10);
    add(paths, `${accept} < irq_exit_rcu < asm_sysvec_apic_timer_interrupt < default_idle`, true, 30);
    add(paths, 'apparmor_file_open < do_dentry_open < __x64_sys_openat', false, 60);
    expect(paths.contexts(true).map(({ name, samples, sharePct }) => [name, samples, sharePct])).toEqual([
      ['openat', 60, 60],
      ['softirq on an idle CPU', 30, 30],
      ['softirq', 10, 10],
    ]);
  });

  it('beyond two hundred are one row, so that a hostile trace cannot blow up the output', () => {
    const paths = new CallPathTallies();
    for (let at = 0; at < 500; at++)
      add(paths, `apparmor_file_open < do_dentry_open < __x64_sys_open < evil:f${at}`, false, 1);
    const rows = paths.paths(true);
    expect(rows).toHaveLength(201);
    expect(rows.at(-1)).toMatchObject({ context: 'further paths', samples: 300 });
  });
});
