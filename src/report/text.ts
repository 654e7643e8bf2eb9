import type { Analysis } from '../model/analysis.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { formatPosition } from '../model/errors.js';
import { printable } from '../model/printable.js';
import { callPathsTable, contextsText } from './call-path-tables.js';
import { catalogueText, subjectText } from './catalogue-table.js';
import {
  cacheLinesTable,
  callsTable,
  countersTable,
  instructionsTable,
  lockWaitsTable,
} from './companion-tables.js';
import { lineRateText, linesTable } from './contention-tables.js';
import { evidenceFacts, type Fact, labelShareText, recordedFacts, unattributedFacts } from './headline.js';
import { siteInstructionsTable } from './site-instructions.js';
import type { Table } from './table.js';
import { locksTable, projectedCpus, schemesTable, sitesTable } from './tables.js';
import { textTable, wrapText } from './text-table.js';
import { usageTables } from './usage-tables.js';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Most rows of a table. */
  readonly top: number;
}

const LABEL_WIDTH = 14;
const MOST_FINDINGS = 8;
/** Rows of tables that only accompany the samples. */
const COMPANION_ROWS = 4;

/** The terminal summary: what was recorded, the share, the sites, the locks, the schemes, what is left, what is odd. */
export function renderText(analysis: Analysis, options: TextOptions): string {
  const lines = [
    ...facts(recordedFacts(analysis), options.width),
    ...shareLines(analysis, options),
    ...section(sitesTable(analysis, options.top), options.width),
    ...section(siteInstructionsTable(analysis, options.top), options.width),
    ...section(callPathsTable(analysis, COMPANION_ROWS), options.width),
    ...section(linesTable(analysis, COMPANION_ROWS), options.width),
    ...usageTables(analysis).flatMap((table) => section(table, options.width)),
    ...section(locksTable(analysis), options.width),
    ...section(lockWaitsTable(analysis, COMPANION_ROWS), options.width),
    ...section(callsTable(analysis, options.top), options.width),
    ...section(countersTable(analysis, COMPANION_ROWS), options.width),
    ...section(cacheLinesTable(analysis, COMPANION_ROWS), options.width),
    ...instructionLines(analysis, options.width),
    ...schemeLines(analysis, options.width),
    ...(analysis.attribution === null
      ? []
      : ['', ...facts(unattributedFacts(analysis.attribution, subjectText(analysis)), options.width)]),
    ...findingLines(analysis.diagnostics, options.width),
  ];
  return lines.join('\n');
}

/** Labelled sentences, wrapped. */
export function facts(list: readonly Fact[], width: number): string[] {
  return list.flatMap(({ label, text }) =>
    wrapText(`${label.padEnd(LABEL_WIDTH - 1)} ${text}`, width, LABEL_WIDTH),
  );
}

function shareLines(analysis: Analysis, options: TextOptions): string[] {
  const { attribution } = analysis;
  if (attribution === null) return [];
  const contexts = contextsText(attribution);
  const rate = lineRateText(analysis);
  return facts(
    [
      { label: subjectText(analysis), text: labelShareText(attribution) },
      ...evidenceFacts(attribution),
      ...(contexts === null ? [] : [{ label: 'reached from', text: contexts }]),
      ...(rate === null ? [] : [{ label: 'on the line', text: rate }]),
      { label: 'catalogue', text: catalogueText(analysis) },
    ],
    options.width,
  );
}

/** A table under its title; nothing where it has no rows. */
export function section(table: Table, width: number): string[] {
  if (table.rows.length === 0) return [];
  return [
    '',
    `${table.title}:`,
    ...textTable(table, width),
    ...table.notes.flatMap((note) => wrapText(note, width, 0)),
  ];
}

/** Listings may hold no samples (objdump): then only how much was listed. */
function instructionLines(analysis: Analysis, width: number): string[] {
  if (analysis.listings.length === 0) return [];
  const table = instructionsTable(analysis, COMPANION_ROWS);
  return table.rows.length > 0 ? section(table, width) : ['', `${table.title}.`];
}

function schemeLines(analysis: Analysis, width: number): string[] {
  if (!analysis.projections.some(({ scheme, gain }) => scheme !== 'kref' && gain !== null)) {
    const why = analysis.attribution?.labelShareWhy ?? notProjectedWhy(analysis) ?? 'no input has samples';
    return ['', `Schemes: nothing can be projected (${printable(why)}).`];
  }
  return projectedCpus(analysis).flatMap((cpus) => section(schemesTable(analysis, cpus), width));
}

/** Another counter than the label's is projected only where its visits are known to go to one line. */
function notProjectedWhy({ lines, projections }: Analysis): string | null {
  const own = lines.find(({ kind }) => kind === 'label-line');
  if (projections.length > 0 || own === undefined || own.singleInstance) return null;
  return `${own.name} is not one instance, ${own.singleInstanceWhy}; --single-instance ${own.class} says that it is`;
}

function findingLines(diagnostics: readonly Diagnostic[], width: number): string[] {
  if (diagnostics.length === 0) return ['', 'Nothing odd about this recording.'];
  const shown = diagnostics
    .slice(0, MOST_FINDINGS)
    .flatMap((diagnostic) => wrapText(`- ${findingText({ ...diagnostic, hint: null })}`, width, 2));
  const more = diagnostics.length - MOST_FINDINGS;
  return [
    '',
    'Odd about this recording:',
    ...shown,
    ...(more > 0 ? [`- ${more} more (--json lists all)`] : []),
  ];
}

/** A diagnostic in one sentence, with its place and what to do. */
export function findingText(diagnostic: Diagnostic): string {
  const place =
    diagnostic.file === null
      ? ''
      : `${formatPosition({ file: diagnostic.file, ...(diagnostic.line === null ? {} : { line: diagnostic.line }) })}: `;
  return printable(`${place}${diagnostic.text}${diagnostic.hint === null ? '' : ` (${diagnostic.hint})`}`);
}
