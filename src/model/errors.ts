/** Where in an input something stands: a line (from 1) of a text, or a byte offset of a binary file. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly byte?: number;
}

/** `file`, `file:12` or `file: byte 104`. */
export function formatPosition(position: Position): string {
  if (position.line !== undefined) return `${position.file}:${position.line}`;
  if (position.byte !== undefined) return `${position.file}: byte ${position.byte}`;
  return position.file;
}

/**
 * The input is at fault, not refscope: one line on standard error, exit code 2.
 * `message` says what was expected and what was found, without the position.
 */
export class InputError extends Error {
  readonly position: Position;
  constructor(position: Position, message: string) {
    super(`${formatPosition(position)}: ${message}`);
    this.name = 'InputError';
    this.position = position;
  }

  /** The same, found in another file than its finder knew of. */
  in(file: string): InputError {
    const message = this.message.slice(`${formatPosition(this.position)}: `.length);
    return new InputError({ ...this.position, file }, message);
  }
}

/** The command line is at fault: exit code 2, no position. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
