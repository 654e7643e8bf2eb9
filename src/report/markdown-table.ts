import { codeText, inlineText } from './markdown-inline.js';
import type { Column, Table } from './table.js';

/** `table` as the lines of a GitHub Markdown table, aligned so that it reads as text too. */
export function markdownTable(table: Table): string[] {
  const rows = table.rows.map((row) =>
    table.columns.map((column, index) => cellText(column, row[index] ?? '')),
  );
  const heads = table.columns.map((column) => inlineText(column.name));
  const widths = heads.map((head, index) =>
    Math.max(3, head.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const last = table.columns.length - 1;
  const line = (cells: readonly string[]): string =>
    `| ${table.columns.map((column, index) => padded(cells[index] ?? '', column, index === last ? 0 : (widths[index] ?? 0))).join(' | ')} |`;
  const rule = table.columns.map(({ align }, index) => {
    const dashes = '-'.repeat(index === last ? 3 : (widths[index] ?? 3));
    return align === 'right' ? `${dashes.slice(1)}:` : dashes;
  });
  return [line(heads), `| ${rule.join(' | ')} |`, ...rows.map(line)];
}

function cellText({ code }: Column, cell: string): string {
  return code === true ? codeText(cell) : inlineText(cell);
}

function padded(cell: string, { align }: Column, width: number): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}
