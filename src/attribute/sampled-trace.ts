import type { Profile } from '../model/profile.js';
import type { SampleClass } from '../model/sample-class.js';
import { chargedTo, type WindowSlices } from './attribution.js';
import type { ContentionJudge } from './contention.js';
import type { EventInstructions } from './instructions/evidence-tally.js';
import type { Selection } from './selection.js';
import type { StackJudge } from './stack-verdict.js';

/** The samples behind an analysis with all that judged them, for views that the analysis itself has no room for. */
export interface SampledTrace {
  readonly profile: Profile;
  /** Index of the main event. */
  readonly event: number;
  readonly window: WindowSlices | null;
  readonly selection: Selection;
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
