import { describe, expect, it } from 'vitest';
import { expectInvariants } from '../invariants.js';
import { analyzeRecording, HOOKS, RECORDINGS } from './recordings.js';

const EVERYTHING = { fromNs: Number.NEGATIVE_INFINITY, toNs: Number.POSITIVE_INFINITY };

describe.each(RECORDINGS)('$name', ({ name, samples, defaultIdle, hooks }) => {
  it('has the label hooks and the idle samples that INDEX.md counts', async () => {
    const { functions } = await analyzeRecording(name);
    const self = (symbol: string): number => functions.find((row) => row.symbol === symbol)?.selfSamples ?? 0;
    expect(HOOKS.map(self)).toEqual(hooks);
    expect(self('default_idle')).toBe(defaultIdle);
  });

  it('makes each label hook a site with all its samples', async () => {
    const { attribution } = await analyzeRecording(name, { time: EVERYTHING });
    const site = (hook: string): number =>
      attribution?.sites.find((row) => row.function === hook)?.samples ?? 0;
    expect(HOOKS.map(site)).toEqual(hooks);
  });

  it('calls every default_idle sample of the idle task idle, and loses none', async () => {
    const { attribution, window } = await analyzeRecording(name, { time: EVERYTHING });
    const idle = attribution?.idle.samples ?? -1;
    expect((attribution?.total.samples ?? 0) + idle).toBe(samples);
    expect(attribution?.foreign.samples).toBe(0);
    expect(window?.leftOutSamples).toBe(0);
    // The rest of the idle loop adds a little to default_idle; an interrupt in it takes a little away.
    expect(Math.abs(idle - defaultIdle)).toBeLessThanOrEqual(Math.max(20, defaultIdle * 0.02));
  });

  it('counts samples left out of the window, of other commands, idle and busy: nothing twice', async () => {
    for (const comms of [[], ['openclose', 'nginx']]) {
      const { attribution, window } = await analyzeRecording(name, { comms });
      const { total, idle, foreign } = attribution ?? {
        total: { samples: 0 },
        idle: { samples: 0 },
        foreign: { samples: 0 },
      };
      const inWindow = [total, idle, foreign].reduce(
        (sum, weight) => sum + (weight.samples ?? Number.NaN),
        0,
      );
      expect(inWindow + (window?.leftOutSamples ?? 0)).toBe(samples);
    }
  });

  it('holds the invariants, also for one command and at other CPU counts', async () => {
    expectInvariants(await analyzeRecording(name));
    expectInvariants(await analyzeRecording(name, { comms: ['openclose', 'nginx'], at: [2, 8, 192] }));
  });
});
