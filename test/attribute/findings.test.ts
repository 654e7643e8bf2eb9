import { describe, expect, it } from 'vitest';
import { type RecordingFacts, recordingFindings, throughputWithheld } from '../../src/attribute/findings.js';
import type { EventAttribution, SiteShare } from '../../src/model/analysis.js';
import { unknownMachine } from '../../src/model/machine.js';
import { NO_CODE_EVIDENCE } from '../no-code-evidence.js';
import { CPU_CLOCK } from './stacks.js';

const NONE = { samples: 0, period: 0 };

function site(samples: number): SiteShare {
  return {
    function: 'apparmor_file_open',
    operation: 'get+put',
    lifetime: 'transient-object',
    samples,
    period: samples,
    sharePct: 1,
    shareLowPct: 1,
    shareHighPct: 1,
    evidence: 'function',
    confidence: 'low',
    casLoop: false,
    instructions: [],
    rmws: 2,
    transfers: 1,
    syscalls: [],
  };
}

const ATTRIBUTION: EventAttribution = {
  event: 'cycles',
  total: { samples: 100_000, period: 100_000 },
  idle: NONE,
  foreign: NONE,
  lost: 0,
  labelSharePct: 1,
  labelShareLowPct: 1,
  labelShareHighPct: 1,
  labelShareWhy: null,
  labelShareBound: 'upper',
  instructionEvidence: NO_CODE_EVIDENCE,
  labelPerfPct: 1,
  sites: [site(1000)],
  contexts: [],
  callPaths: [],
  other: { samples: 99_000, period: 99_000 },
  unattributed: NONE,
  unattributedFunctions: [],
  irqOffLanding: [],
  locks: [],
};

/** A recording nothing is odd about: cycles on a real machine, CPUs busy, symbols and callchains there. */
const SOUND: RecordingFacts = {
  event: { ...CPU_CLOCK, name: 'cycles', type: 0, config: 0 },
  attribution: ATTRIBUTION,
  machine: { ...unknownMachine(), cpuModel: 'AMD EPYC 9654 96-Core Processor' },
  busy: { busyCpus: 8, why: '', idlePct: 2, tickYield: 1 },
  loadGenerators: [],
  hasCallchains: true,
  unresolvedKernelPct: 0,
  kernelSymbols: true,
  symbolsMatch: true,
  subject: 'label',
};

const attribution = (change: Partial<EventAttribution>): Partial<RecordingFacts> => ({
  attribution: { ...ATTRIBUTION, ...change },
});
const busy = (change: Partial<RecordingFacts['busy']>): Partial<RecordingFacts> => ({
  busy: { ...SOUND.busy, ...change },
});
const kinds = (change: Partial<RecordingFacts>): string[] =>
  recordingFindings({ ...SOUND, ...change }).map(({ kind }) => kind);

it('finds nothing odd about a sound recording', () => {
  expect(kinds({})).toEqual([]);
});

describe.each<[kind: string, triggers: Partial<RecordingFacts>, justNot: Partial<RecordingFacts>]>([
  [
    'nothing-busy',
    attribution({ total: NONE, sites: [] }),
    attribution({ total: { samples: 1, period: 1 } }),
  ],
  ['no-label-sites', attribution({ labelSharePct: 0 }), attribution({ labelSharePct: null })],
  ['no-label-sites', attribution({ labelSharePct: 0 }), attribution({ labelSharePct: 0.01 })],
  [
    'few-samples',
    attribution({ total: { samples: 1499, period: 1 } }),
    attribution({ total: { samples: 1500, period: 1 } }),
  ],
  ['few-samples', attribution({ sites: [site(60), site(39)] }), attribution({ sites: [site(60), site(40)] })],
  [
    'emulated-machine',
    { machine: { ...unknownMachine(), cpuModel: 'QEMU Virtual CPU version 2.5+' } },
    { machine: unknownMachine() },
  ],
  ['missing-ticks', busy({ tickYield: 0.89 }), busy({ tickYield: 0.9 })],
  ['missing-ticks', busy({ tickYield: 0.5 }), busy({ tickYield: null })],
  ['not-cpu-bound', busy({ idlePct: 10.1 }), busy({ idlePct: 10 })],
  [
    'more-busy-than-online',
    {
      ...busy({ busyCpus: 4096, why: 'from --recorded-cpus' }),
      machine: { ...unknownMachine(), onlineCpus: 8 },
    },
    {
      ...busy({ busyCpus: 8, why: 'from --recorded-cpus' }),
      machine: { ...unknownMachine(), onlineCpus: 8 },
    },
  ],
  [
    'load-generator-on-same-cpus',
    { loadGenerators: [{ comm: 'wrk', sharePct: 31 }] },
    { loadGenerators: [] },
  ],
  [
    'unresolved-kernel-addresses',
    attribution({ unattributedFunctions: [{ function: '[unresolved]', samples: 5001, period: 5001 }] }),
    attribution({ unattributedFunctions: [{ function: '[unresolved]', samples: 5000, period: 5000 }] }),
  ],
  [
    'unresolved-kernel-addresses',
    attribution({ unattributedFunctions: [{ function: '[unresolved]', samples: 5001, period: 5001 }] }),
    attribution({ unattributedFunctions: [{ function: 'aa_unheard_of', samples: 5001, period: 5001 }] }),
  ],
  [
    'unresolved-kernel-addresses',
    attribution({ unattributedFunctions: [{ function: '[unresolved]', samples: 5001, period: 5001 }] }),
    {
      ...attribution({ unattributedFunctions: [{ function: '[unresolved]', samples: 5001, period: 5001 }] }),
      kernelSymbols: null,
    },
  ],
  ['no-callchains', { hasCallchains: false }, { hasCallchains: true }],
  [
    'no-kallsyms',
    {
      kernelSymbols: false,
      unresolvedKernelPct: 100,
      ...attribution({ unattributed: { samples: 9, period: 9 } }),
    },
    {
      kernelSymbols: null,
      unresolvedKernelPct: 100,
      ...attribution({ unattributed: { samples: 9, period: 9 } }),
    },
  ],
  [
    'no-kallsyms',
    { kernelSymbols: false, unresolvedKernelPct: 100, ...attribution({ labelSharePct: null }) },
    { kernelSymbols: false, unresolvedKernelPct: 100, ...attribution({ unattributed: NONE }) },
  ],
  [
    'no-kallsyms',
    {
      kernelSymbols: false,
      unresolvedKernelPct: 5.1,
      ...attribution({ unattributed: { samples: 9, period: 9 } }),
    },
    {
      kernelSymbols: false,
      unresolvedKernelPct: 5,
      ...attribution({ unattributed: { samples: 9, period: 9 } }),
    },
  ],
  ['kallsyms-mismatch', { symbolsMatch: false }, { symbolsMatch: true }],
  ['lost-samples', attribution({ lost: 101 }), attribution({ lost: 99 })],
  ['irq-off-blind', { event: CPU_CLOCK }, { event: { ...CPU_CLOCK, type: 0 } }],
  ['irq-off-blind', { event: { ...CPU_CLOCK, type: null, config: null, name: 'task-clock:u' } }, {}],
])('%s', (kind, triggers, justNot) => {
  it('is found', () => {
    expect(kinds(triggers)).toContain(kind);
  });

  it('is not found just short of it', () => {
    expect(kinds(justNot)).not.toContain(kind);
  });
});

it('counts samples in whole numbers where shares of a total had to be turned into them', () => {
  const change = attribution({ total: { samples: 471.99999999999983, period: 1 } });
  const found = recordingFindings({ ...SOUND, ...change });
  expect(found.find(({ kind }) => kind === 'few-samples')?.text).toContain(' 472 busy');
});

it('says how much time lands where interrupts come back on', () => {
  const landing = [{ function: '_raw_spin_unlock_irqrestore', samples: 20_500, period: 20_500 }];
  const found = recordingFindings({ ...SOUND, event: CPU_CLOCK, ...attribution({ irqOffLanding: landing }) });
  expect(found.find(({ kind }) => kind === 'irq-off-blind')?.text).toContain('up to 20.5 % of busy time');
});

// model.md, limit 6
describe('throughput', () => {
  it.each<[string, Partial<RecordingFacts>, string | null]>([
    ['follows capacity where the CPUs are the limit', {}, null],
    ['does not where they idle more than 10 %', busy({ idlePct: 11 }), 'not-cpu-bound'],
    [
      'does not where the load generator took part',
      { loadGenerators: [{ comm: 'wrk', sharePct: 5 }] },
      'load-generator-on-same-cpus',
    ],
    [
      'cannot be told where idle time is unknown',
      busy({ idlePct: null }),
      'idle-unknown: whether CPU was the limit cannot be told',
    ],
  ])('%s', (_, change, why) => {
    expect(throughputWithheld({ ...SOUND, ...change })).toBe(why);
  });
});
