import { bytesPerCpu } from './memory.js';
import { set, tunable } from './tunable.js';

export const bufferHybrid = tunable(
  {
    waitsLeft: {
      unit: 'fraction',
      default: 1 / 8,
      min: 0,
      max: 1,
      meaning: 'waits for the pool lock that are left, in the middle of the range',
      source:
        'hold counts of ea9bae12d028: a failed trylock lets the next 8, 64 or 512 buffers pass the lock',
    },
    cacheBytes: {
      unit: 'bytes',
      default: 32,
      min: 8,
      max: 65_536,
      meaning: 'struct aa_local_cache of one CPU',
      source: 'ea9bae12d028: three unsigned int and a list_head, padded',
    },
  },
  ({ waitsLeft, cacheBytes }) => {
    const mid = set(waitsLeft);
    const kept = { low: Math.min(mid, 1 / 512), mid, high: 1 };
    return {
      id: 'buffer-hybrid',
      idea: 'global pool, and a per-CPU cache of buffers while its lock is contended',
      proposer: 'John Johansen (ea9bae12d028)',
      maturity: { stage: 'mainline', note: 'ea9bae12d028' },
      sources: ['commit ea9bae12d028', 'commit 640cf2f09575 (fix)'],
      cover: { kind: 'lock', role: 'buffer-pool', reads: kept, writes: kept },
      costLeft: 'a trylock, or a list operation with preemption off',
      memoryBytes: (_labels, possibleCpus) => bytesPerCpu(set(cacheBytes), possibleCpus),
      memory: '32 B x possible CPUs; buffers held back in the caches are not counted',
      objections: [],
      assumptions: [
        'No benchmark was published: one wait in 8 is left (1 in 512 at best), from the hold counts of the patch, or all (low).',
      ],
      adoptions: [{ kernels: { from: '6.7', before: null }, commit: 'ea9bae12d028', site: null }],
      underReplacement: 'unaffected: buffers do not belong to labels',
    };
  },
);
