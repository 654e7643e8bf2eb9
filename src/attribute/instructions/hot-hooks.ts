import type { FunctionAnnotation } from '../../model/annotation.js';
import type { CodeSource } from '../../model/instruction.js';
import type { KernelRelease } from '../../model/kernel-release.js';
import type { Machine } from '../../model/machine.js';
import { NO_STACK } from '../../model/profile.js';
import { LABEL_CLASSES } from '../../model/sample-class.js';
import type { CounterCatalogue } from '../catalogue/counter-catalogue.js';
import { baseFunction } from '../catalogue/symbol-name.js';
import { physicalLeaf } from '../physical-leaf.js';
import { type SampledTrace, sampleClass } from '../sampled-trace.js';
import { addressDoubt, annotateFunction } from './annotate-function.js';
import { catalogueLookup, counterWord } from './catalogue-lookup.js';

/** Machine code and catalogue of a trace. */
export interface TraceCode {
  readonly sources: readonly CodeSource[];
  /** Why code that was given is not among them, in words; `null`: all is. */
  readonly refused: string | null;
  readonly machine: Pick<Machine, 'cpuId' | 'cpuModel'>;
  readonly subject: CounterCatalogue;
  readonly kernel: KernelRelease | null;
}

/** The functions with the most label samples, at most `most`, instruction by instruction, over the whole recording. */
export function hotHooks(trace: SampledTrace, code: TraceCode, most: number): FunctionAnnotation[] {
  const { profile, event, selection } = trace;
  const periods = new Map<string, { symbol: string; dso: string; period: number }>();
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (cell.event !== event || selection.classify(cell) !== 'selected') continue;
    if (!LABEL_CLASSES.has(sampleClass(trace, cell.stack))) continue;
    const leaf = physicalLeaf(profile, cell.stack);
    if (leaf === NO_STACK) continue;
    const symbol = profile.frameSymbol(profile.stackFrame(leaf));
    const dso = profile.frameDso(profile.stackFrame(leaf));
    if (symbol === null || dso === null) continue;
    const key = JSON.stringify([symbol, dso]);
    const known = periods.get(key) ?? { symbol, dso, period: 0 };
    periods.set(key, known);
    known.period += cell.period;
  }
  const lookup = catalogueLookup(code.subject, code.kernel);
  const doubt = addressDoubt(profile, code.sources, event, code.machine);
  return [...periods.values()]
    .sort((a, b) => b.period - a.period || (a.symbol < b.symbol ? -1 : 1))
    .slice(0, most)
    .map(({ symbol, dso }) =>
      annotateFunction({
        profile,
        selection,
        event,
        symbol,
        dso,
        sources: code.sources,
        refused: code.refused,
        doubt,
        cpuId: code.machine.cpuId,
        catalogued: lookup(baseFunction(symbol), dso),
        counter: counterWord(code.subject)?.(dso) ?? null,
      }),
    );
}
