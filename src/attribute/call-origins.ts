/**
 * How each architecture names the function of a syscall: arch/*\/include/asm/syscall_wrapper.h, older `SyS_`.
 * `__ia32_sys_` is the entry of 32-bit programs on x86-64 (a 32-bit kernel's native one has the same name).
 */
export const SYSCALL_PREFIXES: readonly { readonly prefix: string; readonly variant: 'compat' | null }[] = [
  { prefix: '__x64_compat_sys_', variant: 'compat' },
  { prefix: '__x64_sys_', variant: null },
  { prefix: '__ia32_compat_sys_', variant: 'compat' },
  { prefix: '__ia32_sys_', variant: 'compat' },
  { prefix: '__arm64_compat_sys_', variant: 'compat' },
  { prefix: '__arm64_sys_', variant: null },
  { prefix: '__riscv_compat_sys_', variant: 'compat' },
  { prefix: '__riscv_sys_', variant: null },
  { prefix: '__s390_compat_sys_', variant: 'compat' },
  { prefix: '__s390_sys_', variant: 'compat' },
  { prefix: '__s390x_sys_', variant: null },
  { prefix: '__se_compat_sys_', variant: 'compat' },
  { prefix: '__se_sys_', variant: null },
  { prefix: '__do_compat_sys_', variant: 'compat' },
  { prefix: '__do_sys_', variant: null },
  { prefix: 'compat_SyS_', variant: 'compat' },
  { prefix: 'SyS_', variant: null },
];

/** Frames that tell on whose behalf work is done when no syscall function leads there. */
export const WORK_CONTEXTS: ReadonlyMap<string, string> = new Map([
  ['task_work_run', 'task_work'],
  // The callbacks of task_work: a function just entered hides its caller.
  ['____fput', 'task_work'],
  ['__do_softirq', 'softirq'],
  ['handle_softirqs', 'softirq'],
  ['run_ksoftirqd', 'softirq'],
  ['process_one_work', 'kworker'],
  ['process_scheduled_works', 'kworker'],
  ['worker_thread', 'kworker'],
  // Receives packets in a thread in place of a softirq (net/core/dev.c).
  ['napi_threaded_poll', 'napi thread'],
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

/** Contexts that run on top of whatever the CPU was doing. */
export const INTERRUPTING: ReadonlySet<string> = new Set(['softirq', 'rcu', 'hardirq']);

/**
 * The function of each io_uring operation and the syscall it stands for: io_uring/opdef.c `io_op_defs[].issue` (torvalds/linux
 * 06a5464be84e, and what later releases added). io_openat() is a tail call of io_openat2() (openclose.c, 24fa3ae9467f):
 * which of the two was asked for no chain shows.
 */
export const IO_URING_OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['io_accept', 'accept4'],
  ['io_bind', 'bind'],
  ['io_close', 'close'],
  ['io_connect', 'connect'],
  ['io_epoll_ctl', 'epoll_ctl'],
  ['io_fadvise', 'fadvise64'],
  ['io_fallocate', 'fallocate'],
  ['io_fgetxattr', 'fgetxattr'],
  ['io_fsetxattr', 'fsetxattr'],
  ['io_fsync', 'fsync'],
  ['io_ftruncate', 'ftruncate'],
  ['io_getxattr', 'getxattr'],
  ['io_linkat', 'linkat'],
  ['io_listen', 'listen'],
  ['io_madvise', 'madvise'],
  ['io_mkdirat', 'mkdirat'],
  ['io_openat', 'openat or openat2'],
  ['io_openat2', 'openat or openat2'],
  ['io_read', 'read'],
  ['io_read_fixed', 'read'],
  ['io_read_mshot', 'read'],
  ['io_readv', 'readv'],
  ['io_recv', 'recv'],
  ['io_recvmsg', 'recvmsg'],
  ['io_recvzc', 'recv'],
  ['io_renameat', 'renameat2'],
  ['io_send', 'send'],
  ['io_send_zc', 'send'],
  ['io_sendmsg', 'sendmsg'],
  ['io_sendmsg_zc', 'sendmsg'],
  ['io_sendzc', 'send'],
  ['io_setxattr', 'setxattr'],
  ['io_shutdown', 'shutdown'],
  ['io_socket', 'socket'],
  ['io_splice', 'splice'],
  ['io_statx', 'statx'],
  ['io_symlinkat', 'symlinkat'],
  ['io_sync_file_range', 'sync_file_range'],
  ['io_tee', 'tee'],
  ['io_unlinkat', 'unlinkat'],
  ['io_write', 'write'],
  ['io_write_fixed', 'write'],
]);

/** By which functions a syscall enters the kernel: arch/*\/entry. */
export const ENTRY_FUNCTIONS: ReadonlySet<string> = new Set([
  'do_fast_syscall_32',
  'do_int80_emulation',
  'do_int80_syscall_32',
  'do_syscall_64',
  'el0_svc',
  'el0_svc_compat',
  'el0_svc_handler',
  'ia32_sys_call',
  'invoke_syscall',
  'ret_fast_syscall',
  'system_call_exception',
  'x32_sys_call',
  'x64_sys_call',
]);
export const ENTRY_PREFIXES: readonly string[] = ['entry_SYSCALL_', 'entry_SYSENTER_', 'entry_INT80'];
