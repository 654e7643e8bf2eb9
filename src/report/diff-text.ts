import type { Diff } from '../model/diff.js';
import { printable } from '../model/printable.js';
import {
  comparableTable,
  lockChangesTable,
  lockTimesTable,
  siteChangesTable,
  throughputText,
  unknownConditions,
} from './diff-tables.js';
import type { Fact } from './headline.js';
import { facts, section } from './text.js';
import { wrapText } from './text-table.js';

/** A diff for the terminal: the verdict, then what it rests on. `width` is the terminal's columns. */
export function renderDiffText(diff: Diff, width: number): string {
  return [
    ...wrapText(printable(diff.verdict), width, 0),
    '',
    ...facts(sideFacts(diff), width),
    ...section(siteChangesTable(diff), width),
    ...undecidableLines(diff, width),
    ...section(lockChangesTable(diff), width),
    ...section(lockTimesTable(diff), width),
    ...section(comparableTable(diff), width),
    ...unknownLines(diff, width),
  ].join('\n');
}

function sideFacts(diff: Diff): Fact[] {
  return [
    { label: 'before', text: printable(diff.names.before) },
    { label: 'after', text: printable(diff.names.after) },
    { label: 'throughput', text: throughputText(diff) },
  ];
}

/** Why rows carry no figures, each reason once. */
function undecidableLines(diff: Diff, width: number): string[] {
  const reasons = new Set([diff.label, ...diff.sites, ...diff.locks].flatMap(({ why }) => why ?? []));
  return [...reasons].flatMap((why) => wrapText(`undecidable: ${why}`, width, 0));
}

function unknownLines(diff: Diff, width: number): string[] {
  const text = unknownConditions(diff);
  return text === null ? [] : ['', ...wrapText(text, width, 0)];
}
