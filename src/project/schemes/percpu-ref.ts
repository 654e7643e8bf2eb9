import { percpuRefBytes } from './memory.js';
import { everySite, PER_CPU_ADD_NS, REMOVES_ALL, type Scheme } from './scheme.js';

export const percpuRef: Scheme = {
  id: 'percpu-ref',
  idea: 'percpu_ref in every label, switched and reclaimed by a kworker',
  proposer: 'Neeraj Upadhyay',
  sources: [
    '<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
    '<20240916050811.473556-1-Neeraj.Upadhyay@amd.com>',
    'commit 2b0d3d3e4fcf (size of percpu_ref)',
  ],
  cover: everySite(REMOVES_ALL, PER_CPU_ADD_NS),
  costLeft: 'this_cpu add inside an RCU read section, no lock prefix',
  memoryBytes: percpuRefBytes,
  memory: '(8 B in the label + 64 B data + 8 B x possible CPUs) x labels',
  objections: [
    {
      by: 'John Johansen',
      why: 'a per-CPU structure in each label is too much with thousands of labels: it would have to be a config option',
      source: 'reply of 2024-05-29 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
    },
    {
      by: 'Neeraj Upadhyay',
      why: 'freeing is deferred, call_rcu_hurry() costs energy, and all switches share one global spinlock',
      source: '<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>, limitations',
    },
  ],
  assumptions: [
    'The reclaim scan (100 labels a run, every 5 s) puts a label in atomic mode for one RCU grace period; contention is back in that window and is not subtracted.',
  ],
  adoptions: [],
};
