import { type AnalyzedTrace, type AnalyzeOptions, analyzeTrace } from '../analyze.js';
import { contentionMap } from '../attribute/contention-map.js';
import { sampledStacks } from '../attribute/sampled-stacks.js';
import type { Analysis } from '../model/analysis.js';
import { type HtmlOptions, renderHtml, type SampleViews } from '../report/html/html.js';
import { curveCounts } from '../report/html/page-charts.js';
import { loadGiven } from './saved-analysis.js';

/** Hooks shown instruction by instruction. */
const MOST_HOOKS = 6;

/**
 * The analysis of `paths` and its HTML document. A saved analysis has no callchains: the document says what it lacks.
 * @throws InputError, UsageError
 */
export async function htmlReport(
  paths: readonly string[],
  options: AnalyzeOptions,
  page: HtmlOptions,
): Promise<{ readonly analysis: Analysis; readonly document: string }> {
  const saved = await loadGiven(paths, options);
  if (saved !== null) return { analysis: saved, document: renderHtml(saved, null, page) };
  const trace = await analyzeTrace(paths, options, { keepCpuTimes: true });
  return {
    analysis: trace.analysis,
    document: renderHtml(trace.analysis, sampleViews(trace, options), page),
  };
}

function sampleViews(
  { analysis, samples, annotateHooks, projectAt }: AnalyzedTrace,
  { at }: AnalyzeOptions,
): SampleViews {
  const recorded = analysis.machine.busyCpus;
  return {
    stacks: samples === null ? null : sampledStacks(samples, null),
    map: samples === null ? null : contentionMap(samples),
    hooks: annotateHooks(MOST_HOOKS),
    curves: recorded === null ? [] : projectAt(curveCounts(recorded, at)),
  };
}
