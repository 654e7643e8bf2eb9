import { bytesPerCpu } from './memory.js';
import { REMOVES_ALL, type Scheme } from './scheme.js';

const CACHE_LINE_BYTES = 64;

/** A store, a barrier and a check: about an uncontended atomic, assumed; no reader costs were published. */
const SLOT_CHECK_NS = 5;

export const hazardPointer: Scheme = {
  id: 'hazard-pointer',
  idea: 'protect the label with a hazard pointer instead of counting',
  proposer: 'Neeraj Upadhyay, Paul McKenney, Boqun Feng',
  sources: [
    '<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
    '<20240917143402.930114-1-boqun.feng@gmail.com>',
    '<20250625031101.12555-1-boqun.feng@gmail.com>',
  ],
  cover: {
    kind: 'sites',
    residualNs: SLOT_CHECK_NS,
    kept: { 'transient-current': REMOVES_ALL, 'transient-object': REMOVES_ALL },
  },
  costLeft: 'a store and a check in a slot of this CPU or task',
  memoryBytes: (_labels, possibleCpus) => bytesPerCpu(CACHE_LINE_BYTES, possibleCpus),
  memory: 'one cache line of slots (64 B, assumed) x possible CPUs, nothing per label',
  objections: [],
  assumptions: [
    'Transient sites only: slots are bounded, so a reference kept in a file, socket or cred still counts.',
    'The API was a prototype in the thread, and nobody published labels on it.',
    'Freeing a label scans all slots; that cost is not subtracted.',
  ],
  adoptions: [],
};
