import { asciiText, mailLine } from './mail-line.js';

/** `text` as lines of a plain-text mail: ASCII, wrapped at words to `width`; words that are longer are broken. */
export function mailLines(text: string, width: number): string[] {
  // Room for the blank that mailLine() may put before a line.
  const room = width - 1;
  const lines: string[] = [];
  let line = '';
  for (const word of asciiText(text)
    .split(' ')
    .flatMap((each) => chunks(each, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map(mailLine);
}

function chunks(word: string, size: number): string[] {
  return word.match(new RegExp(`.{1,${size}}`, 'g')) ?? [''];
}
