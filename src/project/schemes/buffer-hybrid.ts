import { bytesPerCpu } from './memory.js';
import type { Scheme } from './scheme.js';

/** struct aa_local_cache: three unsigned int and a list_head, padded. */
const LOCAL_CACHE_BYTES = 32;

/** On a failed trylock the CPU keeps its next 8, 64 or 512 buffers: so many go past the lock for one that waits. */
const KEPT = { low: 1 / 512, mid: 1 / 8, high: 1 };

export const bufferHybrid: Scheme = {
  id: 'buffer-hybrid',
  idea: 'global pool, and a per-CPU cache of buffers while its lock is contended',
  proposer: 'John Johansen (ea9bae12d028)',
  sources: ['commit ea9bae12d028', 'commit 640cf2f09575 (fix)'],
  cover: { kind: 'lock', role: 'buffer-pool', reads: KEPT, writes: KEPT },
  costLeft: 'a trylock, or a list operation with preemption off',
  memoryBytes: (_labels, possibleCpus) => bytesPerCpu(LOCAL_CACHE_BYTES, possibleCpus),
  memory: '32 B x possible CPUs; buffers held back in the caches are not counted',
  objections: [],
  assumptions: [
    'No benchmark was published: one wait in 8 is left (1 in 512 at best), from the hold counts of the patch, or all (low).',
  ],
  adoptions: [{ kernels: { from: '6.7', before: null }, commit: 'ea9bae12d028', site: null }],
};
