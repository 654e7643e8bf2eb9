import type { Change, Diff, ShareChange } from '../model/diff.js';
import { allText, headingText } from './diff-cells.js';
import { unknownConditions } from './diff-condition-tables.js';
import { lockChangesTable } from './diff-lock-tables.js';
import { throughputText } from './diff-tables.js';
import { asciiText, MAIL_WIDTH, mailCommand } from './mail-line.js';
import { mailLines } from './mail-lines.js';
import { pointsText, UNKNOWN } from './numbers.js';
import { left, right, type Table } from './table.js';
import { textTable } from './text-table.js';

const TOP = 15;

export interface MadeBy {
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes the document again. */
  readonly command: string;
}

/**
 * A diff as plain text for a mail: ASCII only, no line beyond 72 columns. Tables have the figures that a cover letter
 * needs; "*" marks a change that is more than noise, "!" what cannot be decided.
 */
export function renderDiffMail(diff: Diff, { version, command }: MadeBy): string {
  const unknown = unknownConditions(diff);
  const paragraphs: readonly (readonly string[])[] = [
    mailLines(diff.verdict, MAIL_WIDTH),
    [
      ...mailLines(`before: ${diff.names.before}`, MAIL_WIDTH),
      ...mailLines(`after:  ${diff.names.after}`, MAIL_WIDTH),
      ...mailLines(`throughput: ${throughputText(diff)}`, MAIL_WIDTH),
    ],
    ...mailTables(diff)
      .filter(({ rows }) => rows.length > 0)
      .map(tableLines),
    mailLines(
      '* more than noise (p below 5 %, corrected for the rows of its table); ! undecidable',
      MAIL_WIDTH,
    ),
    ...(unknown === null ? [] : [mailLines(unknown, MAIL_WIDTH)]),
    [`Made by refscope ${asciiText(version)} with`, '', ...mailCommand(command)],
  ];
  return paragraphs.map((lines) => lines.join('\n')).join('\n\n');
}

function mailTables(diff: Diff): Table[] {
  const own = diff.lines[0]?.line;
  const rows = (list: readonly (ShareChange & { readonly name: string })[]): string[][] =>
    list.slice(0, TOP).map((row) => [...shareCells(row), row.name]);
  const sites = diff.sites
    .filter(({ line }) => line === own)
    .map((site) => ({ ...site, name: site.function }));
  const others = diff.lines.slice(1).map((line) => ({ ...line, name: line.line }));
  const locks = lockChangesTable(diff);
  return [
    shareTable(`${headingText(diff)}, % of busy time`, [
      ...rows(
        diff.label.before === null && diff.label.after === null
          ? []
          : [{ ...diff.label, name: allText(diff) }],
      ),
      ...rows(sites),
    ]),
    shareTable('Other lines and locks, % of busy time', rows(others)),
    shareTable(
      "AppArmor's locks in lock_stat, % of acquisitions contended",
      diff.locks.map((lock, index) => [
        ...figures(lock, lock.before, lock.after),
        locks.rows[index]?.at(-1) ?? lock.class,
      ]),
    ),
  ];
}

function shareTable(title: string, rows: readonly (readonly string[])[]): Table {
  return {
    title,
    notes: [],
    columns: [left(''), right('before'), right('after'), right('points'), right('95 %'), left('')],
    rows,
  };
}

function shareCells(row: ShareChange): string[] {
  return figures(row, row.before, row.after);
}

/** Without units, which the title has: 72 columns are few. */
function figures(change: Change, before: number | null, after: number | null): string[] {
  return [
    MARKS[change.state] ?? '*',
    figure(before),
    figure(after),
    pointsText(change.deltaPoints),
    change.low === null ? UNKNOWN : `${pointsText(change.low)}..${pointsText(change.high)}`,
  ];
}

const MARKS: Partial<Record<Change['state'], string>> = { same: '', undecidable: '!' };

function figure(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(2);
}

/** What does not fit beside its figures stands below them. */
function tableLines(table: Table): string[] {
  const names = table.rows.map((row) => row.at(-1) ?? '');
  const figures = textTable(
    {
      ...table,
      columns: table.columns.slice(0, -1),
      rows: table.rows.map((row) => row.slice(0, -1)),
    },
    MAIL_WIDTH,
  );
  const width = Math.max(...figures.map((line) => line.length));
  return [
    ...mailLines(`${table.title}:`, MAIL_WIDTH),
    ...figures.flatMap((line, index) => {
      const name = mailLines(index === 0 ? '' : (names[index - 1] ?? ''), MAIL_WIDTH - 4).join(' ');
      if (name === '') return [line];
      return width + 2 + name.length <= MAIL_WIDTH
        ? [`${line.padEnd(width)}  ${name}`]
        : [line, ...mailLines(name, MAIL_WIDTH - 4).map((part) => `    ${part}`)];
    }),
  ];
}
