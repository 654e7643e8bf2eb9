import { noMemory } from './memory.js';
import { REMOVES_ALL } from './scheme.js';
import { fixed } from './tunable.js';

export const critSection = fixed({
  id: 'crit-section',
  idea: "begin/end_current_label_crit_section: no ref while the cred's label is current",
  proposer: 'John Johansen; Vinicius Costa Gomes (2516fde1fa00)',
  maturity: {
    stage: 'mainline',
    note: 'at apparmor_current_getsecid_subj since v6.7 (2516fde1fa00); other hooks would follow the same pattern',
  },
  sources: ['<20230831232224.460363-1-vinicius.gomes@intel.com>', 'commit 2516fde1fa00'],
  cover: { kind: 'sites', residualNs: 0, kept: { 'transient-current': REMOVES_ALL } },
  costLeft: '0 unless the label is stale',
  memoryBytes: noMemory,
  memory: '0',
  objections: [],
  assumptions: [
    'A stale label takes get and put as today: --stale-fraction says how often that is, 0 by default.',
  ],
  adoptions: [
    {
      kernels: { from: '6.7', before: null },
      commit: '2516fde1fa00',
      site: 'apparmor_current_getsecid_subj',
    },
  ],
  underReplacement: 'a task whose label is stale takes get and put at each hook, until its cred is updated',
  takesRefWhenStale: true,
});
