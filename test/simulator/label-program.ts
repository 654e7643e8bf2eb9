import type { Add, Chain, Step } from './workload.js';

/** What a request of the simulated server does; times in ns. */
export interface LabelLoad {
  /** Work that touches nothing shared. */
  readonly thinkNs: number;
  /** On the CPU itself for one atomic. */
  readonly localNs: number;
  /** Time for which the buffer pool's lock is held in a request; 0: it is not taken. */
  readonly poolHoldNs: number;
  /** Whether another CPU may take the line between a get and the put that follows at once. */
  readonly pairsPart?: boolean;
}

const SYSCALL: Chain = [
  'do_sys_openat2+0x94',
  '__x64_sys_openat+0x5f',
  'x64_sys_call+0x2fe',
  'do_syscall_64+0x2f',
  'entry_SYSCALL_64_after_hwframe+0x4b',
];
const OPEN: Chain = ['path_openat+0x9d2', 'do_filp_open+0x9e', ...SYSCALL];
const FILE_OPEN: Chain = ['security_file_open+0x2b', 'do_dentry_open+0xea', 'vfs_open+0x2d', ...OPEN];
const POOL: Chain = ['aa_get_buffer+0x34', 'aa_path_perm+0x77', 'apparmor_file_open+0x1e4', ...FILE_OPEN];

/** Chains as the kernel of fixtures/perf-script/header.txt.gz (6.1, IMA built in) shows them, leaf first. */
const CHAINS = {
  user: ['ngx_http_process_request+0x40'],
  kernel: ['path_openat+0x920', 'do_filp_open+0x9e', ...SYSCALL],
  getsecid: [
    'apparmor_current_getsecid_subj+0x6e',
    'security_current_getsecid_subj+0x27',
    'ima_file_check+0x26',
    ...OPEN,
  ],
  alloc: ['apparmor_file_alloc_security+0x6b', 'security_file_alloc+0x37', 'alloc_empty_file+0x5d', ...OPEN],
  open: ['apparmor_file_open+0x9f', ...FILE_OPEN],
  free: [
    'apparmor_file_free_security+0x55',
    'security_file_free+0x2b',
    '__fput+0xf1',
    '____fput+0xe',
    'task_work_run+0x5e',
    'exit_to_user_mode_prepare+0x10b',
    'syscall_exit_to_user_mode+0x21',
    'do_syscall_64+0x3b',
    'entry_SYSCALL_64_after_hwframe+0x4b',
  ],
  poolWait: ['native_queued_spin_lock_slowpath+0x33', '_raw_spin_lock+0x1e', ...POOL],
  poolHeld: POOL,
} as const;

type Site = 'getsecid' | 'alloc' | 'open' | 'free';

/** Atomics at a site. The put of a pair follows at once and mostly finds the line still there (model.md, limit 3). */
const ATOMICS: Readonly<Record<Site, number>> = { getsecid: 2, alloc: 1, open: 2, free: 1 };

/** What stands in place of a site's atomics, as model.md's table of schemes has it; ns of work, 0: nothing. */
export type InPlace = Readonly<Partial<Record<Site, number>>>;

/**
 * The schemes, told from model.md and not from src/project: a per-CPU add is a plain instruction, a hazard pointer a
 * store and a check.
 */
export const SCHEMES_IN_PLACE: Readonly<Record<string, InPlace>> = {
  'percpu-ref': { getsecid: 2, alloc: 2, open: 2, free: 2 },
  'crit-section': { getsecid: 0 },
  'cond-ref': { open: 0 },
  'hazard-pointer': { getsecid: 5, open: 5 },
};

/** One request: open and close of a file, between work. */
export function labelProgram(
  { thinkNs, localNs, poolHoldNs, pairsPart = false }: LabelLoad,
  inPlace: InPlace = {},
): Step[] {
  const site = (at: Site): Step[] => {
    const left = inPlace[at];
    if (left !== undefined) return [work(CHAINS[at], left)];
    if (!pairsPart) return [add(CHAINS[at], ATOMICS[at] * localNs)];
    return Array.from({ length: ATOMICS[at] }, () => add(CHAINS[at], localNs));
  };
  const pool: Step[] =
    poolHoldNs > 0
      ? [
          {
            kind: 'lock',
            lock: 'aa_buffers_lock',
            holdNs: poolHoldNs,
            waitChain: CHAINS.poolWait,
            chain: CHAINS.poolHeld,
          },
        ]
      : [];
  return [
    work(CHAINS.user, 0.4 * thinkNs),
    ...site('alloc'),
    work(CHAINS.kernel, 0.2 * thinkNs),
    ...pool,
    ...site('open'),
    work(CHAINS.kernel, 0.1 * thinkNs),
    ...site('getsecid'),
    work(CHAINS.kernel, 0.3 * thinkNs),
    ...site('free'),
  ];
}

function work(chain: Chain, ns: number): Step {
  return { kind: 'work', ns, chain };
}

function add(chain: Chain, localNs: number): Add {
  return { kind: 'add', line: 'label', localNs, chain };
}
