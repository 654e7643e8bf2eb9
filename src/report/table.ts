/** A table as every output format draws it. Cells are plain text, already safe to print. */
export interface Table {
  readonly title: string;
  /** Sentences about the whole table. */
  readonly notes: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly name: string;
  readonly align: 'left' | 'right';
  /** Cells are names of the code (functions, files, locks), which documents set in a fixed font. */
  readonly code?: true;
  /** Cells are drawn from what stands in other columns: never cut, only left out. */
  readonly plot?: true;
  /** Cells of names are lists of them: the end is cut, not the middle. */
  readonly list?: true;
  /** May be left out where lines are short: the highest first. */
  readonly drop?: number;
}

/** A column of names. `drop`: see Column. */
export function left(name: string, drop?: number): Column {
  return { name, align: 'left', ...(drop === undefined ? {} : { drop }) };
}

/** A column of figures. `drop`: see Column. */
export function right(name: string, drop?: number): Column {
  return { name, align: 'right', ...(drop === undefined ? {} : { drop }) };
}

/** A column of names that are code: functions, files, commands. `drop`: see Column. */
export function code(name: string, drop?: number): Column {
  return { ...left(name, drop), code: true };
}
