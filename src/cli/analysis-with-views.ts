import { type AnalyzeOptions, analyzeTrace } from '../analyze.js';
import { contentionMap } from '../attribute/contention-map.js';
import { hotHooks } from '../attribute/instructions/hot-hooks.js';
import { sampledStacks } from '../attribute/sampled-stacks.js';
import type { Analysis } from '../model/analysis.js';
import { wholeAnnotation } from '../model/annotation.js';
import { curveCounts } from '../report/html/page-charts.js';
import type { SampleViews } from '../report/sample-views.js';
import { loadGiven } from './saved-analysis.js';

/** Hooks shown instruction by instruction. */
const MOST_HOOKS = 6;

/**
 * The analysis of `paths` with what its samples show beyond it; `views` is `null` for a saved analysis, which has no
 * callchains.
 * @throws InputError, UsageError
 */
export async function analysisWithViews(
  paths: readonly string[],
  options: AnalyzeOptions,
): Promise<{ readonly analysis: Analysis; readonly views: SampleViews | null }> {
  const saved = await loadGiven(paths, options);
  if (saved !== null) return { analysis: saved, views: null };
  const trace = await analyzeTrace(paths, options, { keepCpuTimes: true });
  const { analysis, samples, code, projectAt } = trace;
  const hooks = samples === null ? [] : hotHooks(samples, code, MOST_HOOKS);
  const recorded = analysis.machine.busyCpus;
  return {
    analysis,
    views: {
      stacks: samples === null ? null : sampledStacks(samples, null),
      map: samples === null ? null : contentionMap(samples),
      hooks: hooks.map((hook) => wholeAnnotation(hook, analysis)),
      curves: recorded === null ? [] : projectAt(curveCounts(recorded, options.at)),
    },
  };
}
