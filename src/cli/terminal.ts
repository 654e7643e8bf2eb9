const DEFAULT_WIDTH = 110;
const SMALLEST = 60;
const WIDEST = 160;

/** Columns to fit tables into: the terminal's, within reason, or a default where output goes elsewhere. */
export function terminalWidth(): number {
  return Math.min(WIDEST, Math.max(SMALLEST, process.stdout.columns ?? DEFAULT_WIDTH));
}
