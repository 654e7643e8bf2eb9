import type { Analysis } from '../model/analysis.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { functionsTable, inputsTable, unattributedTable } from './appendix-tables.js';
import { callPathsTable, contextsText } from './call-path-tables.js';
import { catalogueRowsTable, catalogueText, subjectText } from './catalogue-table.js';
import {
  cacheLinesTable,
  callsTable,
  countersTable,
  instructionsTable,
  lockWaitsTable,
} from './companion-tables.js';
import { lineRateText, linesTable } from './contention-tables.js';
import {
  evidenceFacts,
  type Fact,
  labelShareText,
  lockShareFacts,
  optionFacts,
  recordedFacts,
  titleText,
  unattributedFacts,
} from './headline.js';
import { LIFETIME_MEANINGS } from './lifetime-meanings.js';
import { codeText, inlineText, lineText } from './markdown-inline.js';
import { markdownSchemes } from './markdown-schemes.js';
import { markdownTable } from './markdown-table.js';
import { siteInstructionsTable } from './site-instructions.js';
import { left, type Table } from './table.js';
import { locksTable, sitesTable } from './tables.js';
import { findingText } from './text.js';
import { usageTables } from './usage-tables.js';
import { verdictSentences } from './verdict.js';

export interface MarkdownOptions {
  /** Most rows of the tables of call sites and of functions. */
  readonly top: number;
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes this document again. */
  readonly command: string;
}

/** The analysis as a GitHub Markdown document, without a line feed at its end. Names from traces stay text in it. */
export function renderMarkdown(analysis: Analysis, options: MarkdownOptions): string {
  return [
    `# ${inlineText(titleText(analysis))}`,
    ...verdictParagraphs(analysis),
    '## What was recorded',
    factTable('fact', 'recorded', machineFacts(analysis)),
    ...shareParagraphs(analysis),
    ...siteParagraphs(analysis, options.top),
    ...contentionParagraphs(analysis, options.top),
    ...lockParagraphs(analysis),
    ...companionParagraphs(analysis, options.top),
    ...markdownSchemes(analysis),
    ...unattributedParagraphs(analysis, options.top),
    '## Busiest functions',
    ...tableParagraphs(functionsTable(analysis, options.top), 'No input has samples.'),
    '## What is odd about this recording',
    findings(analysis.diagnostics),
    '## Inputs',
    ...tableParagraphs(inputsTable(analysis), 'None.'),
    '## How this was made',
    factTable('option', 'value', optionFacts(analysis)),
    `By refscope ${inlineText(options.version)}, from an analysis of schema version ${analysis.schemaVersion}, with ${codeText(options.command)}.`,
  ].join('\n\n');
}

function verdictParagraphs(analysis: Analysis): string[] {
  const [first = '', ...more] = verdictSentences(analysis).map(inlineText);
  return [[`**${first}**`, ...more].join('\n')];
}

function machineFacts(analysis: Analysis): Fact[] {
  const { perfVersion, recordCommand } = analysis.machine;
  const recorder = [perfVersion === null ? null : `perf ${perfVersion}`, recordCommand].filter(
    (part) => part !== null,
  );
  return [
    ...recordedFacts(analysis),
    ...(recorder.length === 0 ? [] : [{ label: 'recorded with', text: recorder.join(': ') }]),
  ];
}

function shareParagraphs(analysis: Analysis): string[] {
  const { attribution, events } = analysis;
  const subject = inlineText(subjectText(analysis));
  const contexts = attribution === null ? null : contextsText(attribution);
  const rate = lineRateText(analysis);
  return [
    `## Time in ${subject}`,
    attribution === null
      ? 'Unknown: no input has samples.'
      : `**${subject.charAt(0).toUpperCase()}${subject.slice(1)}:** ${inlineText(labelShareText(attribution))}.`,
    ...(attribution === null ? [] : [factList(evidenceFacts(attribution))]),
    ...(contexts === null ? [] : [`**Reached from:** ${inlineText(contexts)}.`]),
    ...(rate === null ? [] : [`**On the line:** ${inlineText(rate)}.`]),
    `**Catalogue:** ${inlineText(catalogueText(analysis))}.`,
    ...(events.length === 0
      ? []
      : [
          'Further events of the recordings:',
          factList(events.map((event) => ({ label: event.event, text: labelShareText(event) }))),
        ]),
  ];
}

/** What other inputs add; a table without rows is left out. */
function companionParagraphs(analysis: Analysis, top: number): string[] {
  return [lockWaitsTable, callsTable, cacheLinesTable, instructionsTable, countersTable]
    .map((table) => table(analysis, top))
    .filter((table) => table.rows.length > 0)
    .flatMap((table) => [`### ${lineText(table.title)}`, ...tableParagraphs(table, '')]);
}

function siteParagraphs(analysis: Analysis, top: number): string[] {
  const lifetimes = new Set(analysis.attribution?.sites.map((site) => site.lifetime));
  return [
    '### Call sites',
    ...tableParagraphs(
      sitesTable(analysis, top),
      analysis.attribution === null
        ? 'No input has samples.'
        : `No sample was in a ${inlineText(analysis.catalogue.subject)} get or put.`,
    ),
    ...tableParagraphs(siteInstructionsTable(analysis, top), ''),
    ...(lifetimes.size === 0
      ? []
      : [factList([...lifetimes].map((label) => ({ label, text: LIFETIME_MEANINGS[label] })))]),
  ];
}

/** How the sites were reached, by which rows they were judged, what else contends, and how the counter is used. */
function contentionParagraphs(analysis: Analysis, top: number): string[] {
  return [
    callPathsTable(analysis, top),
    catalogueRowsTable(analysis),
    linesTable(analysis, top),
    ...usageTables(analysis, null),
  ]
    .filter((table) => table.rows.length > 0)
    .flatMap((table) => [`### ${lineText(table.title)}`, ...tableParagraphs(table, '')]);
}

function lockParagraphs(analysis: Analysis): string[] {
  const { attribution, locks } = analysis;
  const missing = locks.length === 0 ? 'No lock_stat was given.' : 'lock_stat has no lock of AppArmor.';
  const seen = attribution === null ? [] : lockShareFacts(attribution);
  return [
    "## AppArmor's locks",
    ...tableParagraphs(locksTable(analysis), lineText(missing)),
    ...(seen.length === 0
      ? []
      : [`In the samples of ${inlineText(attribution?.event ?? '')}:`, factList(seen)]),
  ];
}

function unattributedParagraphs(analysis: Analysis, top: number): string[] {
  const { attribution } = analysis;
  if (attribution === null) return ['## What could not be attributed', 'No input has samples.'];
  const table = unattributedTable(attribution, top);
  return [
    '## What could not be attributed',
    factList(unattributedFacts(attribution, subjectText(analysis))),
    ...(table.rows.length === 0 ? [] : [`${table.title}:`, markdownTable(table).join('\n')]),
  ];
}

function tableParagraphs(table: Table, whenEmpty: string): string[] {
  if (table.rows.length === 0) return whenEmpty === '' ? [] : [whenEmpty];
  return [...table.notes.map(lineText), markdownTable(table).join('\n')];
}

function factTable(head: string, value: string, facts: readonly Fact[]): string {
  const rows = facts.map(({ label, text }) => [label, text]);
  return markdownTable({ title: '', notes: [], columns: [left(head), left(value)], rows }).join('\n');
}

function factList(facts: readonly Fact[]): string {
  return facts.map(({ label, text }) => `- **${inlineText(label)}:** ${inlineText(text)}`).join('\n');
}

function findings(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return 'Nothing.';
  return diagnostics
    .map((diagnostic) => {
      const text = `- ${lineText(findingText({ ...diagnostic, hint: null }))}`;
      return diagnostic.hint === null ? text : `${text}\n  **Hint:** ${inlineText(diagnostic.hint)}.`;
    })
    .join('\n');
}
