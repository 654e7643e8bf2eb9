import type { Table } from './table.js';

const GAP = '  ';

/**
 * `table` as lines of at most `width` characters: columns as wide as their longest cell; the last one is cut with
 * "..." where the line would not fit.
 */
export function textTable(table: Table, width: number): string[] {
  const widths = table.columns.map((column, index) =>
    Math.max(column.name.length, ...table.rows.map((row) => (row[index] ?? '').length)),
  );
  const last = table.columns.length - 1;
  const before = widths.slice(0, last).reduce((sum, cell) => sum + cell + GAP.length, 0);
  const room = Math.max(12, width - before);
  const line = (cells: readonly string[]): string =>
    table.columns
      .map((column, index) => {
        const cell = cells[index] ?? '';
        if (index === last) return cell.length > room ? `${cell.slice(0, room - 3)}...` : cell;
        return column.align === 'right' ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
      })
      .join(GAP)
      .trimEnd();
  return [line(table.columns.map((column) => column.name)), ...table.rows.map(line)];
}

/** `text` wrapped at words to `width`, following lines indented by `indent` blanks. */
export function wrapText(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = width - (lines.length === 0 ? 0 : indent);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each, index) => (index === 0 ? each : ' '.repeat(indent) + each));
}
