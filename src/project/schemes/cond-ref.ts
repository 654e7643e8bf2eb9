import { noMemory } from './memory.js';
import { REMOVES_ALL, type Scheme } from './scheme.js';

export const condRef: Scheme = {
  id: 'cond-ref',
  idea: 'take the ref only if the label is stale',
  proposer: 'Mateusz Guzik (f4fee216df7d)',
  sources: [
    '<20240620171528.167997-1-mjguzik@gmail.com>',
    'commit f4fee216df7d',
    '<202408061645.8512e812-oliver.sang@intel.com>',
  ],
  cover: { kind: 'sites', residualNs: 0, kept: { 'transient-object': REMOVES_ALL } },
  costLeft: '0 unless the label is stale',
  memoryBytes: noMemory,
  memory: '0',
  objections: [
    {
      by: 'John Johansen',
      why: 'replacing unconfined and object delegation will bring the cost back',
      source: 'discussion of <20240620131524.156312-1-mjguzik@gmail.com>',
    },
  ],
  assumptions: ['No label is stale: while policy is being replaced, get and put are back.'],
  adoptions: [
    { kernels: { from: '6.11', before: null }, commit: 'f4fee216df7d', site: 'apparmor_file_open' },
  ],
};
