import type { InstructionEvidence } from '../src/model/instruction-evidence.js';

const NONE = { samples: 0, period: 0 };

/** What an analysis says of instructions where no machine code was given. */
export const NO_CODE_EVIDENCE: InstructionEvidence = {
  inline: NONE,
  instruction: NONE,
  function: NONE,
  moved: NONE,
  elsewhere: NONE,
  notSeparable: NONE,
  skidRule: null,
  why: 'no machine code was given',
};
