import type { Percent } from './units.js';

/** What leads to a call site: a syscall, or the context a callchain shows instead ("task_work", "softirq"). */
export interface SyscallCount {
  readonly name: string;
  readonly samples: number | null;
}

/**
 * One way by which samples reached the counter: user function -> syscall -> VFS or socket function -> LSM hook ->
 * call site. `null` is a step that the chain does not show.
 */
export interface CallPath {
  /** "openat", "accept4"; "task_work", "softirq", ...; "chain cut short", "no callchain". */
  readonly context: string;
  /** Entry of the syscall that is not the native one: "compat", "io_uring"; `null` for native ones and contexts. */
  readonly variant: string | null;
  /** On an idle CPU: softirq work for others while pid 0 was current. */
  readonly idleTask: boolean;
  /** Innermost user function with a name. */
  readonly userFunction: string | null;
  /** Kernel function next to the syscall's own on the way in: "do_sys_openat2", "inet_csk_accept". */
  readonly kernelFunction: string | null;
  /** "security_file_open". */
  readonly lsmHook: string | null;
  /** The call site: "apparmor_file_open". */
  readonly site: string;
  readonly samples: number | null;
  readonly period: number;
  /** Of the period of all sites together. */
  readonly sharePct: Percent;
  /** 95 % interval; `null` where the input gives percentages only. */
  readonly shareLowPct: Percent | null;
  readonly shareHighPct: Percent | null;
}
