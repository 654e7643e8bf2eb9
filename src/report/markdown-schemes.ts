import type { Analysis } from '../model/analysis.js';
import type { SchemeFacts } from '../model/scheme-facts.js';
import { type GroupedAssumptions, groupAssumptions } from './assumptions.js';
import { codeText, inlineText, lineText, sourceText } from './markdown-inline.js';
import { markdownTable } from './markdown-table.js';
import { projectedCpus, schemesTable } from './schemes-table.js';

/** What each scheme would gain and what that rests on, then each scheme by itself, as paragraphs. */
export function markdownSchemes(analysis: Analysis): string[] {
  const grouped = groupAssumptions(analysis);
  return [
    '## What each scheme would gain',
    ...projectedCpus(analysis).flatMap((cpus) => {
      const table = schemesTable(analysis, cpus);
      return [
        `### ${inlineText(table.title)}`,
        markdownTable(table).join('\n'),
        ...(table.notes.length > 0 ? [table.notes.map(lineText).join(' ')] : []),
      ];
    }),
    '### What these figures rest on',
    [
      ...analysis.projectionAssumptions.map((text) => `- ${lineText(text)}`),
      ...grouped.shared.map(
        ({ text, schemes }) => `- ${lineText(text)} (${schemes.map(codeText).join(', ')})`,
      ),
    ].join('\n'),
    '## The schemes',
    ...analysis.schemes.flatMap((scheme) => schemeParagraphs(scheme, grouped)),
  ];
}

function schemeParagraphs(scheme: SchemeFacts, { own }: GroupedAssumptions): string[] {
  const items = [
    item('Proposed by', inlineText(scheme.proposer)),
    item('Covers', inlineText(scheme.covers)),
    item('Cost left', inlineText(scheme.costLeft)),
    item('Memory over kref', inlineText(scheme.memory)),
    ...nested('Sources', scheme.sources.map(sourceText)),
    ...nested(
      'Objections',
      scheme.objections.map(
        ({ by, why, source }) => `${lineText(by)}: ${inlineText(why)} (${sourceText(source)})`,
      ),
    ),
    ...nested('Its figures assume', (own.get(scheme.id) ?? []).map(lineText)),
  ];
  return [`### ${codeText(scheme.id)}`, `${lineText(capital(scheme.idea))}.`, items.join('\n')];
}

function item(label: string, text: string): string {
  return `- **${label}:** ${text}`;
}

/** One line where there is one, a list of them where there are more. */
function nested(label: string, texts: readonly string[]): string[] {
  const [only, ...more] = texts;
  if (only === undefined) return [];
  return more.length === 0 ? [item(label, only)] : [`- **${label}:**`, ...texts.map((text) => `  - ${text}`)];
}

function capital(text: string): string {
  return /^[a-z][a-z-]*[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
