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
  /** "openat", "accept4"; "task_work", "softirq", ...; "user code", "chain cut short", "no callchain", "further paths". */
  readonly context: string;
  /** Entry of the syscall that is not the native one: "compat", "io_uring"; `null` for native ones and contexts. */
  readonly variant: string | null;
  /** On an idle CPU: softirq work for others while pid 0 was current. */
  readonly idleTask: boolean;
  /** Innermost user function with a name; in user code alone the site's callers: "plain_round < run < main". */
  readonly userFunction: string | null;
  /** What called the LSM hook, or the site where there is none: "do_dentry_open", "inet_csk_clone_lock". */
  readonly kernelFunction: string | null;
  /** "security_file_open". */
  readonly lsmHook: string | null;
  /** Samples whose chain does not show the LSM hook: of a function just entered. It is the only one that calls it. */
  readonly lsmHookInferredSamples: number | null;
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

/** All paths of one syscall or context together; "openat", "close (compat)", "softirq on an idle CPU". */
export interface ContextShare {
  readonly name: string;
  readonly samples: number | null;
  readonly period: number;
  /** Of the period of all sites together. */
  readonly sharePct: Percent;
  readonly shareLowPct: Percent | null;
  readonly shareHighPct: Percent | null;
}
