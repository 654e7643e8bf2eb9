import { asciiText, mailLine } from './mail-line.js';
import { wrapText } from './text-table.js';

/** `text` as lines of a plain-text mail: ASCII, wrapped at words to `width`; words that are longer are broken. */
export function mailLines(text: string, width: number): string[] {
  // Room for the blank that mailLine() may put before a line.
  return wrapText(asciiText(text), width - 1, 0).map(mailLine);
}
