const DEFAULT_WIDTH = 110;
const SMALLEST = 60;
const WIDEST = 160;

/** Columns to fit tables into: the terminal's, within reason, or a default where output goes elsewhere. */
export function terminalWidth(): number {
  return Math.min(WIDEST, Math.max(SMALLEST, process.stdout.columns ?? DEFAULT_WIDTH));
}

/** Whether only ASCII should be drawn: a terminal that says it is dumb, or a locale that is not UTF-8. */
export function isPlainTerminal(environment: Readonly<NodeJS.ProcessEnv> = process.env): boolean {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = environment;
  if (TERM === 'dumb') return true;
  return !/utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
