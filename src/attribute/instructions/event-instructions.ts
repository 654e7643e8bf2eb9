import { type Diagnostic, finding } from '../../model/diagnostic.js';
import type { CodeSource } from '../../model/instruction.js';
import type { KernelRelease } from '../../model/kernel-release.js';
import type { Machine } from '../../model/machine.js';
import type { EventInfo, Profile } from '../../model/profile.js';
import type { CounterCatalogue } from '../catalogue/counter-catalogue.js';
import { isQemuModel } from '../cpu-models.js';
import { addressPattern } from './address-pattern.js';
import { catalogueLookup, counterWord } from './catalogue-lookup.js';
import type { EventInstructions } from './evidence-tally.js';
import { InstructionJudge } from './instruction-judge.js';
import { distrust } from './recording-trust.js';
import { SampledCode } from './sampled-code.js';
import { skidRule } from './skid.js';

/** The machine code beside the samples. */
export interface GivenCode {
  readonly sources: readonly CodeSource[];
  /** Why code that was given is not among them; `null`: all is. */
  readonly refused: string | null;
}

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
  { sources, refused }: GivenCode,
  catalogue: CounterCatalogue,
  kernel: KernelRelease | null,
  event: number,
  machine: Pick<Machine, 'cpuId' | 'cpuModel'>,
): RecordingInstructions {
  const code = new SampledCode(profile, sources);
  if (catalogue.code === null && !code.isEmpty) return functionsOnly(NO_CODE_RULES, [BY_FUNCTION]);
  if (code.isEmpty) return functionsOnly(refused ?? 'no machine code was given');
  const pattern = addressPattern(profile, code, event);
  if (pattern.samples === 0) {
    const others = refused === null ? '' : `; ${refused}`;
    return functionsOnly(`no sample lies in the machine code given${others}`);
  }
  const doubt = distrust(pattern, isQemuModel(machine.cpuModel));
  if (doubt !== null) return functionsOnly(doubt.why, [doubt.finding]);
  const lookup = catalogueLookup(catalogue, kernel);
  const counter = counterWord(catalogue);
  return {
    of: (index) => ({
      judge: new InstructionJudge(
        code,
        lookup,
        skidRule(profile.events[index] as EventInfo, machine.cpuId),
        counter,
      ),
      why: null,
    }),
    findings: [],
  };
}

const NO_CODE_RULES = 'the catalogue does not say how machine code shows its counter';
const BY_FUNCTION = finding(
  'sites-by-function',
  `${NO_CODE_RULES}: samples are attributed by function, and the machine code given was not used`,
  'add "code" to the catalogue, as `refscope schema sites` describes it',
);

/** No instruction is evidence, for a reason; functions are. */
function functionsOnly(why: string, findings: readonly Diagnostic[] = []): RecordingInstructions {
  return { of: () => ({ judge: null, why }), findings };
}
