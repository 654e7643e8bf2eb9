import { hotCounterBytes } from './memory.js';
import { ADD_PARAMETER } from './percpu-ref.js';
import { everySite, REMOVES_ALL } from './scheme.js';
import { set, tunable } from './tunable.js';

export const dynamicPercpu = tunable(
  {
    getsPerSecond: {
      unit: 'gets/s',
      default: 4096,
      min: 1,
      max: 1e9,
      meaning: 'gets in a second above which a label turns per-CPU',
      source: '"completely arbitrarily, 4096", Overstreet 2012',
    },
    hotLabels: {
      unit: 'labels',
      default: 1,
      min: 1,
      max: 1e9,
      whole: true,
      meaning: 'labels hot enough to turn per-CPU',
      source: 'assumed: a recording is taken to hit one label',
    },
    perCpuAddNs: ADD_PARAMETER,
  },
  (values) => ({
    id: 'dynamic-percpu',
    idea: `starts atomic, turns per-CPU when hot (more than ${values.getsPerSecond} gets in a second)`,
    proposer: 'Kent Overstreet, 2012; pointed to by Mateusz Guzik',
    maturity: { stage: 'prototype', note: 'patches of 2012 (aio), never for labels' },
    sources: [
      '<1356573611-18590-26-git-send-email-koverstreet@google.com>',
      'http://lkml.iu.edu/hypermail/linux/kernel/1301.0/00878.html',
    ],
    cover: everySite(REMOVES_ALL, set(values.perCpuAddNs)),
    costLeft: 'as percpu_ref once switched, and counting of gets before',
    memoryBytes: (labels, possibleCpus) =>
      hotCounterBytes(Math.min(set(values.hotLabels), labels ?? set(values.hotLabels)), possibleCpus),
    memory: '8 B x possible CPUs for each hot label, taken as one',
    objections: [],
    assumptions: [
      `Every label whose line shows in a profile is hot: ${values.getsPerSecond} transfers of 200 ns are ${(set(values.getsPerSecond) * 200e-7).toPrecision(1)} % of one CPU.`,
      'The counter keeps to one 64-bit word as in the 2012 patch; built on percpu_ref, each label would take 72 B more.',
    ],
    adoptions: [],
    underReplacement:
      'a new label counts atomically until it is hot again: each replacement brings the contention back for that long',
  }),
);
