import { hotCounterBytes } from './memory.js';
import { everySite, PER_CPU_ADD_NS, REMOVES_ALL, type Scheme } from './scheme.js';

/** A recording is assumed to hit one label (model.md, "Line"). */
const HOT_LABELS = 1;

export const dynamicPercpu: Scheme = {
  id: 'dynamic-percpu',
  idea: 'starts atomic, turns per-CPU when hot (more than 4096 gets in a second)',
  proposer: 'Kent Overstreet, 2012; pointed to by Mateusz Guzik',
  sources: [
    '<1356573611-18590-26-git-send-email-koverstreet@google.com>',
    'http://lkml.iu.edu/hypermail/linux/kernel/1301.0/00878.html',
  ],
  cover: everySite(REMOVES_ALL, PER_CPU_ADD_NS),
  costLeft: 'as percpu_ref once switched, and counting of gets before',
  memoryBytes: (_labels, possibleCpus) => hotCounterBytes(HOT_LABELS, possibleCpus),
  memory: '8 B x possible CPUs for each hot label, taken as one',
  objections: [],
  assumptions: [
    'Every label whose line shows in a profile is hot: 4096 transfers of 200 ns are 0.08 % of one CPU.',
    'The counter keeps to one 64-bit word as in the 2012 patch; built on percpu_ref, each label would take 72 B more.',
  ],
  adoptions: [],
};
