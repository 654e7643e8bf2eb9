import { bytesPerLabel } from './memory.js';
import { LEAVES_ALL, UNKNOWN_PART } from './scheme.js';
import { set, tunable } from './tunable.js';

export const lazyLabelInsert = tunable(
  {
    insertFraction: {
      unit: 'fraction',
      default: null,
      nullMeans: 'unknown: 0 to 1, half in the middle',
      min: 0,
      max: 1,
      meaning: 'writes of the label tree that are inserts during policy replacement',
      source: 'nobody published it, and lock_stat does not tell',
    },
    listNodeBytes: {
      unit: 'bytes',
      default: 16,
      min: 8,
      max: 4096,
      meaning: 'list node in each label',
      source: 'struct list_head on 64-bit kernels',
    },
  },
  ({ insertFraction, listNodeBytes }) => {
    const kept = insertFraction === null ? null : 1 - insertFraction;
    return {
      id: 'lazy-label-insert',
      idea: 'new compound labels are queued on a list; the running tree update inserts them',
      proposer: 'John Johansen',
      maturity: { stage: 'idea', note: 'the thread of 2024-05' },
      sources: ['replies of 2024-05 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>'],
      cover: {
        kind: 'lock',
        role: 'label-tree',
        reads: LEAVES_ALL,
        writes: kept === null ? UNKNOWN_PART : { low: kept, mid: kept, high: kept },
      },
      costLeft: 'a list add',
      memoryBytes: (labels) => bytesPerLabel(set(listNodeBytes), labels),
      memory: '16 B (a list node) x labels',
      objections: [],
      assumptions: [
        'A find must look in the list too; that cost is not subtracted.',
        insertFraction === null
          ? 'Inserts during policy replacement are part of the writes, and lock_stat does not say which part: none (low) to all (high) of them, half in the middle for want of a source.'
          : `Of the writes, ${insertFraction} are inserts during policy replacement, as set.`,
      ],
      adoptions: [],
      underReplacement: 'this is what it is for: inserts no longer wait for the running update',
    };
  },
);
