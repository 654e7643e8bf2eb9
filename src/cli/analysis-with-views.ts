import { type AnalyzeOptions, analyzeTrace } from '../analyze.js';
import { contentionMap } from '../attribute/contention-map.js';
import { sampledStacks } from '../attribute/sampled-stacks.js';
import type { Analysis } from '../model/analysis.js';
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
  const { analysis, samples, annotateHooks, projectAt } = trace;
  const recorded = analysis.machine.busyCpus;
  return {
    analysis,
    views: {
      stacks: samples === null ? null : sampledStacks(samples, null),
      map: samples === null ? null : contentionMap(samples),
      hooks: annotateHooks(MOST_HOOKS),
      curves: recorded === null ? [] : projectAt(curveCounts(recorded, options.at)),
    },
  };
}
