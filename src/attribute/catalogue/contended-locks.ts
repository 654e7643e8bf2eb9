import type { SourceReference } from '../../model/site.js';

/** A spinning lock of the kernel, by the functions that take it. */
export interface ContendedLock {
  /** What `--single-instance` takes: "socket-lock". */
  readonly class: string;
  readonly name: string;
  readonly takenIn: readonly string[];
  readonly singleInstance: boolean;
  readonly why: string;
  readonly sources: readonly SourceReference[];
}

const source = (file: string): SourceReference => ({ file, revision: 'v6.1.192' });

/**
 * `takenIn` was held against the sources of 6.1.192 and 6.12.117: each takes the lock itself or through a function that
 * compilers inline there (rmqueue_buddy into rmqueue and get_page_from_freelist, ep_poll into do_epoll_wait, alloc_fd
 * into get_unused_fd_flags, __mod_timer into mod_timer); those called with the lock held are left out.
 *
 * Locks that loads with many opens, accepts and requests spin for. AppArmor's own are in lock-roles.ts. A lock that
 * is not listed is shown under the function that takes it.
 */
export const CONTENDED_LOCKS: readonly ContendedLock[] = [
  {
    class: 'socket-lock',
    name: 'socket lock (sk_lock.slock)',
    takenIn: [
      '__lock_sock_fast',
      '__release_sock',
      'do_tcp_setsockopt',
      'lock_sock_fast',
      'lock_sock_nested',
      'release_sock',
      'tcp_recvmsg',
      'tcp_sendmsg',
      'tcp_sendpage',
      'tcp_v4_rcv',
      'tcp_v6_rcv',
    ],
    singleInstance: false,
    why: 'one per socket; a listener that all workers accept from is one line',
    sources: [
      {
        ...source('net/core/sock.c'),
        note: 'lock_sock_nested(); the tcp_ functions call it or bh_lock_sock()',
      },
    ],
  },
  {
    class: 'zone-lock',
    name: 'page allocator zone lock (zone->lock)',
    takenIn: [
      '__free_pages_ok',
      '__rmqueue_pcplist',
      'free_one_page',
      'free_pcppages_bulk',
      'get_page_from_freelist',
      'rmqueue',
      'rmqueue_buddy',
      'rmqueue_bulk',
    ],
    singleInstance: false,
    why: 'one per memory zone: one or two on a machine with one node',
    sources: [source('mm/page_alloc.c')],
  },
  {
    class: 'files-lock',
    name: 'file table lock (files_struct.file_lock)',
    takenIn: [
      '__x64_sys_close',
      'alloc_fd',
      'close_fd',
      'close_fd_get_file',
      'do_dup2',
      'fd_install',
      'get_unused_fd_flags',
      'put_unused_fd',
    ],
    singleInstance: false,
    why: 'one per file table, that is per process',
    sources: [source('fs/file.c')],
  },
  {
    class: 'dentry-lock',
    name: 'dentry lock (d_lock)',
    takenIn: [
      '__d_lookup',
      'd_alloc',
      'd_alloc_parallel',
      'd_delete',
      'd_walk',
      'dput',
      'lockref_get',
      'lockref_get_not_dead',
      'lockref_get_not_zero',
      'lockref_put_not_zero',
      'lockref_put_or_lock',
    ],
    singleInstance: false,
    why: 'one per dentry',
    sources: [source('fs/dcache.c')],
  },
  {
    class: 'inode-list-lock',
    name: 'inode list of a filesystem (s_inode_list_lock)',
    takenIn: ['evict_inodes', 'inode_sb_list_add', 'inode_sb_list_del', 'invalidate_inodes'],
    singleInstance: false,
    why: 'one per mounted filesystem',
    sources: [source('fs/inode.c')],
  },
  {
    class: 'wait-queue',
    name: 'wait queue lock',
    takenIn: [
      '__wake_up',
      '__wake_up_common_lock',
      '__wake_up_sync_key',
      'add_wait_queue',
      'finish_wait',
      'prepare_to_wait',
      'prepare_to_wait_event',
      'prepare_to_wait_exclusive',
      'remove_wait_queue',
    ],
    singleInstance: false,
    why: 'one per wait queue',
    sources: [source('kernel/sched/wait.c')],
  },
  {
    class: 'epoll-lock',
    name: 'ready list of an epoll instance (ep->lock)',
    takenIn: ['do_epoll_wait', 'ep_done_scan', 'ep_insert', 'ep_modify', 'ep_poll_callback', 'ep_start_scan'],
    singleInstance: false,
    why: 'one per epoll instance, that is per worker in most servers',
    sources: [source('fs/eventpoll.c')],
  },
  {
    class: 'rq-lock',
    name: 'run queue lock',
    takenIn: [
      '__schedule',
      '__task_rq_lock',
      'raw_spin_rq_lock_nested',
      'raw_spin_rq_trylock',
      'sched_ttwu_pending',
      'task_rq_lock',
      'try_to_wake_up',
      'ttwu_queue',
    ],
    singleInstance: false,
    why: 'one per CPU',
    sources: [source('kernel/sched/core.c')],
  },
  {
    class: 'timer-lock',
    name: 'timer base lock',
    takenIn: ['__mod_timer', '__run_timers', 'lock_timer_base', 'mod_timer'],
    singleInstance: false,
    why: 'one per CPU',
    sources: [source('kernel/time/timer.c')],
  },
];
