/** A line without a mail's quote marks; its columns stay where they are. */
export function plainLine(line: string): string {
  if (!line.startsWith('>')) return line;
  let from = 0;
  while (line[from] === '>') from += line[from + 1] === ' ' ? 2 : 1;
  return line.slice(from);
}
