import { noMemory } from './memory.js';
import { REMOVES_ALL, type Scheme, UNKNOWN_PART } from './scheme.js';

/** A plain increment of a line that this CPU owns: a nanosecond, assumed. */
const PLAIN_ADD_NS = 1;

export const taskLocal: Scheme = {
  id: 'task-local',
  idea: 'refs that match current->cred go to a counter in task_struct, rolled up when creds change',
  proposer: 'Mateusz Guzik',
  sources: [
    'reply of 2024-05-30 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
    'https://reviews.freebsd.org/D24007',
  ],
  cover: {
    kind: 'sites',
    residualNs: PLAIN_ADD_NS,
    kept: {
      'transient-current': REMOVES_ALL,
      'held-taken': UNKNOWN_PART,
      'held-dropped': UNKNOWN_PART,
    },
  },
  costLeft: 'a plain increment in task_struct',
  memoryBytes: noMemory,
  memory: '0 where the counter fits the padding of task_struct (check the BTF of your kernel)',
  objections: [
    {
      by: 'John Johansen',
      why: 'file labels are updated live by other tasks and will not always start as the label of the task',
      source: 'replies of 2024-05-30 and 2024-05-31 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
    },
  ],
  assumptions: [
    'Held references go local only where one task takes and drops them under an unchanged cred: none (low) to all (high) of them, half in the middle for want of a source.',
    'References to the label of another object (f_cred) still count.',
  ],
  adoptions: [],
};
