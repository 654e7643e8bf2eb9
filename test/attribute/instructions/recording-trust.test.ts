import { describe, expect, it } from 'vitest';
import type { AddressPattern } from '../../../src/attribute/instructions/address-pattern.js';
import { distrust } from '../../../src/attribute/instructions/recording-trust.js';
import { skidRule } from '../../../src/attribute/instructions/skid.js';
import type { EventInfo } from '../../../src/model/profile.js';
import { analyzeRecording, fixturePath, RECORDINGS } from '../../recordings/recordings.js';
import { CPU_CLOCK } from '../stacks.js';

const CODE = fixturePath('instructions/label-functions-6.1.objdump.txt.xz');

// shared/traces/INDEX.md: recorded under QEMU's emulation, all of them.
describe.each(RECORDINGS.map(({ name }) => name))('the emulated recording %s', (name) => {
  it('is no evidence of instructions', async () => {
    const { attribution, diagnostics } = await analyzeRecording(name, { vmlinux: CODE });
    const kind = name.endsWith('singlestep') ? 'sampled-evenly' : 'sampled-at-block-borders';
    expect(diagnostics.map((diagnostic) => diagnostic.kind)).toContain(kind);
    expect(attribution?.instructionEvidence.why).toMatch(/^emulated CPU, by its addresses/);
    expect(attribution?.labelShareBound).toBe('upper');
    expect(attribution?.sites.filter(({ evidence }) => evidence !== 'function')).toEqual([]);
  });
});

describe('a recording that is refused', () => {
  it('has the shares it has without code', async () => {
    const withCode = await analyzeRecording('openclose-unconfined-8cpu', { vmlinux: CODE });
    const without = await analyzeRecording('openclose-unconfined-8cpu');
    expect({ ...withCode.attribution, instructionEvidence: null }).toEqual({
      ...without.attribution,
      instructionEvidence: null,
    });
  });
});

describe('the pattern of addresses', () => {
  const REAL: AddressPattern = {
    samples: 5019,
    offBoundary: 0,
    blockStarts: 291,
    expectedBlockStarts: 1460,
    atAtomics: 20,
    expectedAtAtomics: 10,
    unevenness: 2.46,
  };

  it('of CPython on real cores is trusted, whatever the CPU is called', () => {
    expect(distrust(REAL, false)).toBeNull();
    expect(distrust(REAL, true)).toBeNull();
  });

  it('of code of another build is not', () => {
    expect(distrust({ ...REAL, offBoundary: 400 }, false)?.finding.kind).toBe('code-of-another-build');
  });

  it('of too few samples leaves a CPU model of QEMU in doubt', () => {
    const few = { ...REAL, samples: 60, blockStarts: 3, expectedBlockStarts: 17, unevenness: null };
    expect(distrust(few, true)?.finding.kind).toBe('emulation-not-ruled-out');
    expect(distrust(few, false)).toBeNull();
  });
});

describe('skid', () => {
  const CYCLES: EventInfo = { ...CPU_CLOCK, name: 'cycles', type: 0 };
  // perf_event_open(2), precise_ip; shared/formats.md, fact 2.
  it.each([
    ['cpu-clock', CPU_CLOCK, null, 'one'],
    ['cycles', { ...CYCLES, precise: 0 }, 'GenuineIntel,6,143,8', 'some'],
    ['a text that does not say', { ...CYCLES, precise: null }, null, 'some'],
    [':p on Intel', { ...CYCLES, precise: 1 }, 'GenuineIntel,6,143,8', 'one'],
    [':p on AMD', { ...CYCLES, precise: 1 }, 'AuthenticAMD,25,17,1', 'none'],
    [':pp', { ...CYCLES, precise: 2 }, null, 'none'],
    [':ppp', { ...CYCLES, precise: 3 }, null, 'none'],
    ['ibs_op//', { ...CYCLES, name: 'ibs_op//', type: 11, precise: 0 }, 'AuthenticAMD,25,17,1', 'none'],
  ] as const)('of %s', (_name, event, cpuId, skid) => {
    expect(skidRule(event, cpuId).skid).toBe(skid);
  });
});
