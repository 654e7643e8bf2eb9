/** How each architecture names the function of a syscall: arch/*\/include/asm/syscall_wrapper.h, older `SyS_`. */
const SYSCALL_PREFIXES = [
  '__x64_compat_sys_',
  '__x64_sys_',
  '__ia32_compat_sys_',
  '__ia32_sys_',
  '__arm64_compat_sys_',
  '__arm64_sys_',
  '__riscv_compat_sys_',
  '__riscv_sys_',
  '__s390_compat_sys_',
  '__s390_sys_',
  '__s390x_sys_',
  '__se_compat_sys_',
  '__se_sys_',
  '__do_compat_sys_',
  '__do_sys_',
  'compat_SyS_',
  'SyS_',
];

/** Frames that tell on whose behalf work is done when no syscall function leads there. */
const CONTEXTS: ReadonlyMap<string, string> = new Map([
  ['task_work_run', 'task_work'],
  ['__do_softirq', 'softirq'],
  ['handle_softirqs', 'softirq'],
  ['run_ksoftirqd', 'softirq'],
  ['process_one_work', 'kworker'],
  ['worker_thread', 'kworker'],
  ['io_wq_worker', 'io_uring'],
  ['io_issue_sqe', 'io_uring'],
  ['io_sq_thread', 'io_uring'],
  ['rcu_core', 'rcu'],
  ['rcu_do_batch', 'rcu'],
  ['do_exit', 'exit'],
  ['do_group_exit', 'exit'],
  ['ret_from_fork', 'kthread'],
  ['kthread', 'kthread'],
  ['asm_exc_page_fault', 'page_fault'],
  ['exc_page_fault', 'page_fault'],
]);

/** Shown when the callchain ends before it says where the call came from. */
export const UNKNOWN_CONTEXT = 'unknown';

/**
 * The syscall that a frame belongs to ("openat" for `__x64_sys_openat`), or the context it shows instead
 * ("task_work", "softirq"); `null` for any other frame. The frame nearest to the call site decides.
 */
export function callContext(name: string): string | null {
  const context = CONTEXTS.get(name);
  if (context !== undefined) return context;
  const prefix = SYSCALL_PREFIXES.find((candidate) => name.startsWith(candidate));
  return prefix === undefined ? null : name.slice(prefix.length);
}
