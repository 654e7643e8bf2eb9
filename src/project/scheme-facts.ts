import type { SchemeFacts } from '../model/scheme-facts.js';
import type { Scheme } from './schemes/scheme.js';
import { SCHEMES } from './schemes/table.js';

/** All schemes in table order, as plain data. */
export function schemeFacts(): SchemeFacts[] {
  return SCHEMES.map((scheme) => ({
    id: scheme.id,
    idea: scheme.idea,
    proposer: scheme.proposer,
    sources: scheme.sources,
    covers: coverText(scheme),
    costLeft: scheme.costLeft,
    memory: scheme.memory,
    objections: scheme.objections,
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
