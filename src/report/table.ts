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
}

export function left(name: string): Column {
  return { name, align: 'left' };
}

export function right(name: string): Column {
  return { name, align: 'right' };
}

export function code(name: string): Column {
  return { name, align: 'left', code: true };
}
