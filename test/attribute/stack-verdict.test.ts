import { describe, expect, it } from 'vitest';
import { callContext } from '../../src/attribute/call-context.js';
import { functionSamples } from '../../src/attribute/function-samples.js';
import type { StackVerdict } from '../../src/attribute/stack-verdict.js';
import { NO_STACK } from '../../src/model/profile.js';
import { addDrawn, drawnStack, judgeFor, newProfile, selectionFor } from './stacks.js';

function verdict(text: string, kernel?: string): StackVerdict {
  const profile = newProfile();
  return judgeFor(profile, kernel).verdict(drawnStack(profile, text));
}

/** Where a call came from. */
function contextOf(text: string): string {
  const profile = newProfile();
  return judgeFor(profile).chain(drawnStack(profile, text)).context;
}

/** What a stack is charged to: a site, what stays unattributed, or other. */
function charge(text: string, kernel?: string): string {
  const { site, unattributed } = verdict(text, kernel);
  if (site !== null) return `${site.operation} ${site.function} ${site.lifetime}`;
  return unattributed === null ? 'other' : `unattributed ${unattributed}`;
}

const OPEN = 'do_dentry_open < path_openat < __x64_sys_openat';

describe('a sample is charged', () => {
  it.each([
    ['to its hook', `apparmor_file_open < ${OPEN}`, 'get+put apparmor_file_open transient-object'],
    [
      'to its hook under a clone’s name',
      `apparmor_file_free_security.isra.0 < __fput`,
      'put apparmor_file_free_security held-dropped',
    ],
    [
      'to its hook when no caller is known',
      'apparmor_file_alloc_security',
      'get apparmor_file_alloc_security held-taken',
    ],
    ['to other when AppArmor only called it', `kfree < apparmor_file_open < ${OPEN}`, 'other'],
    [
      'to other in an out-of-line helper that counts for stale labels only',
      '__begin_current_label_crit_section < apparmor_socket_create < security_socket_create',
      'other',
    ],
    ['to other in the rest of the kernel', OPEN, 'other'],
    ['to nobody at an unresolved kernel address', `? < ${OPEN}`, 'unattributed [unresolved]'],
    [
      'to nobody in an AppArmor function nobody catalogued',
      `aa_brand_new_thing < ${OPEN}`,
      'unattributed aa_brand_new_thing',
    ],
    ['to nobody outside every mapping', '! < libc:open', 'unattributed [unresolved]'],
    ['to other in user code with a name', 'libc:read < nginx:main', 'other'],
    ['to other in user code without a name', 'libc:? < nginx:?', 'other'],
    [
      'to the function that holds an inlined helper',
      `aa_get_label^ < apparmor_file_open < ${OPEN}`,
      'get+put apparmor_file_open transient-object',
    ],
    [
      'to the outermost of nested inlined helpers',
      `atomic_inc^ < kref_get^ < apparmor_file_alloc_security < alloc_empty_file`,
      'get apparmor_file_alloc_security held-taken',
    ],
  ])('%s', (_, stack, expected) => {
    expect(charge(stack)).toBe(expected);
  });

  it('by what the hook did in the recorded kernel', () => {
    // f4fee216df7d (6.11): file_open touches the count only when the label is stale.
    expect(charge(`apparmor_file_open < ${OPEN}`, '6.10')).toContain('transient-object');
    expect(charge(`apparmor_file_open < ${OPEN}`, '6.11')).toBe('other');
  });
});

describe('an out-of-line helper', () => {
  it('is charged to its AppArmor caller', () => {
    expect(charge('aa_get_task_label < apparmor_task_kill < security_task_kill')).toBe(
      'get apparmor_task_kill transient-object',
    );
  });

  it('is charged past other helpers to the first caller that is none', () => {
    expect(
      charge('kref_get_unless_zero < aa_get_label_rcu < apparmor_file_alloc_security < alloc_empty_file'),
    ).toBe('get apparmor_file_alloc_security held-taken');
  });

  it('that serves every kind of object is no label’s without an AppArmor caller', () => {
    expect(charge('kref_put < dst_release < tcp_close')).toBe('other');
    expect(charge('kref_put < aa_put_label < dst_release')).toBe('other');
  });

  it('without a caller stays unattributed', () => {
    expect(charge('aa_get_task_label')).toBe('unattributed aa_get_task_label');
    expect(charge('aa_get_task_label < ?')).toBe('unattributed aa_get_task_label');
  });
});

describe('a lock', () => {
  it('is the one its nearest caller takes', () => {
    expect(
      verdict('native_queued_spin_lock_slowpath < _raw_spin_lock < aa_get_buffer < aa_path_perm').lock,
    ).toBe('buffer-pool');
    expect(verdict('_raw_write_lock_irqsave < aa_label_merge < aa_file_perm').lock).toBe('label-tree');
  });

  it('of others is none of AppArmor’s', () => {
    expect(verdict('_raw_spin_lock < try_to_wake_up < aa_get_buffer').lock).toBe(null);
    expect(verdict('_raw_spin_lock').lock).toBe(null);
    expect(verdict('_raw_spin_lock < ? < aa_get_buffer').lock).toBe(null);
    expect(verdict('memcpy < aa_get_buffer').lock).toBe(null);
  });
});

it('names where irq-off time lands', () => {
  expect(verdict('_raw_spin_unlock_irqrestore < try_to_wake_up').irqOffLanding).toBe(
    '_raw_spin_unlock_irqrestore',
  );
  expect(verdict('try_to_wake_up < _raw_spin_unlock_irqrestore').irqOffLanding).toBe(null);
});

describe('the context of a stack', () => {
  it.each([
    ['__x64_sys_openat', 'openat'],
    ['__ia32_compat_sys_openat', 'openat'],
    ['__ia32_sys_openat', 'openat'],
    ['__arm64_sys_openat', 'openat'],
    ['__arm64_compat_sys_openat', 'openat'],
    ['__do_sys_newfstat', 'newfstat'],
    ['__se_sys_newfstat', 'newfstat'],
    ['SyS_open', 'open'],
    ['compat_SyS_open', 'open'],
    ['task_work_run', 'task_work'],
    ['__do_softirq', 'softirq'],
    ['handle_softirqs', 'softirq'],
    ['do_sys_openat2', null],
    ['x64_sys_call', null],
    ['do_syscall_64', null],
  ])('%s shows %s', (name, context) => {
    expect(callContext(name)?.context ?? null).toBe(context);
  });

  it('is what stands nearest to the call site', () => {
    expect(contextOf('apparmor_file_free_security < __fput < task_work_run < __x64_sys_close')).toBe(
      'task_work',
    );
    expect(contextOf('apparmor_sk_clone_security < __do_softirq < __x64_sys_sendto')).toBe('softirq');
  });

  it('is a chain cut short where the chain does not tell', () => {
    expect(contextOf('apparmor_file_open < do_dentry_open')).toBe('chain cut short');
  });
});

describe('functions', () => {
  it('count a sample without any address as one of [unknown], in self and in children', () => {
    const profile = newProfile();
    profile.addSample(0, profile.internTask('nginx', false), 0, 1, 7, NO_STACK);
    expect(functionSamples(profile, selectionFor(profile), 0)).toEqual([
      { symbol: '[unknown]', dso: '[unknown]', selfSamples: 1, childrenSamples: 1, selfPeriod: 7 },
    ]);
  });

  it('count a recursive symbol once in children and inlined frames to the physical function in self', () => {
    const profile = newProfile();
    addDrawn(profile, { stack: 'walk < walk < walk < main', samples: 3 });
    addDrawn(profile, { stack: 'inlined^ < walk < main', samples: 2 });
    const rows = functionSamples(profile, selectionFor(profile), 0);
    const counts = Object.fromEntries(
      rows.map((row) => [row.symbol, [row.selfSamples, row.childrenSamples]]),
    );
    expect(counts).toEqual({ walk: [5, 5], main: [0, 5], inlined: [0, 2] });
  });
});
