import { bytesPerCpu } from './memory.js';
import { REMOVES_ALL } from './scheme.js';
import { set, tunable } from './tunable.js';

export const hazardPointer = tunable(
  {
    slotBytes: {
      unit: 'bytes',
      default: 64,
      min: 8,
      max: 65_536,
      meaning: 'slots of one CPU',
      source: 'assumed: one cache line',
    },
    checkNs: {
      unit: 'ns',
      default: 5,
      min: 0,
      max: 1000,
      meaning: 'local time of a store, a barrier and a check',
      source: 'assumed: about an uncontended atomic; no reader costs were published',
    },
  },
  (values) => ({
    id: 'hazard-pointer',
    idea: 'protect the label with a hazard pointer instead of counting',
    proposer: 'Neeraj Upadhyay, Paul McKenney, Boqun Feng',
    maturity: { stage: 'prototype', note: 'an API prototype for lib/; no label patch' },
    sources: [
      '<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
      '<20240917143402.930114-1-boqun.feng@gmail.com>',
      '<20250625031101.12555-1-boqun.feng@gmail.com>',
    ],
    cover: {
      kind: 'sites',
      residualNs: set(values.checkNs),
      kept: { 'transient-current': REMOVES_ALL, 'transient-object': REMOVES_ALL },
    },
    costLeft: 'a store and a check in a slot of this CPU or task',
    memoryBytes: (_labels, possibleCpus) => bytesPerCpu(set(values.slotBytes), possibleCpus),
    memory: 'one cache line of slots (64 B, assumed) x possible CPUs, nothing per label',
    objections: [],
    assumptions: [
      'Transient sites only: slots are bounded, so a reference kept in a file, socket or cred still counts.',
      'The API was a prototype in the thread, and nobody published labels on it.',
      'Freeing a label scans all slots; that cost is not subtracted.',
    ],
    adoptions: [],
    underReplacement:
      'a stale label is followed to its replacement and protected there, no count taken; each freed label costs a scan of all slots',
    costs: (_labels, possibleCpus) => [
      {
        name: 'slots read when a label is freed',
        value: bytesPerCpu(set(values.slotBytes), possibleCpus),
        unit: 'bytes',
        why: possibleCpus === null ? 'possible CPUs unknown' : null,
      },
    ],
  }),
);
