import type { SampleClass } from '../model/sample-class.js';
import { chargedTo } from './attribution.js';
import type { ContentionJudge } from './contention.js';
import type { CountedSamples } from './counted-cells.js';
import type { EventInstructions } from './instructions/evidence-tally.js';
import type { StackJudge } from './stack-verdict.js';

/** The samples of an analysis's main event with all that judged them, for views that the analysis itself has no room for. */
export interface SampledTrace extends CountedSamples {
  readonly judge: StackJudge;
  readonly contention: ContentionJudge;
  readonly instructions: EventInstructions;
  /** "AppArmor label", or what --sites is about. */
  readonly subject: string;
}

/** What the samples of `stack` are, in the order in which attribution decides: the label classes are its label share. */
export function sampleClass(trace: SampledTrace, stack: number): SampleClass {
  const verdict = trace.judge.verdict(stack);
  const found = trace.instructions.judge?.verdict(stack, verdict) ?? null;
  const site = chargedTo(verdict, found);
  if (site !== null) return `label-${site.operation}`;
  if (verdict.unattributed !== null && found?.kind !== 'elsewhere') return 'unattributed';
  const contention = trace.contention.contention(stack)?.station.kind;
  if (contention === 'atomic' || contention === 'lock') return contention;
  return 'rest';
}
