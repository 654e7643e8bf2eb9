import { percpuRefBytes } from './memory.js';
import { RECLAIM_PARAMETERS, reclaimCosts, reclaimScan } from './reclaim-scan.js';
import { everySite, PER_CPU_ADD_NS, REMOVES_ALL } from './scheme.js';
import { type ParameterDefinition, set, tunable } from './tunable.js';

export const ADD_PARAMETER: ParameterDefinition = {
  unit: 'ns',
  default: PER_CPU_ADD_NS,
  min: 0,
  max: 1000,
  meaning: 'local time of a this_cpu add inside an RCU read section',
  source: 'assumed: below the 3 to 8 ns of an atomic on an owned line',
};

export const percpuRef = tunable(
  {
    ...RECLAIM_PARAMETERS,
    onlyHotLabels: {
      unit: 'labels',
      default: null,
      nullMeans: 'all labels',
      min: 1,
      max: 1e9,
      whole: true,
      meaning: 'only so many labels, the hot ones, get per-CPU counters',
      source: 'Johansen: "tuning it to be smaller", the thread',
    },
    perCpuAddNs: ADD_PARAMETER,
  },
  (values) => {
    const counted = (labels: number | null) =>
      values.onlyHotLabels === null ? labels : Math.min(labels ?? values.onlyHotLabels, values.onlyHotLabels);
    return {
      id: 'percpu-ref',
      idea: 'percpu_ref in every label, switched and reclaimed by a kworker',
      proposer: 'Neeraj Upadhyay',
      maturity: { stage: 'rfc', note: 'RFC of 2024-01-10 and 2024-09-16; no merged follow-up found' },
      sources: [
        '<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
        '<20240916050811.473556-1-Neeraj.Upadhyay@amd.com>',
        'commit 2b0d3d3e4fcf (size of percpu_ref)',
      ],
      cover: everySite(REMOVES_ALL, set(values.perCpuAddNs)),
      costLeft: 'this_cpu add inside an RCU read section, no lock prefix',
      memoryBytes: (labels, possibleCpus) => percpuRefBytes(counted(labels), possibleCpus),
      memory: '(8 B in the label + 64 B data + 8 B x possible CPUs) x labels',
      objections: [
        {
          by: 'John Johansen',
          why: 'a per-CPU structure in each label is too much with thousands of labels: it would have to be a config option',
          source: 'reply of 2024-05-29 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>',
        },
        {
          by: 'Neeraj Upadhyay',
          why: 'freeing is deferred, call_rcu_hurry() costs energy, and all switches share one global spinlock',
          source: '<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>, limitations',
        },
      ],
      assumptions: [
        'The reclaim scan puts a label in atomic mode for one RCU grace period a round; in that part of the time (refscope schemes percpu-ref) the gain is 1.',
        ...(values.onlyHotLabels === null
          ? []
          : [
              'The labels that the load visits are taken to be among the hot ones, and the others to keep a kref in the same bytes; were there percpu_ref pointers in every label, each of the others would take 8 B more.',
            ]),
      ],
      adoptions: [],
      underReplacement:
        'stays per-CPU; a new label counts atomically until it enters the label tree, and a replaced one waits for the scan to be freed',
      revertedFraction: (labels) => reclaimScan(values, counted(labels)).atomicFraction,
      costs: (labels) => reclaimCosts(values, counted(labels)),
    };
  },
);
