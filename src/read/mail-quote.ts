/** What a line says without the `> ` marks a mail client put before it, nor blanks at either end. */
export function unquoted(text: string): string {
  let from = 0;
  while (from < text.length && (text[from] === '>' || text[from] === ' ' || text[from] === '\t')) from++;
  return text.slice(from).trimEnd();
}
