/** The first lines of a row that a mail client wrapped, waiting for its rest. */
export interface Beginning {
  readonly text: string;
  readonly number: number;
  readonly lines: number;
  readonly of: 'class' | 'point';
}

/** Where a row stands: its first line, how many it takes, whether the file ends with it. */
export interface Place {
  readonly number: number;
  readonly lines: number;
  readonly last: boolean;
  /** Whether its last line begins with a blank, as the kernel's do and a mail's closing words do not. */
  readonly indented: boolean;
}
