const ESCAPE = String.fromCharCode(0x1b);
const BELL = String.fromCharCode(0x07);
const NO_BREAK_SPACE = '\u00a0';

/**
 * Control sequences of ECMA-48 (colours, cursor, bracketed paste), window titles, character sets, and single
 * escapes (keypad modes).
 */
const ESCAPES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|[()][0-9A-Z]|[=>78cDEHM])`,
  'g',
);

/** A web page writes every second blank of a run as a no-break space; a single one may be a locale's thousands mark. */
const PADDING = /\u00a0(?=[ \u00a0]|$)|(?<=^|[ \u00a0])\u00a0/g;

/** Whether lines of `text` may hold what `asPrinted` takes away: asked once for many lines. */
export function isCaptured(text: string): boolean {
  return text.includes(ESCAPE) || text.includes(NO_BREAK_SPACE);
}

/**
 * The line as its program printed it, from a terminal's capture (script(1), a log with colours) or a web page:
 *
 *     `ESC[?2004l CR Architecture:   x86_64`   gives   `Architecture:   x86_64`
 */
export function asPrinted(line: string): string {
  // Asked first, for the expression takes ten times as long as the rest of reading a line.
  const blanks = line.includes(NO_BREAK_SPACE) ? line.replace(PADDING, ' ') : line;
  if (!blanks.includes(ESCAPE)) return blanks;
  const shown = blanks.replace(ESCAPES, '');
  // What a carriage return goes back over is written again.
  return shown.slice(shown.lastIndexOf('\r') + 1);
}

/** The line without its carriage returns: a terminal adds a second one. */
export function withoutLineEnd(line: string): string {
  let to = line.length;
  while (to > 0 && line[to - 1] === '\r') to--;
  return line.slice(0, to);
}
