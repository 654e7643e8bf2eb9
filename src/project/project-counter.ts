import type { Projection } from '../model/projection.js';
import { projectSchemes } from './project.js';
import { type AnalyzedLoad, projectionInput } from './projection-input.js';
import { ANY_REFCOUNT_SCHEMES } from './schemes/any-refcount.js';

/**
 * What each scheme would gain for the counter that was analyzed. For another than AppArmor's labels that are the
 * schemes that suit any reference count, and none where its visits spread over nobody knows how many lines: those are
 * no queue at one server.
 */
export function projectCounter(load: AnalyzedLoad, counter: 'labels' | 'other'): Projection[] {
  if (counter === 'labels') return projectSchemes(projectionInput(load));
  const isOneLine = load.lines.some((line) => line.kind === 'label-line' && line.singleInstance);
  if (!isOneLine) return [];
  return projectSchemes(projectionInput(load)).filter(({ scheme }) => ANY_REFCOUNT_SCHEMES.has(scheme));
}
