/** Character classes of perf's text, as comparisons: a regular expression per line would dominate the run time. */

export const TAB = 9;
const SPACE = 32;
const MINUS = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const MAX_DIGITS = 20;

/** True for the code of a space or a tab. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102);
}

/** First position from `from` on that is not blank; `text.length` if there is none. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** End of the token that begins at `from`. */
export function tokenEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** Start of the token that ends before `end`. */
export function tokenStart(text: string, end: number): number {
  let at = end;
  while (at > 0 && !isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** End of the last token before `end`; 0 if there is none. */
export function previousEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** End of the run of lower-case hex digits, as printf's %x prints them, that begins at `from`. */
export function hexEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isHexDigit(text.charCodeAt(at))) at++;
  return at;
}

/** Whether the text between is a number of 64 bits as printf prints it: a longer one is corrupt. */
export function isDigits(text: string, from: number, end: number): boolean {
  if (from >= end || end - from > MAX_DIGITS) return false;
  for (let at = from; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

/** printf's %d: digits with an optional minus. */
export function isInteger(text: string, from: number, end: number): boolean {
  return isDigits(text, text.charCodeAt(from) === MINUS ? from + 1 : from, end);
}

/**
 * A copy of `text` that shares no memory with the chunk it was cut from. V8's slices keep their whole parent
 * alive: 3,000 kept names of 60 characters, each cut from its own 64-KiB chunk, held 204 MB (copied: 3 MB).
 */
export function ownCopy(text: string): string {
  return text.split('').join('');
}
