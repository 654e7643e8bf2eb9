import type { Analysis } from '../model/analysis.js';
import type { FunctionCalls } from '../model/function-calls.js';
import type { CodeSource } from '../model/instruction.js';
import type { KernelRelease } from '../model/kernel-release.js';
import type { Throughput } from '../model/throughput.js';
import type { AttributedSamples } from './attributed-samples.js';
import { hookAtomics } from './instructions/hook-atomics.js';
import { lineRate } from './line-rate.js';
import { usageChecks } from './usage-check.js';

/** How the label is used, held against the catalogue, and at what rate its line is hit. */
export function labelUsage(input: {
  readonly functionCalls: readonly FunctionCalls[];
  readonly loads: readonly Throughput[];
  readonly code: readonly CodeSource[];
  readonly kernel: KernelRelease | null;
  /** `null` without samples. */
  readonly samples: AttributedSamples | null;
}): Pick<Analysis, 'usage' | 'lineRate'> {
  const { functionCalls, loads, code, kernel, samples } = input;
  const usage = usageChecks(functionCalls, { loads, kernel, instructionCounts: hookAtomics(code, kernel) });
  if (samples === null) return { usage, lineRate: null };
  const { attribution, busy } = samples;
  return {
    usage,
    lineRate: lineRate({ attribution, busyCpus: busy.busyCpus, loads, checks: usage, kernel }),
  };
}
