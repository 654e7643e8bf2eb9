import type { Diff } from '../model/diff.js';
import { printable } from '../model/printable.js';
import { unknownConditions } from './diff-condition-tables.js';
import { conditionText, diffTables, throughputText, undecidableReasons } from './diff-tables.js';
import type { Fact } from './headline.js';
import { facts, section } from './text.js';
import { wrapText } from './text-table.js';

/** Rows of the long tables on a terminal. */
const TOP = 10;

/** A diff for the terminal: the verdict, then what it rests on. `width` is the terminal's columns. */
export function renderDiffText(diff: Diff, width: number): string {
  return [
    ...wrapText(printable(diff.verdict), width, 0),
    '',
    ...facts(sideFacts(diff), width),
    ...diffTables(diff, TOP).flatMap((table) => section(table, width)),
    ...undecidableLines(diff, width),
    ...unknownLines(diff, width),
  ].join('\n');
}

/** Both sides by name, and what was measured of them. */
export function sideFacts(diff: Diff): Fact[] {
  return [
    { label: 'before', text: printable(diff.names.before) },
    { label: 'after', text: printable(diff.names.after) },
    { label: 'throughput', text: throughputText(diff) },
    ...diff.furtherThroughput.map((change) => ({ label: 'also', text: conditionText(change) })),
  ];
}

function undecidableLines(diff: Diff, width: number): string[] {
  const reasons = undecidableReasons(diff);
  return [
    ...(reasons.length === 0 ? [] : ['']),
    ...reasons.flatMap((why) => wrapText(printable(`undecidable: ${why}`), width, 0)),
  ];
}

function unknownLines(diff: Diff, width: number): string[] {
  const text = unknownConditions(diff);
  return text === null ? [] : ['', ...wrapText(text, width, 0)];
}
