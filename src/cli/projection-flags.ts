import { Flags } from '@oclif/core';
import { analysisFlags } from './analysis-flags.js';

/** What project and decide take beside the flags of an analysis. */
export const projectionFlags = {
  // Refused with its reason (projected-load.ts), so help does not offer it.
  sites: { ...analysisFlags.sites, hidden: true },
  topology: Flags.string({
    helpValue: 'PRESET|FILE.json',
    description: 'who shares what, and transfer times (default: as recorded, where the CPU model is known)',
  }),
  with: Flags.string({
    helpValue: 'PATH',
    multiple: true,
    multipleNonGreedy: true,
    description: 'another recording of the same load, at another CPU count (repeatable)',
  }),
  unlisted: Flags.string({
    helpValue: 'HOOK,...',
    description:
      'hooks that a list of shares leaves out though the load calls them: each is given the mean share per line transfer',
  }),
  'throughput-by-cpus': Flags.string({
    helpValue: 'FILE.csv',
    description: 'throughput by busy CPUs: cpus,throughput[,off]',
  }),
};
