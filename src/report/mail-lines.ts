import { printable } from '../model/printable.js';

/** What a mailer or mbox would take for a quote, the start of a message or a signature. */
const LINE_TRAPS = /^(?=>|From |-- $)/;

/** `text` as lines of a plain-text mail: ASCII, wrapped at words to `width`; words that are longer are broken. */
export function mailLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of asciiText(text)
    .split(' ')
    .flatMap((each) => chunks(each, width - 1))) {
    if (line !== '' && line.length + 1 + word.length > width - 1) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => each.replace(LINE_TRAPS, ' '));
}

/** Everything but printable ASCII as an escape: `\u20ac`. */
export function asciiText(text: string): string {
  return printable(text).replace(/[^\x20-\x7e]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function chunks(word: string, size: number): string[] {
  return word.match(new RegExp(`.{1,${size}}`, 'g')) ?? [''];
}
