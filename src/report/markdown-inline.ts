import { printable } from '../model/printable.js';

/**
 * Characters that start markup within a line of GitHub Markdown. Names come from traces, which anybody can make:
 * a command called `<script>`, `[x](javascript:...)` or `http://...` must stay the text it is.
 */
const MARKUP = /[\\`*[\]<&|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=www)\./gi;

/** `text` as text within a line or a table cell. */
export function inlineText(text: string): string {
  return printable(text).replace(MARKUP, '\\$&');
}

/** What would make a line a heading, quote, list item, rule, underline or table instead of text. */
const LINE_START = /^(?:[#>]|[+-](?=\s|$)|[=-]+\s*$|:?-+(?=:)|:(?=-)|\d+(?=[.)](?:\s|$)))/;

/** `text` as text that begins a line, a list item or a paragraph. */
export function lineText(text: string): string {
  return inlineText(text.trim()).replace(LINE_START, (start) =>
    /^\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}

/** `text` as a code span where it can be one: a backtick or a pipe (in tables) would end it. */
export function codeText(text: string): string {
  const plain = printable(text);
  return plain.trim() === '' || /[`|]/.test(plain) ? inlineText(text) : `\`${plain}\``;
}

/** A source: an address as a link, a Message-ID as code, the rest as text. */
export function sourceText(text: string): string {
  if (/^https?:\/\/[^\s<>]+$/.test(text)) return `<${printable(text)}>`;
  return text
    .split(/(<[^<>\s]+@[^<>\s]+>)/)
    .map((part, index) => (index % 2 === 1 ? codeText(part) : inlineText(part)))
    .join('');
}
