import type { SchemeFacts, SchemeSheet } from '../model/scheme-facts.js';
import type { Scheme } from './schemes/scheme.js';

/** Schemes as plain data. */
export function schemeFacts(schemes: readonly Scheme[]): SchemeFacts[] {
  return schemes.map((scheme) => ({
    id: scheme.id,
    idea: scheme.idea,
    proposer: scheme.proposer,
    maturity: scheme.maturity,
    sources: scheme.sources,
    covers: coverText(scheme),
    costLeft: scheme.costLeft,
    memory: scheme.memory,
    underReplacement: scheme.underReplacement,
    objections: scheme.objections,
    parameters: scheme.parameters,
  }));
}

/** The same with what each costs for `labels` and `possibleCpus`. */
export function schemeSheets(
  schemes: readonly Scheme[],
  labels: number | null,
  possibleCpus: number | null,
): SchemeSheet[] {
  return schemeFacts(schemes).map((facts, at) => ({
    ...facts,
    memoryBytes: schemes[at]?.memoryBytes(labels, possibleCpus) ?? null,
    costs: schemes[at]?.costs(labels, possibleCpus) ?? [],
    assumptions: schemes[at]?.assumptions ?? [],
  }));
}

function coverText({ cover }: Scheme): string {
  if (cover === null) return 'nothing (the baseline)';
  if (cover.kind === 'sites') return Object.keys(cover.kept).join(', ');
  const modes = [cover.reads.low < 1 ? 'reads' : '', cover.writes.low < 1 ? 'writes' : ''].filter(
    (mode) => mode !== '',
  );
  return `${cover.role} lock${modes.length === 1 ? ` (${modes[0]})` : ''}`;
}
