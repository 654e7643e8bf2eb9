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
  {
    function: 'apparmor_current_getsecid_subj',
    kernels: until('6.13'),
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

/** The hooks that one open and its close visit, each once. */
export const OPEN_CYCLE: readonly string[] = [
  'apparmor_file_alloc_security',
  'apparmor_file_open',
  'apparmor_current_getsecid_subj',
  'apparmor_file_free_security',
];
