import type { FunctionSamples } from '../model/analysis.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import { UsageError } from '../model/errors.js';
import { baseFunction } from './catalogue/symbol-name.js';
import { UNNAMED_FUNCTION } from './function-samples.js';
import { nearestNames } from './nearest-names.js';

const SHOWN_NAMES = 5;

/**
 * The sampled function meant: by its symbol, else by its name without a clone's suffix. `dso` is perf's short name;
 * `null`: any.
 * @throws UsageError when no such function was sampled, or several were.
 */
export function functionByName(
  sampled: readonly FunctionSamples[],
  name: string,
  dso: string | null,
): FunctionSamples {
  const inDso = sampled.filter((row) => dso === null || row.dso === dso);
  if (inDso.length === 0) {
    const known = [...new Set(sampled.map((row) => row.dso))];
    throw new UsageError(
      `expected --dso to be one that was sampled, found "${dso}"${likeThese(dso ?? '', known)}`,
    );
  }
  const exact = inDso.filter(({ symbol }) => symbol === name);
  const found = exact.length > 0 ? exact : inDso.filter(({ symbol }) => baseFunction(symbol) === name);
  const [row, ...others] = found;
  if (row === undefined) {
    const names = inDso.flatMap(({ symbol }) => (symbol === UNNAMED_FUNCTION ? [] : [symbol]));
    throw new UsageError(
      `expected FUNCTION to be one that was sampled, found "${name}"${likeThese(name, names)}${unnamedText(inDso)}`,
    );
  }
  if (others.length === 0) return row;
  const choices = found.slice(0, SHOWN_NAMES).map((each) => `${each.symbol} in ${each.dso}`);
  const isClones = new Set(found.map((each) => each.dso)).size === 1;
  throw new UsageError(
    `expected FUNCTION to be one function, found ${choices.join(', ')} (${isClones ? 'give one of these names' : 'see --dso'})`,
  );
}

/** Samples that may be the function's, had it a name. */
function unnamedText(sampled: readonly FunctionSamples[]): string {
  const unnamed = sampled.filter(({ symbol }) => symbol === UNNAMED_FUNCTION);
  const samples = unnamed.reduce((sum, { selfSamples }) => sum + (selfSamples ?? 0), 0);
  if (samples === 0) return '';
  const dsos = unnamed.slice(0, SHOWN_NAMES).map(({ dso }) => dso);
  return `; ${samples} samples have no function's name: no symbols that fit were given of ${dsos.join(', ')}`;
}

/**
 * Says where more samples of the same source function are: in parts of it that compilers made functions of their own, or in
 * the whole where `chosen` is a part.
 */
export function clonesOf(chosen: FunctionSamples, sampled: readonly FunctionSamples[]): Diagnostic[] {
  const base = baseFunction(chosen.symbol);
  const clones = sampled.filter(
    ({ symbol, dso }) => symbol !== chosen.symbol && dso === chosen.dso && baseFunction(symbol) === base,
  );
  if (clones.length === 0) return [];
  const rows = clones
    .slice(0, SHOWN_NAMES)
    .map(({ symbol, selfSamples }) => `${symbol} ${selfSamples ?? '?'}`);
  const text = `samples of the same source function under other names: ${rows.join(', ')}`;
  return [finding('clones', text, 'annotate them by these names')];
}

/** ` (like it: open_hook, ...)`, or nothing. */
export function likeThese(wanted: string, names: readonly string[]): string {
  const near = nearestNames(wanted, names, SHOWN_NAMES);
  return near.length === 0 ? '' : ` (like it: ${near.join(', ')})`;
}
