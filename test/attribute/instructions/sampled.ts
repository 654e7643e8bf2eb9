import { attributeEvent } from '../../../src/attribute/attribution.js';
import { InstructionJudge } from '../../../src/attribute/instructions/instruction-judge.js';
import { SampledCode } from '../../../src/attribute/instructions/sampled-code.js';
import { skidRule } from '../../../src/attribute/instructions/skid.js';
import type { EventAttribution } from '../../../src/model/analysis.js';
import type { CodeSource } from '../../../src/model/instruction.js';
import { type EventInfo, FrameFlag, NO_STACK, type Profile } from '../../../src/model/profile.js';
import { judgeFor, newProfile, selectionFor } from '../stacks.js';
import { LOOKUP } from './code.js';

/** A place that samples were recorded at. */
export interface Hit {
  readonly symbol: string;
  readonly offset: number;
  readonly samples: number;
}

export function profileOf(event: EventInfo, hits: Iterable<Hit>, dso = '[kernel.kallsyms]'): Profile {
  const profile = newProfile(event);
  const task = profile.internTask('nginx', false);
  for (const { symbol, offset, samples } of hits) {
    const frame = profile.internFrame({
      address: -0x7f00_0000 + offset,
      symbol,
      dso,
      offset,
      flags: FrameFlag.kernel,
    });
    profile.addSample(0, task, 0, Number.NaN, samples, profile.internStack(NO_STACK, frame), samples);
  }
  return profile;
}

/** Attribution with instructions as evidence, whatever the pattern of the addresses is. */
export function attributed(
  event: EventInfo,
  hits: Iterable<Hit>,
  source: CodeSource,
  cpuId: string | null = null,
): EventAttribution {
  const profile = profileOf(event, hits);
  const judge = new InstructionJudge(new SampledCode(profile, [source]), LOOKUP, skidRule(event, cpuId));
  return attributeEvent(profile, judgeFor(profile), selectionFor(profile), 0, null, { judge, why: null });
}

/** Samples charged to atomics, by "function operation lifetime". */
export function charged({ sites }: EventAttribution): Record<string, number | null> {
  return Object.fromEntries(
    sites
      .filter(({ evidence }) => evidence !== 'function')
      .map((site) => [`${site.function} ${site.operation} ${site.lifetime}`, site.samples]),
  );
}
