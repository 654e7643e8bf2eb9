import { type AnalyzeOptions, analyzeTrace } from '../analyze.js';
import { contentionMap } from '../attribute/contention-map.js';
import type { Analysis } from '../model/analysis.js';
import { renderText } from '../report/text.js';
import { loadGiven } from './saved-analysis.js';
import type { Look } from './terminal.js';

/**
 * The analysis of `paths` and its text. A saved analysis does not tell when and on which CPU: its text lacks those plots.
 * @throws InputError, UsageError
 */
export async function textReport(
  paths: readonly string[],
  options: AnalyzeOptions,
  text: Look & { readonly top: number },
): Promise<{ readonly analysis: Analysis; readonly document: string }> {
  const saved = await loadGiven(paths, options);
  if (saved !== null) return { analysis: saved, document: renderText(saved, text) };
  const { analysis, samples } = await analyzeTrace(paths, options, { keepCpuTimes: true });
  const map = samples === null ? null : contentionMap(samples);
  return { analysis, document: renderText(analysis, { ...text, map }) };
}
