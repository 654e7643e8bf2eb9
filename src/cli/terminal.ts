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
    unicode: showsUnicode(process.env),
  };
}

/** ansis decides by NO_COLOR, FORCE_COLOR, TERM and whether standard output is a terminal. */
function colourInk(): Ink {
  const ansis = new Ansis();
  if (!ansis.isSupported()) return PLAIN_INK;
  return { strong: ansis.bold, quiet: ansis.dim, warn: ansis.yellow.bold, plot: ansis.cyan };
}

/** By the locale, as POSIX orders its variables; a dumb terminal is asked for nothing. */
export function showsUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return env.TERM !== 'dumb' && /utf-?8/i.test(locale);
}
