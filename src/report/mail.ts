import type { Analysis } from '../model/analysis.js';
import { contextsText } from './call-path-tables.js';
import { subjectText } from './catalogue-table.js';
import { lineRateText } from './contention-tables.js';
import {
  evidenceFacts,
  type Fact,
  labelShareText,
  recordedFacts,
  titleText,
  unattributedFacts,
} from './headline.js';
import { asciiTable, asciiText, MAIL_TEXT_WIDTH, mailCommand, mailLine } from './mail-line.js';
import { mailTables } from './mail-tables.js';
import { notesBelow } from './scheme-notes.js';
import { BASELINE, notProjectedText, projectedCpus, schemesTable } from './schemes-table.js';
import { facts, findingText, section } from './text.js';
import { wrapText } from './text-table.js';
import { verdictSentences } from './verdict.js';

export interface MailOptions {
  /** Most rows of a table. */
  readonly top: number;
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes this text again. */
  readonly command: string;
}

/**
 * The analysis as plain text for a mailing list, for a cover letter or a reply: ASCII, no line beyond 72 columns, no
 * line that a mail reader or git takes for anything but text.
 */
export function renderMail(analysis: Analysis, options: MailOptions): string {
  return [
    ...wrapText(asciiText(titleText(analysis)), MAIL_TEXT_WIDTH, 0),
    '',
    ...verdictSentences(analysis).flatMap((sentence) => wrapText(asciiText(sentence), MAIL_TEXT_WIDTH, 2)),
    '',
    // Which files were read twice is nothing to a list.
    ...mailFacts(recordedFacts(analysis).filter(({ label }) => label !== 'not used')),
    ...shareLines(analysis),
    ...mailTables(analysis, options.top).flatMap((table) => section(table, MAIL_TEXT_WIDTH)),
    ...schemeLines(analysis),
    ...unattributedLines(analysis),
    ...findingLines(analysis),
    ...madeLines(analysis, options),
  ]
    .map(mailLine)
    .join('\n');
}

function mailFacts(list: readonly Fact[]): string[] {
  return facts(
    list.map(({ label, text }) => ({ label: asciiText(label), text: asciiText(text) })),
    MAIL_TEXT_WIDTH,
  );
}

function shareLines(analysis: Analysis): string[] {
  const { attribution } = analysis;
  if (attribution === null)
    return mailFacts([{ label: subjectText(analysis), text: 'unknown: no input has samples' }]);
  const contexts = contextsText(attribution);
  const rate = lineRateText(analysis);
  return mailFacts([
    { label: subjectText(analysis), text: labelShareText(attribution) },
    ...evidenceFacts(attribution),
    ...(contexts === null ? [] : [{ label: 'reached from', text: contexts }]),
    ...(rate === null ? [] : [{ label: 'on the line', text: rate }]),
  ]);
}

function schemeLines(analysis: Analysis): string[] {
  const nothing = notProjectedText(analysis);
  if (nothing !== null) return ['', ...wrapText(asciiText(nothing), MAIL_TEXT_WIDTH, 0)];
  return projectedCpus(analysis).flatMap((cpus) => {
    const all = asciiTable(schemesTable(analysis, cpus));
    // Of an unknown number of CPUs the naive gain is all there is.
    const withGains = new Set(
      analysis.projections
        .filter((row) => row.cpus === cpus && (row.gain ?? row.naiveGain) !== null)
        .map(({ scheme }) => scheme),
    );
    // Why a scheme has no gain stands below; that of the baseline is 1.
    const rows = all.rows.filter(([scheme = '']) => scheme !== BASELINE);
    const { table, lines } = notesBelow({ ...all, rows }, MAIL_TEXT_WIDTH);
    const known = table.rows.filter(([scheme = '']) => withGains.has(scheme));
    return [...section({ ...table, rows: known }, MAIL_TEXT_WIDTH), ...lines];
  });
}

function unattributedLines(analysis: Analysis): string[] {
  const { attribution } = analysis;
  return attribution === null
    ? []
    : ['', ...mailFacts(unattributedFacts(attribution, subjectText(analysis)))];
}

function findingLines({ diagnostics }: Analysis): string[] {
  if (diagnostics.length === 0) return [];
  return [
    '',
    'Odd about this recording:',
    ...diagnostics.flatMap((diagnostic) =>
      wrapText(`- ${asciiText(findingText({ ...diagnostic, hint: null }))}`, MAIL_TEXT_WIDTH, 2),
    ),
  ];
}

function madeLines({ machine }: Analysis, { command, version }: MailOptions): string[] {
  return [
    ...(machine.recordCommand === null
      ? []
      : ['', 'Recorded with', '', ...mailCommand(machine.recordCommand)]),
    '',
    `Made by refscope ${asciiText(version)} with`,
    '',
    ...mailCommand(command),
  ];
}
