import { Selection } from '../../src/attribute/selection.js';
import { StackJudge } from '../../src/attribute/stack-verdict.js';
import { parseKernelRelease } from '../../src/model/kernel-release.js';
import { type EventInfo, FrameFlag, NO_STACK, Profile } from '../../src/model/profile.js';

export const CPU_CLOCK: EventInfo = {
  name: 'cpu-clock',
  type: 1,
  config: 0,
  precise: 0,
  instances: 8,
  lost: 0,
};

/** A profile with one event, to be filled with drawn stacks. */
export function newProfile(event: EventInfo = CPU_CLOCK): Profile {
  const profile = new Profile();
  profile.addEvent({ ...event });
  return profile;
}

/**
 * Interns "inner < outer < ...". Plain names are kernel functions; "?" is an unresolved kernel address,
 * "libc:name" and "libc:?" user code, "!" an address outside every mapping, "name^" a function inlined into the next.
 */
export function drawnStack(profile: Profile, text: string): number {
  let stack = NO_STACK;
  const frames = text.split(' < ');
  for (const [index, frame] of [...frames.entries()].reverse()) {
    const [, dso, name = '', inlined] = /^(?:(\w+):)?([^^]+)(\^?)$/.exec(frame) ?? [];
    // An inlined frame has the address of the physical one outside it.
    let place = index;
    while (frames[place]?.endsWith('^')) place++;
    const user = dso !== undefined || name === '!';
    stack = profile.internStack(
      stack,
      profile.internFrame({
        address: (user ? 0x1000 : -0x7f00_0000) + place,
        symbol: name === '?' || name === '!' ? null : name,
        dso: user ? (dso ?? null) : '[kernel.kallsyms]',
        offset: -1,
        flags: (user ? 0 : FrameFlag.kernel) | (inlined === '^' ? FrameFlag.inlined : 0),
      }),
    );
  }
  return stack;
}

export interface DrawnSample {
  readonly stack: string;
  readonly comm?: string;
  readonly idleTask?: boolean;
  readonly timeNs?: number;
  readonly period?: number;
  readonly cpu?: number;
  readonly samples?: number;
}

export function addDrawn(profile: Profile, sample: DrawnSample): void {
  profile.addSample(
    0,
    profile.internTask(sample.comm ?? 'nginx', sample.idleTask ?? false),
    sample.cpu ?? 0,
    sample.timeNs ?? Number.NaN,
    (sample.period ?? 1) * (sample.samples ?? 1),
    drawnStack(profile, sample.stack),
    sample.samples ?? 1,
  );
}

export function judgeFor(profile: Profile, kernel = '6.1.192'): StackJudge {
  return new StackJudge(profile, parseKernelRelease(kernel));
}

export function selectionFor(profile: Profile, comms: readonly string[] = []): Selection {
  return new Selection(profile, judgeFor(profile), comms);
}
