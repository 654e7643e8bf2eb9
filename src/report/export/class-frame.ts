import type { SampleClass } from '../../model/sample-class.js';
import type { SampledStacks } from '../../model/sampled-stacks.js';
import { classText } from '../class-text.js';

/** The frame put inside the innermost function: "[label get]"; `null` for time that is nothing special. */
export function classFrame(sampleClass: SampleClass, { subject }: SampledStacks): string | null {
  return sampleClass === 'rest' ? null : `[${classText(sampleClass, subject)}]`;
}

/** Indices into `frames`, outermost first. */
export function framesOf({ nodes }: SampledStacks, node: number): number[] {
  const frames: number[] = [];
  for (let at = nodes[node]; at !== undefined; at = nodes[at.parent]) frames.push(at.frame);
  return frames.reverse();
}
