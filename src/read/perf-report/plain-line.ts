/** A line without the colours of `--stdio-color` and without a mail's quote marks; its columns stay where they are. */
export function plainLine(raw: string): string {
  const line = raw.includes('\x1b') ? withoutColours(raw) : raw;
  if (!line.startsWith('>')) return line;
  let from = 0;
  while (line[from] === '>') from += line[from + 1] === ' ' ? 2 : 1;
  return line.slice(from);
}

/** `  ESC[31m   5.88%ESC[m  [.] __strcmp_evex` */
function withoutColours(raw: string): string {
  return raw
    .split('\x1b[')
    .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('m') + 1)))
    .join('');
}
