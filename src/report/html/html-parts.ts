import { cutMiddle } from '../display-width.js';
import type { Fact } from '../headline.js';
import type { Column, Table } from '../table.js';
import { htmlText } from './html-text.js';

/** `text` as a paragraph. */
export function paragraph(text: string, className = ''): string {
  return `<p${className === '' ? '' : ` class="${className}"`}>${htmlText(text)}</p>`;
}

/** Each of `texts` as an item. */
export function bulletList(texts: readonly string[]): string {
  return `<ul>${texts.map((text) => `<li>${htmlText(text)}</li>`).join('\n')}</ul>`;
}

/** Labels with their sentences. */
export function factList(facts: readonly Fact[]): string {
  const rows = facts.map(({ label, text }) => `<dt>${htmlText(label)}</dt><dd>${htmlText(text)}</dd>`);
  return `<dl>${rows.join('\n')}</dl>`;
}

/** A table under its title with its notes; nothing where it has no rows. */
export function htmlTable(table: Table): string[] {
  if (table.rows.length === 0) return [];
  const head = table.columns.map(
    (column) => `<th scope="col"${classOf(column)}>${htmlText(column.name)}</th>`,
  );
  const rows = table.rows.map(
    (row) => `<tr>${row.map((cell, index) => cellHtml(cell, table.columns[index])).join('')}</tr>`,
  );
  const caption = table.title === '' ? '' : `<caption>${htmlText(table.title)}</caption>`;
  const name = table.title === '' ? '' : ` role="group" aria-label="${htmlText(table.title)}"`;
  return [
    // Keyboards must reach what scrolls.
    `<div class="scroll" tabindex="0"${name}><table>${caption}<thead><tr>${head.join('')}</tr></thead>` +
      `<tbody>${rows.join('\n')}</tbody></table></div>`,
    ...table.notes.map((note) => paragraph(note, 'note')),
  ];
}

/** Names of programs are thousands of characters long at times; the whole of one is shown where the mouse rests on it. */
const LONGEST_NAME = 160;

function cellHtml(cell: string, column: Column | undefined): string {
  if (column === undefined) return `<td>${htmlText(cell)}</td>`;
  if (column.code !== true || cell.length <= LONGEST_NAME)
    return `<td${classOf(column)}>${htmlText(cell)}</td>`;
  return `<td${classOf(column)} title="${htmlText(cell)}">${htmlText(cutMiddle(cell, LONGEST_NAME))}</td>`;
}

function classOf({ align, code }: Column): string {
  const names = [...(align === 'right' ? ['number'] : []), ...(code === true ? ['code'] : [])];
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
}

/** A fold that opens with a click or a key; `parts` are markup. */
export function fold(summary: string, parts: readonly string[], open = false): string {
  return `<details${open ? ' open' : ''}><summary>${htmlText(summary)}</summary>\n${parts.join('\n')}\n</details>`;
}
