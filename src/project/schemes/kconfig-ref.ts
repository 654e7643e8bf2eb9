import { percpuRefBytes } from './memory.js';
import { everySite, PER_CPU_ADD_NS, REMOVES_ALL, type Scheme } from './scheme.js';

export const kconfigRef: Scheme = {
  id: 'kconfig-ref',
  idea: 'build-time (or boot-time) choice between kref and percpu_ref',
  proposer: 'John Johansen, Neeraj Upadhyay; Mateusz Guzik (boot-time)',
  sources: ['replies of 2024-05-29 and 2024-05-30 to <f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>'],
  cover: everySite(REMOVES_ALL, PER_CPU_ADD_NS),
  costLeft: 'as chosen; in the percpu_ref build this_cpu add inside an RCU read section',
  memoryBytes: percpuRefBytes,
  memory: 'kref build 0; percpu_ref build (8 B in the label + 64 B data + 8 B x possible CPUs) x labels',
  objections: [],
  assumptions: [
    'Gain and memory are those of the percpu_ref build; the kref build gains nothing, costs nothing and queues no reclaim work.',
    'It is one more variant to build and test.',
  ],
  adoptions: [],
};
