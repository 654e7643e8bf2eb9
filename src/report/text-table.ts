import { displayWidth, padEndTo, padStartTo } from './display-width.js';
import { fitTable, GAP } from './fit-table.js';
import { type Ink, PLAIN_INK } from './ink.js';
import type { Table } from './table.js';

/** `table` as lines of at most `width` columns, fitted as fitTable() says; what is left out is named below it. */
export function textTable(table: Table, width: number, ink: Ink = PLAIN_INK): string[] {
  const { columns, rows, leftOut } = fitTable(table, width);
  const line = (cells: readonly string[], drawn: (cell: string, index: number) => string): string => {
    // Blanks at the end of a line would wrap on a terminal of just this width.
    const last = cells.findLastIndex((cell) => cell.trimEnd() !== '');
    return columns
      .slice(0, last + 1)
      .map((column, index) => {
        const cell = cells[index] ?? '';
        const padded = (column.align === 'right' ? padStartTo : padEndTo)(cell, column.width);
        return drawn(index === last ? padded.trimEnd() : padded, index);
      })
      .join(GAP);
  };
  return [
    line(
      columns.map((column) => column.name),
      ink.quiet,
    ),
    ...rows.map((row) => line(row, (cell, index) => (columns[index]?.plot === true ? ink.plot(cell) : cell))),
    ...(leftOut.length === 0 ? [] : wrapText(`Not shown at this width: ${leftOut.join(', ')}.`, width, 0)),
  ];
}

/** Columns that `table` takes uncut. */
export function naturalWidth({ columns, rows }: Table): number {
  const widths = columns.map(({ name }, index) =>
    Math.max(displayWidth(name), ...rows.map((row) => displayWidth(row[index] ?? ''))),
  );
  return widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1));
}

/** Every row as a paragraph, for texts that must not be cut: the first cell, below it the others with their names. */
export function paragraphs({ columns, rows }: Table, width: number): string[] {
  return rows.flatMap(([head = '', ...cells]) => [
    ...wrapText(head, width, 2),
    ...cells.flatMap((cell, index) => {
      if (cell === '') return [];
      const lines = wrapText(`${columns[index + 1]?.name ?? ''}: ${cell}`, width - 2, 2);
      return lines.map((line) => `  ${line}`);
    }),
  ]);
}

/**
 * `text` wrapped at blanks to `width` columns, following lines indented by `indent` blanks. A word that is longer than
 * a line is broken, after a slash, comma or semicolon where there is one.
 */
export function wrapText(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  const room = (): number => width - (lines.length === 0 ? 0 : indent);
  // A number stays with its %.
  for (const whole of text.split(/ (?!%)/)) {
    let word = whole;
    if (line !== '') line += ' ';
    const left = room() - displayWidth(line);
    const wide = wordWidth(word);
    // What is longer than a line is broken anyway: it may begin on this one.
    if (line !== '' && wide > left && (wide <= width - indent || left < SHORTEST_PART)) {
      lines.push(line);
      line = '';
    }
    while (displayWidth(line) + wordWidth(word) > room()) {
      const part = wordPart(word, room() - displayWidth(line));
      lines.push(line + part);
      line = '';
      word = word.slice(part.length);
    }
    line += word;
  }
  lines.push(line);
  return lines.map((each, index) => (index === 0 ? each : ' '.repeat(indent) + each).trimEnd());
}

/** Beyond every line: how much beyond is not asked, as a name may be as long as its file. */
const LONG_WORD = 1024;

function wordWidth(word: string): number {
  return word.length > LONG_WORD ? LONG_WORD : displayWidth(word);
}

/** Less of a word is not worth breaking it for. */
const SHORTEST_PART = 8;

/** The start of `word` that fits in `room` columns, one character at least. */
function wordPart(word: string, room: number): string {
  let end = Math.min(word.length, Math.max(1, room));
  while (end > 1 && displayWidth(word.slice(0, end)) > room) end--;
  const low = word.charCodeAt(end);
  // No surrogate pair is split.
  if (low >= 0xdc00 && low <= 0xdfff) end = end > 1 ? end - 1 : end + 1;
  const at = Math.max(...['/', ',', ';'].map((mark) => word.lastIndexOf(mark, end - 1)));
  return word.slice(0, at > end / 2 ? at + 1 : end);
}
