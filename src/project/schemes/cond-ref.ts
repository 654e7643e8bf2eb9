import type { Kept } from '../../model/projection.js';
import type { Fraction } from '../../model/units.js';
import { noMemory } from './memory.js';
import { set, tunable } from './tunable.js';

export const condRef = tunable(
  {
    delegatedFraction: {
      unit: 'fraction',
      default: 0,
      min: 0,
      max: 1,
      meaning: 'opens that take the reference again once objects are delegated',
      source: 'Johansen expects it (discussion of the patch), nobody gave its size: 0 assumed',
    },
  },
  ({ delegatedFraction }) => ({
    id: 'cond-ref',
    idea: 'take the ref only if the label is stale',
    proposer: 'Mateusz Guzik (f4fee216df7d)',
    maturity: { stage: 'mainline', note: 'at apparmor_file_open since v6.11 (f4fee216df7d)' },
    sources: [
      '<20240620171528.167997-1-mjguzik@gmail.com>',
      'commit f4fee216df7d',
      '<202408061645.8512e812-oliver.sang@intel.com>',
    ],
    cover: { kind: 'sites', residualNs: 0, kept: { 'transient-object': exactly(set(delegatedFraction)) } },
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
    assumptions: [
      'A stale label takes get and put as today: --stale-fraction says how often that is, 0 by default.',
      ...(delegatedFraction === 0
        ? []
        : [
            `Of the opens, ${delegatedFraction} go through object delegation and take the reference, as set.`,
          ]),
    ],
    adoptions: [
      { kernels: { from: '6.11', before: null }, commit: 'f4fee216df7d', site: 'apparmor_file_open' },
    ],
    underReplacement: 'an open through a file whose label is stale takes get and put',
    takesRefWhenStale: true,
  }),
);

function exactly(kept: Fraction): Kept {
  return { low: kept, mid: kept, high: kept };
}
