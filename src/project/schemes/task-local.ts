import type { Kept } from '../../model/projection.js';
import { noMemory } from './memory.js';
import { REMOVES_ALL, UNKNOWN_PART } from './scheme.js';
import { set, tunable } from './tunable.js';

export const taskLocal = tunable(
  {
    heldLocalFraction: {
      unit: 'fraction',
      default: null,
      nullMeans: 'unknown: 0 to 1, half in the middle',
      min: 0,
      max: 1,
      meaning: 'held references that one task takes and drops under an unchanged cred',
      source: 'nobody published it',
    },
    foreignUpdateFraction: {
      unit: 'fraction',
      default: 0,
      min: 0,
      max: 1,
      meaning:
        'the risk: of those, file labels that another task has updated meanwhile, so that they count after all',
      source: 'Johansen names the risk (2024-05-31), nobody its size: 0 assumed',
    },
    addNs: {
      unit: 'ns',
      default: 1,
      min: 0,
      max: 1000,
      meaning: 'local time of a plain increment of a line that this CPU owns',
      source: 'assumed',
    },
  },
  (values) => {
    const held = heldKept(values.heldLocalFraction, set(values.foreignUpdateFraction));
    return {
      id: 'task-local',
      idea: 'refs that match current->cred go to a counter in task_struct, rolled up when creds change',
      proposer: 'Mateusz Guzik',
      maturity: { stage: 'idea', note: 'the reply of 2024-05-30; no kernel patch found' },
      sources: [
        'reply of 2024-05-30 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
        'https://reviews.freebsd.org/D24007',
      ],
      cover: {
        kind: 'sites',
        residualNs: set(values.addNs),
        kept: { 'transient-current': REMOVES_ALL, 'held-taken': held, 'held-dropped': held },
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
        values.heldLocalFraction === null
          ? 'Held references go local only where one task takes and drops them under an unchanged cred: none (low) to all (high) of them, half in the middle for want of a source.'
          : `Held references go local only where one task takes and drops them under an unchanged cred: ${values.heldLocalFraction} of them, as set.`,
        'References to the label of another object (f_cred) still count.',
      ],
      adoptions: [],
      underReplacement:
        'a task whose cred label is replaced rolls its local count up into the old label, then counts on the new one',
    };
  },
);

function heldKept(local: number | null, foreign: number): Kept {
  const kept = (part: number) => 1 - part * (1 - foreign);
  if (local !== null) return { low: kept(local), mid: kept(local), high: kept(local) };
  return { low: kept(1 - UNKNOWN_PART.low), mid: kept(UNKNOWN_PART.mid), high: kept(1 - UNKNOWN_PART.high) };
}
