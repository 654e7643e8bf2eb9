import { noMemory } from './memory.js';
import { REMOVES_ALL, type Scheme } from './scheme.js';

export const critSection: Scheme = {
  id: 'crit-section',
  idea: "begin/end_current_label_crit_section: no ref while the cred's label is current",
  proposer: 'John Johansen; Vinicius Costa Gomes (2516fde1fa00)',
  sources: ['<20230831232224.460363-1-vinicius.gomes@intel.com>', 'commit 2516fde1fa00'],
  cover: { kind: 'sites', residualNs: 0, kept: { 'transient-current': REMOVES_ALL } },
  costLeft: '0 unless the label is stale',
  memoryBytes: noMemory,
  memory: '0',
  objections: [],
  assumptions: ['No label is stale: while policy is being replaced, get and put are back.'],
  adoptions: [
    {
      kernels: { from: '6.7', before: null },
      commit: '2516fde1fa00',
      site: 'apparmor_current_getsecid_subj',
    },
  ],
};
