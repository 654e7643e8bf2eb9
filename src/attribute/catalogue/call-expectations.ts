import type { KernelRange } from '../../model/site.js';
import { ANY_RELEASE, until } from './kernel-source.js';

/** What leads to calls of a hook: calls of it are the sum over `from` of `times` x calls of `of`. */
export interface CallExpectation {
  readonly function: string;
  readonly kernels: KernelRange;
  readonly from: readonly { readonly of: string; readonly what: string }[];
  /** A kernel built without what calls the hook never does. */
  readonly mayBeUnused: string | null;
}

const OPEN = { of: 'security_file_open', what: 'open' };
const ACCEPTED = { of: 'security_sk_clone', what: 'accepted connection' };
const CREATED = { of: 'security_socket_post_create', what: 'created socket' };

/**
 * How often hooks are called, in calls of the LSM functions that lead there: a struct file is allocated for each
 * open (fs/file_table.c alloc_empty_file), each accepted and each created socket (net/socket.c sock_alloc_file), and
 * freed again; a struct sock for each of the latter two. Files of pipes, epoll and the like come on top.
 */
export const CALL_EXPECTATIONS: readonly CallExpectation[] = [
  { function: 'apparmor_file_open', kernels: ANY_RELEASE, from: [OPEN], mayBeUnused: null },
  {
    function: 'apparmor_file_alloc_security',
    kernels: ANY_RELEASE,
    from: [OPEN, ACCEPTED, CREATED],
    mayBeUnused: null,
  },
  {
    function: 'apparmor_file_free_security',
    kernels: ANY_RELEASE,
    from: [OPEN, ACCEPTED, CREATED],
    mayBeUnused: null,
  },
  // Which release has which name: kernel-markers.ts.
  { function: 'apparmor_task_getsecid', kernels: until('5.17'), from: [OPEN], mayBeUnused: 'IMA' },
  {
    function: 'apparmor_current_getsecid_subj',
    kernels: { from: '5.17', before: '6.13' },
    from: [OPEN],
    mayBeUnused: 'IMA',
  },
  { function: 'apparmor_sk_clone_security', kernels: ANY_RELEASE, from: [ACCEPTED], mayBeUnused: null },
  { function: 'apparmor_socket_post_create', kernels: ANY_RELEASE, from: [CREATED], mayBeUnused: null },
  {
    function: 'apparmor_sk_free_security',
    kernels: ANY_RELEASE,
    from: [ACCEPTED, CREATED],
    mayBeUnused: null,
  },
];

/** The hooks by which IMA asks for the label of who opens a file, by release. */
export const IMA_HOOKS: readonly string[] = ['apparmor_task_getsecid', 'apparmor_current_getsecid_subj'];

/** The hooks that one open and its close visit, each once. */
export const OPEN_CYCLE: readonly string[] = [
  'apparmor_file_alloc_security',
  'apparmor_file_open',
  ...IMA_HOOKS,
  'apparmor_file_free_security',
];

/** A function that counts less on a path which another function's calls tell apart. */
export interface ShortPath {
  readonly function: string;
  /** Called once on every long path, and by other functions too: its calls bound the long ones from above. */
  readonly longPathCalls: string;
  readonly rmws: number;
  readonly what: string;
}

/**
 * label.c aa_label_merge() of 5.10, 6.1, 6.12 and 7.2, the same in c08b240d5eaa: `if (a == b) return
 * aa_get_newest_label(a)`; else it allocates the merged label.
 */
export const SHORT_PATHS: readonly ShortPath[] = [
  {
    function: 'aa_label_merge',
    longPathCalls: 'aa_label_alloc',
    rmws: 1,
    what: 'both labels were the same: one get',
  },
];
