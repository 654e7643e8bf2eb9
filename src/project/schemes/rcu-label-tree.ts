import { noMemory } from './memory.js';
import { LEAVES_ALL, REMOVES_ALL } from './scheme.js';
import { fixed } from './tunable.js';

export const rcuLabelTree = fixed({
  id: 'rcu-label-tree',
  idea: 'label tree read without its lock, under RCU or a seqlock',
  proposer: 'John Johansen',
  maturity: { stage: 'idea', note: 'the thread of 2024-05' },
  sources: ['reply of 2024-05-29 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>'],
  cover: { kind: 'lock', role: 'label-tree', reads: REMOVES_ALL, writes: LEAVES_ALL },
  costLeft: 'none',
  memoryBytes: noMemory,
  memory: '0: the label has its rcu_head already',
  objections: [],
  assumptions: ['Writers pay a grace period, which is not subtracted.'],
  adoptions: [],
  underReplacement:
    'readers do not wait for the replacement; it pays a grace period, and readers may see the old label until then',
});
