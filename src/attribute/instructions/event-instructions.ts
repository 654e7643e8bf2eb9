import type { Diagnostic } from '../../model/diagnostic.js';
import type { CodeSource } from '../../model/instruction.js';
import type { Machine } from '../../model/machine.js';
import type { EventInfo, Profile } from '../../model/profile.js';
import { isQemuModel } from '../cpu-models.js';
import { addressPattern } from './address-pattern.js';
import type { EventInstructions } from './evidence-tally.js';
import { type CatalogueLookup, InstructionJudge } from './instruction-judge.js';
import { distrust } from './recording-trust.js';
import { SampledCode } from './sampled-code.js';
import { skidRule } from './skid.js';

/** Instruction evidence of every event of a recording, and what speaks against it. */
export interface RecordingInstructions {
  readonly of: (event: number) => EventInstructions;
  readonly findings: readonly Diagnostic[];
}

/**
 * Decides whether the sampled addresses are evidence, by where those of `event` fall in the code given, and reads
 * each event's addresses by its own skid.
 */
export function recordingInstructions(
  profile: Profile,
  sources: readonly CodeSource[],
  catalogue: CatalogueLookup,
  event: number,
  machine: Pick<Machine, 'cpuId' | 'cpuModel'>,
): RecordingInstructions {
  const code = new SampledCode(profile, sources);
  if (code.isEmpty) return functionsOnly('no machine code was given');
  const pattern = addressPattern(profile, code, event);
  if (pattern.samples === 0) return functionsOnly('no sample lies in the machine code given');
  const doubt = distrust(pattern, isQemuModel(machine.cpuModel));
  if (doubt !== null) return functionsOnly(doubt.why, [doubt.finding]);
  return {
    of: (index) => ({
      judge: new InstructionJudge(
        code,
        catalogue,
        skidRule(profile.events[index] as EventInfo, machine.cpuId),
      ),
      why: null,
    }),
    findings: [],
  };
}

/** No instruction is evidence, for a reason; functions are. */
export function functionsOnly(why: string, findings: readonly Diagnostic[] = []): RecordingInstructions {
  return { of: () => ({ judge: null, why }), findings };
}
