import { noMemory } from './memory.js';
import { fixed } from './tunable.js';

export const kref = fixed({
  id: 'kref',
  idea: 'one atomic counter in the label: today',
  proposer: 'the kernel as it is',
  maturity: { stage: 'mainline', note: 'the kernel today' },
  sources: ['security/apparmor/include/label.h'],
  cover: null,
  costLeft: 'one locked read-modify-write a get or put',
  memoryBytes: noMemory,
  memory: '4 B in the label, counted as 0: the baseline',
  objections: [],
  assumptions: [],
  adoptions: [],
  underReplacement:
    'a stale label is followed to its replacement in a compare-and-swap loop, which gets worse with waiters',
});
