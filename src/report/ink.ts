/** How parts of a text are set off on a terminal. Each adds escape sequences around a text of known width, or nothing. */
export interface Ink {
  /** Titles and the main figure. */
  readonly strong: (text: string) => string;
  /** What helps to read: column heads, labels of facts. */
  readonly quiet: (text: string) => string;
  /** What the reader should not miss: findings, sides that differ. */
  readonly warn: (text: string) => string;
  /** Plots. */
  readonly plot: (text: string) => string;
}

const as = (text: string): string => text;

/** For files, pipes and whoever asked for no colour. */
export const PLAIN_INK: Ink = { strong: as, quiet: as, warn: as, plot: as };
