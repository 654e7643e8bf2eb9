import { bytesPerCpu } from './memory.js';
import { REMOVES_ALL } from './scheme.js';
import { set, tunable } from './tunable.js';

export const bufferPercpu = tunable(
  {
    bufferBytes: {
      unit: 'bytes',
      default: 8192,
      min: 256,
      max: 1 << 20,
      meaning: 'buffers of one CPU',
      source: 'Johansen: "fixed at 2-8K per cpu core depending on the buffer size"; the upper end',
    },
  },
  ({ bufferBytes }) => ({
    id: 'buffer-percpu',
    idea: 'work buffers per CPU',
    proposer: 'the kernel before v5.5',
    maturity: { stage: 'mainline', note: 'before v5.5; replaced' },
    sources: [
      'commit df323337e507 (removed them)',
      'reply of 2024-05-30 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
    ],
    cover: { kind: 'lock', role: 'buffer-pool', reads: REMOVES_ALL, writes: REMOVES_ALL },
    costLeft: 'preemption off while a buffer is in use',
    memoryBytes: (_labels, possibleCpus) => bytesPerCpu(set(bufferBytes), possibleCpus),
    memory: '2 to 8 KiB x possible CPUs, by buffer size; 8 KiB counted',
    objections: [
      {
        by: 'Sebastian Siewior',
        why: 'preemption is off while a buffer is held, which real-time kernels cannot have',
        source: 'commit df323337e507',
      },
      {
        by: 'John Johansen',
        why: 'the memory was too much for some machines',
        source: 'reply of 2024-05-29 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
      },
    ],
    assumptions: [],
    adoptions: [{ kernels: { from: null, before: '5.5' }, commit: 'df323337e507 (its parent)', site: null }],
    underReplacement: 'unaffected: buffers do not belong to labels',
  }),
);
