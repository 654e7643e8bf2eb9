import { noMemory } from './memory.js';
import { LEAVES_ALL } from './scheme.js';
import { fixed } from './tunable.js';

export const bufferPool = fixed({
  id: 'buffer-pool',
  idea: 'one global pool of work buffers under aa_buffers_lock',
  proposer: 'Sebastian Siewior (df323337e507)',
  maturity: { stage: 'mainline', note: 'since v5.5 (df323337e507)' },
  sources: ['commit df323337e507'],
  cover: { kind: 'lock', role: 'buffer-pool', reads: LEAVES_ALL, writes: LEAVES_ALL },
  costLeft: 'the lock, twice a buffer',
  memoryBytes: noMemory,
  memory: '0: the buffers in use',
  objections: [
    {
      by: 'Sergey Senozhatsky',
      why: 'the lock itself is contended: on build machines 3.5 % in each of aa_get_buffer and aa_put_buffer',
      source: 'report of 2021-07-13',
    },
  ],
  assumptions: [],
  adoptions: [{ kernels: { from: '5.5', before: '6.7' }, commit: 'df323337e507', site: null }],
  underReplacement: 'unaffected: buffers do not belong to labels',
});
