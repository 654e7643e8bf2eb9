import type { Diff } from '../model/diff.js';
import { unknownConditions } from './diff-condition-tables.js';
import { diffTables, undecidableReasons } from './diff-tables.js';
import { sideFacts } from './diff-text.js';
import { inlineText, lineText } from './markdown-inline.js';
import { markdownTable } from './markdown-table.js';

/** Rows of the long tables in a document. */
const TOP = 20;

/** A diff as a GitHub Markdown document, without a line feed at its end. Names from traces stay text in it. */
export function renderDiffMarkdown(diff: Diff, version: string): string {
  const unknown = unknownConditions(diff);
  return [
    '# What changed',
    lineText(diff.verdict),
    sideFacts(diff)
      .map(({ label, text }) => `- **${inlineText(label)}**: ${inlineText(text)}`)
      .join('\n'),
    ...diffTables(diff, TOP).flatMap((table) => [
      `## ${lineText(table.title)}`,
      markdownTable(table).join('\n'),
      ...table.notes.map(lineText),
    ]),
    ...undecidableReasons(diff).map((why) => lineText(`Undecidable: ${why}.`)),
    ...(unknown === null ? [] : [lineText(unknown)]),
    `By refscope ${inlineText(version)}, diff of schema version ${diff.schemaVersion}.`,
  ].join('\n\n');
}
