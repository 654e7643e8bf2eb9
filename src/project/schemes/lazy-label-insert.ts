import { bytesPerLabel } from './memory.js';
import { LEAVES_ALL, type Scheme, UNKNOWN_PART } from './scheme.js';

/** struct list_head. */
const LIST_NODE_BYTES = 16;

export const lazyLabelInsert: Scheme = {
  id: 'lazy-label-insert',
  idea: 'new compound labels are queued on a list; the running tree update inserts them',
  proposer: 'John Johansen',
  sources: ['replies of 2024-05 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>'],
  cover: { kind: 'lock', role: 'label-tree', reads: LEAVES_ALL, writes: UNKNOWN_PART },
  costLeft: 'a list add',
  memoryBytes: (labels) => bytesPerLabel(LIST_NODE_BYTES, labels),
  memory: '16 B (a list node) x labels',
  objections: [],
  assumptions: [
    'A find must look in the list too; that cost is not subtracted.',
    'Inserts during policy replacement are part of the writes, and lock_stat does not say which part: none (low) to all (high) of them, half in the middle for want of a source.',
  ],
  adoptions: [],
};
