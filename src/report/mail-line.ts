import { printable } from '../model/printable.js';
import type { Table } from './table.js';

/** Columns of the kernel lists' mails (Documentation/process/submitting-patches.rst asks for 75; replies add "> "). */
export const MAIL_WIDTH = 72;

/** Room of a text: mailLine() may put a blank before it. */
export const MAIL_TEXT_WIDTH = MAIL_WIDTH - 1;

/**
 * What would make a line something else than text: mbox's "From ", a quote, a signature or patch mark, a header
 * (git-mailinfo reads those of the first lines), a trailer, a comment that git strips.
 */
const SPECIAL = /^(?:>|From\b|--|diff -|Index: |(?:From|To|Cc|Subject|Date|Message-I[dD]|[A-Za-z-]+-by):|#)/;

/** A finished line that stays text in a mail; what is special at the start of a line stands one blank further in. */
export function mailLine(line: string): string {
  return SPECIAL.test(line) ? ` ${line}` : line;
}

/** `text` in ASCII alone: printable as everywhere, and all other characters by their code point, `\u{e9}`. */
export function asciiText(text: string): string {
  return printable(text).replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The table with every other character than ASCII written as its code point. */
export function asciiTable(table: Table): Table {
  return {
    title: asciiText(table.title),
    notes: table.notes.map(asciiText),
    columns: table.columns.map((column) => ({ ...column, name: asciiText(column.name) })),
    rows: table.rows.map((row) => row.map(asciiText)),
  };
}

/** Words of a shell command line; quoted blanks do not part them. */
const WORD = /(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\]|['"\\])+/g;

/** `command` behind a prompt, with lines that end in a backslash where it is long; words longer than a line are cut. */
export function mailCommand(command: string): string[] {
  const words = asciiText(command).match(WORD) ?? [];
  const lines: string[] = [];
  let line = '  $';
  for (const whole of words) {
    const word = cut(withoutBlankEnd(whole), MAIL_TEXT_WIDTH - CONTINUED.length - ' \\'.length);
    if (line.length + 1 + word.length + ' \\'.length > MAIL_TEXT_WIDTH) {
      lines.push(`${line} \\`);
      line = `${CONTINUED}${word}`;
    } else {
      line += ` ${word}`;
    }
  }
  return [...lines, line];
}

const CONTINUED = '      ';

/** An escaped blank that ends a word is quoted: mailers strip blanks at line ends, which would leave a `\` that continues. */
function withoutBlankEnd(word: string): string {
  return word.replace(/\\ $/, "' '");
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}
