import type { SchemeCost } from '../../model/scheme-facts.js';
import { percpuRefBytes, percpuRefInlineBytes } from './memory.js';
import { ADD_PARAMETER } from './percpu-ref.js';
import { RECLAIM_PARAMETERS, reclaimCosts, reclaimScan } from './reclaim-scan.js';
import { everySite, LEAVES_ALL, REMOVES_ALL } from './scheme.js';
import { set, tunable } from './tunable.js';

const MIB = 2 ** 20;

export const kconfigRef = tunable(
  {
    percpuBuild: {
      unit: '0 or 1',
      default: 1,
      min: 0,
      max: 1,
      whole: true,
      meaning: '1: the percpu_ref build (or boot) is what is projected; 0: the kref build',
      source: 'Johansen, Upadhyay: kconfig; Guzik: boot-time tunable',
    },
    bootSwitch: {
      unit: '0 or 1',
      default: 0,
      min: 0,
      max: 1,
      whole: true,
      meaning: '1: chosen at boot, so the label holds a percpu_ref pointer in either case',
      source: 'Guzik, reply of 2024-05-29',
    },
    memoryBudgetMiB: {
      unit: 'MiB',
      default: 4,
      min: 0.001,
      max: 1e6,
      meaning: 'extra memory above which the kref build would be chosen',
      source: 'assumed: "few MBs" (Upadhyay, reply of 2024-05-30)',
    },
    ...RECLAIM_PARAMETERS,
    perCpuAddNs: ADD_PARAMETER,
  },
  (values) => {
    const percpu = values.percpuBuild === 1;
    const krefBytes = (labels: number | null) => (values.bootSwitch === 0 ? 0 : percpuRefInlineBytes(labels));
    return {
      id: 'kconfig-ref',
      idea: 'build-time (or boot-time) choice between kref and percpu_ref',
      proposer: 'John Johansen, Neeraj Upadhyay; Mateusz Guzik (boot-time)',
      maturity: { stage: 'idea', note: 'the thread of 2024-05; the percpu_ref side is an RFC' },
      sources: ['replies of 2024-05-29 and 2024-05-30 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>'],
      cover: everySite(percpu ? REMOVES_ALL : LEAVES_ALL, percpu ? set(values.perCpuAddNs) : 0),
      costLeft: 'as chosen; in the percpu_ref build this_cpu add inside an RCU read section',
      memoryBytes: (labels, possibleCpus) =>
        percpu ? percpuRefBytes(labels, possibleCpus) : krefBytes(labels),
      memory:
        'kref build 0 (8 B x labels, if chosen at boot); percpu_ref build (8 B in the label + 64 B data + 8 B x possible CPUs) x labels',
      objections: [],
      assumptions: [
        percpu
          ? 'Gain and memory are those of the percpu_ref build; the kref build gains nothing and queues no reclaim work.'
          : 'The kref build: it gains nothing and queues no reclaim work.',
        'It is one more variant to build and test.',
      ],
      adoptions: [],
      underReplacement: 'as the chosen build: kref as today, percpu_ref as percpu-ref',
      revertedFraction: (labels) => (percpu ? reclaimScan(values, labels).atomicFraction : 0),
      costs: (labels, possibleCpus) => [
        {
          name: 'memory of the kref build',
          value: krefBytes(labels),
          unit: 'bytes',
          why: unknownLabels(labels, values.bootSwitch),
        },
        {
          name: 'memory of the percpu_ref build',
          value: percpuRefBytes(labels, possibleCpus),
          unit: 'bytes',
          why: labels === null || possibleCpus === null ? 'labels or possible CPUs unknown' : null,
        },
        ...crossings(MIB * set(values.memoryBudgetMiB), labels, possibleCpus),
        ...(percpu ? reclaimCosts(values, labels) : []),
      ],
    };
  },
);

function unknownLabels(labels: number | null, bootSwitch: number | null): string | null {
  return labels === null && bootSwitch === 1 ? 'labels unknown' : null;
}

/** Where the percpu_ref build fills a memory budget: labels for the CPUs given, and CPUs for the labels given. */
function crossings(budget: number, labels: number | null, possibleCpus: number | null): SchemeCost[] {
  const perLabel = percpuRefBytes(1, possibleCpus);
  const perCpu = labels === null ? null : (percpuRefBytes(labels, 1) ?? 0) - (percpuRefBytes(labels, 0) ?? 0);
  const atNoCpu = percpuRefBytes(labels, 0);
  const mostCpus = perCpu === null || atNoCpu === null ? null : Math.floor((budget - atNoCpu) / perCpu);
  return [
    {
      name: 'most labels that fit memoryBudgetMiB',
      value: perLabel === null ? null : Math.floor(budget / perLabel),
      unit: 'labels',
      why: perLabel === null ? 'possible CPUs unknown' : null,
    },
    {
      name: 'most possible CPUs that fit memoryBudgetMiB',
      value: mostCpus === null ? null : Math.max(0, mostCpus),
      unit: 'CPUs',
      why: labels === null ? 'labels unknown' : null,
    },
  ];
}
