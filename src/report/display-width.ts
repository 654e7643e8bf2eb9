import stringWidth from 'string-width';

/** What most names are: one column a character, without asking for each. */
const ASCII = /^[\x20-\x7e]*$/;

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ELLIPSIS = '...';

/** Terminal columns of printable `text`: CJK characters and most emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** `text` in at most `width` columns, the end cut. */
export function cutEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width <= ELLIPSIS.length
    ? takeStart(text, width)
    : takeStart(text, width - ELLIPSIS.length) + ELLIPSIS;
}

/** `text` in at most `width` columns, the middle cut: functions of a family differ at both ends. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const room = width - ELLIPSIS.length;
  if (room < 2) return cutEnd(text, width);
  const tail = Math.floor(room / 2);
  return takeStart(text, room - tail) + ELLIPSIS + takeEnd(text, tail);
}

/** `text` with blanks behind it, to `width` columns of a terminal. */
export function padEndTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** `text` with blanks before it, to `width` columns of a terminal. */
export function padStartTo(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

function takeStart(text: string, width: number): string {
  return take(graphemes(text.slice(0, MOST_UNITS)), width).join('');
}

function takeEnd(text: string, width: number): string {
  return take(graphemes(text.slice(-MOST_UNITS)).reverse(), width)
    .reverse()
    .join('');
}

/** No line is as long; a name may be as long as its file. */
const MOST_UNITS = 4096;

function graphemes(text: string): string[] {
  return ASCII.test(text) ? text.split('') : [...GRAPHEMES.segment(text)].map(({ segment }) => segment);
}

function take(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += displayWidth(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}
