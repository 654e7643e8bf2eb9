import type { Annotation } from '../model/annotation.js';
import type { ContentionMap } from '../model/contention-map.js';
import type { Projection } from '../model/projection.js';
import type { SampledStacks } from '../model/sampled-stacks.js';

/** What the samples show beyond the analysis. */
export interface SampleViews {
  /** `null` where no input has samples. */
  readonly stacks: SampledStacks | null;
  /** `null` where no sample has both a CPU and a time. */
  readonly map: ContentionMap | null;
  /** The functions with the most label samples, instruction by instruction. */
  readonly hooks: readonly Annotation[];
  /** At further CPU counts. */
  readonly curves: readonly Projection[];
}
