import { Ansis } from 'ansis';
import { type Ink, PLAIN_INK } from '../report/ink.js';

const DEFAULT_WIDTH = 110;
const SMALLEST = 60;
const WIDEST = 160;

/** How a terminal, or what stands in for it, wants its text. */
export interface Look {
  /** Columns to fit tables into. */
  readonly width: number;
  readonly ink: Ink;
  /** Block and line characters can be shown. */
  readonly unicode: boolean;
}

/** Columns to fit tables into: the terminal's, within reason; elsewhere those of COLUMNS, or a default. */
export function terminalWidth(): number {
  const given = Number(process.env.COLUMNS);
  const elsewhere = Number.isInteger(given) && given > 0 ? given : DEFAULT_WIDTH;
  return Math.min(WIDEST, Math.max(SMALLEST, process.stdout.columns ?? elsewhere));
}

/** Of standard output; `noColor` is what --no-color says. */
export function terminalLook(noColor: boolean): Look {
  return {
    width: terminalWidth(),
    ink: noColor ? PLAIN_INK : colourInk(),
    unicode: !isPlainTerminal(),
  };
}

/** ansis decides by NO_COLOR, FORCE_COLOR, TERM and whether standard output is a terminal. */
function colourInk(): Ink {
  const ansis = new Ansis();
  if (!ansis.isSupported()) return PLAIN_INK;
  return { strong: ansis.bold, quiet: ansis.dim, warn: ansis.yellow.bold, plot: ansis.cyan };
}

/** Whether only ASCII should be drawn: a terminal that says it is dumb, or a locale that is not UTF-8. */
export function isPlainTerminal(environment: Readonly<NodeJS.ProcessEnv> = process.env): boolean {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = environment;
  if (TERM === 'dumb') return true;
  return !/utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
