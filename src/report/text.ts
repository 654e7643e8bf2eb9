import type { Analysis, EventAttribution } from '../model/analysis.js';
import type { ContentionMap } from '../model/contention-map.js';
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
import { contentionPlots } from './contention-plots.js';
import { lineRateText, linesTable } from './contention-tables.js';
import { withGainBars } from './gain-bars.js';
import { evidenceFacts, type Fact, labelShareText, recordedFacts, unattributedFacts } from './headline.js';
import { type Ink, PLAIN_INK } from './ink.js';
import { notesBelow } from './scheme-notes.js';
import { notProjectedText, projectedCpus, schemesTable } from './schemes-table.js';
import { siteInstructionsTable } from './site-instructions.js';
import type { Table } from './table.js';
import { locksTable, sitesTable } from './tables.js';
import { textTable, wrapText } from './text-table.js';
import { usageTables } from './usage-tables.js';
import { verdictSentences } from './verdict.js';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Most rows of a table. */
  readonly top: number;
  /** Colour; none by default. */
  readonly ink?: Ink;
  /** Plots in block and line characters; in ASCII by default. */
  readonly unicode?: boolean;
  /** Label contention over time and by CPU; not drawn without, as of a saved analysis. */
  readonly map?: ContentionMap | null;
}

const LABEL_WIDTH = 14;
/** Of the label, on average: with fewer a plot would show chance. */
const SAMPLES_A_CHARACTER = 5;
const MOST_FINDINGS = 8;
/** Rows of tables that only accompany the samples. */
const COMPANION_ROWS = 4;

/** The terminal summary: the verdict in sentences, what was recorded, the share, the sites, the locks, the schemes, what is left, what is odd. */
export function renderText(analysis: Analysis, options: TextOptions): string {
  const { ink = PLAIN_INK, width } = options;
  const sectionOf = (table: Table): string[] => section(table, width, ink);
  const lines = [
    ...verdictLines(analysis, width, ink),
    '',
    ...facts(recordedFacts(analysis), width, ink),
    ...shareLines(analysis, options),
    ...sectionOf(sitesTable(analysis, options.top)),
    ...sectionOf(siteInstructionsTable(analysis, options.top)),
    ...sectionOf(callPathsTable(analysis, COMPANION_ROWS)),
    ...sectionOf(linesTable(analysis, COMPANION_ROWS)),
    ...usageTables(analysis, options.top).flatMap(sectionOf),
    ...sectionOf(locksTable(analysis)),
    ...sectionOf(lockWaitsTable(analysis, COMPANION_ROWS)),
    ...sectionOf(callsTable(analysis, options.top)),
    ...sectionOf(countersTable(analysis, COMPANION_ROWS)),
    ...sectionOf(cacheLinesTable(analysis, COMPANION_ROWS)),
    ...instructionLines(analysis, width, ink),
    ...schemeLines(analysis, options),
    ...(analysis.attribution === null
      ? []
      : ['', ...facts(unattributedFacts(analysis.attribution, subjectText(analysis)), width, ink)]),
    ...findingLines(analysis.diagnostics, width, ink),
  ];
  return lines.join('\n');
}

/** The verdict, a sentence a line; what is long goes on further in. */
function verdictLines(analysis: Analysis, width: number, ink: Ink = PLAIN_INK): string[] {
  return verdictSentences(analysis).flatMap((sentence, index) => {
    const lines = wrapText(sentence, width, 2);
    return index === 0 ? lines.map(ink.strong) : lines;
  });
}

/** Labelled sentences, wrapped. */
export function facts(list: readonly Fact[], width: number, ink: Ink = PLAIN_INK): string[] {
  return list.flatMap(({ label, text }) => {
    // wrapText() takes no line that begins with blanks.
    if (label === '')
      return wrapText(text, width - LABEL_WIDTH, 0).map((line) => ' '.repeat(LABEL_WIDTH) + line);
    const head = `${label.padEnd(LABEL_WIDTH - 1)} `;
    const [first = '', ...more] = wrapText(head + text, width, LABEL_WIDTH);
    return [ink.quiet(head.slice(0, first.length)) + first.slice(head.length), ...more];
  });
}

function shareLines(analysis: Analysis, options: TextOptions): string[] {
  const { attribution } = analysis;
  if (attribution === null) return [];
  const contexts = contextsText(attribution);
  const rate = lineRateText(analysis);
  const { ink = PLAIN_INK, width, map = null } = options;
  return [
    ...facts([{ label: subjectText(analysis), text: labelShareText(attribution) }], width, {
      ...ink,
      quiet: ink.strong,
    }),
    ...(map === null || attribution.labelSharePct === null ? [] : plotLines(map, attribution, options)),
    ...facts(
      [
        ...evidenceFacts(attribution),
        ...(contexts === null ? [] : [{ label: 'reached from', text: contexts }]),
        ...(rate === null ? [] : [{ label: 'on the line', text: rate }]),
        { label: 'catalogue', text: catalogueText(analysis) },
      ],
      width,
      ink,
    ),
  ];
}

/** Blanks in a plot mean something: it is not wrapped. */
function plotLines(
  map: ContentionMap,
  { sites }: EventAttribution,
  { width, unicode, ink = PLAIN_INK }: TextOptions,
): string[] {
  const samples = sites.reduce((sum, site) => sum + (site.samples ?? 0), 0);
  const most = Math.min(width - LABEL_WIDTH, Math.floor(samples / SAMPLES_A_CHARACTER));
  if (most < 2) return [];
  return contentionPlots(map, most, unicode === true).flatMap((fact) =>
    fact.label === ''
      ? facts([fact], width, ink)
      : [`${ink.quiet(fact.label.padEnd(LABEL_WIDTH - 1))} ${ink.plot(fact.text.trimEnd())}`],
  );
}

/** A table under its title; nothing where it has no rows. */
export function section(table: Table, width: number, ink: Ink = PLAIN_INK): string[] {
  if (table.rows.length === 0) return [];
  return [
    '',
    ...wrapText(`${table.title}:`, width, 0).map(ink.strong),
    ...textTable(table, width, ink),
    ...table.notes.flatMap((note) => wrapText(note, width, 0)),
  ];
}

/** Listings may hold no samples (objdump): then only how much was listed. */
function instructionLines(analysis: Analysis, width: number, ink: Ink): string[] {
  if (analysis.listings.length === 0) return [];
  const table = instructionsTable(analysis, COMPANION_ROWS);
  return table.rows.length > 0 ? section(table, width, ink) : ['', ...wrapText(`${table.title}.`, width, 0)];
}

function schemeLines(analysis: Analysis, { width, ink, unicode }: TextOptions): string[] {
  const nothing = notProjectedText(analysis);
  if (nothing !== null) return ['', ...wrapText(nothing, width, 0)];
  return projectedCpus(analysis).flatMap((cpus) => {
    const rows = analysis.projections.filter((projection) => projection.cpus === cpus);
    const { table, lines } = notesBelow(schemesTable(analysis, cpus), width);
    return [...section(withGainBars(table, rows, unicode === true), width, ink), ...lines];
  });
}

function findingLines(diagnostics: readonly Diagnostic[], width: number, ink: Ink): string[] {
  if (diagnostics.length === 0) return ['', 'Nothing odd about this recording.'];
  const shown = diagnostics
    .slice(0, MOST_FINDINGS)
    .flatMap((diagnostic) => wrapText(`- ${findingText({ ...diagnostic, hint: null })}`, width, 2));
  const more = diagnostics.length - MOST_FINDINGS;
  return [
    '',
    ink.warn('Odd about this recording:'),
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
