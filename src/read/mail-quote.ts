/** What a line says without the `> ` marks a mail client put before it, nor blanks at either end. */
export function unquoted(text: string): string {
  let from = 0;
  while (from < text.length && (text[from] === '>' || text[from] === ' ' || text[from] === '\t')) from++;
  return text.slice(from).trimEnd();
}

/** Whether the line begins as a mail client's quotes do. */
export function isQuoteMark(line: string): boolean {
  return line.startsWith('>');
}

/** A line without the `> ` marks before it; its columns stay where they are. */
export function withoutQuoteMarks(line: string): string {
  if (!isQuoteMark(line)) return line;
  let from = 0;
  while (line[from] === '>') from += line[from + 1] === ' ' ? 2 : 1;
  return line.slice(from);
}
