import { CsvError, type Info, parse } from 'csv-parse/sync';
import { InputError } from '../../model/errors.js';

/** A row of a table whose first row names its columns. */
export interface CsvRow {
  readonly file: string;
  /** The line on which it ends, from 1. */
  readonly line: number;
  /** Trimmed cells by column name, in lower case; columns without a cell here are empty. */
  readonly cells: ReadonlyMap<string, string>;
}

/** Tables of cases are written by hand: more than this is something else. */
export const MAX_CSV_BYTES = 16 << 20;
const MAX_RECORD = 1 << 16;

/**
 * The rows of a CSV (RFC 4180; comma, semicolon or tab, as its first row shows; lines that start with # are
 * comments) by the names of its header. Columns of other names are kept and may be ignored.
 * @throws InputError with file and line when it is broken, has no header, lacks a required column, or repeats one
 * of `known`.
 */
export function readCsvTable(
  file: string,
  text: string,
  required: readonly string[],
  known: readonly string[],
): CsvRow[] {
  return readCsv(file, text, required, known).rows;
}

/** A table as `readCsvTable`, with how its rows are written. */
export interface Csv {
  /** Names of the header, in lower case, in its order. */
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly rows: CsvRow[];
}

/** @throws InputError as `readCsvTable` */
export function readCsv(
  file: string,
  text: string,
  required: readonly string[],
  known: readonly string[],
): Csv {
  if (text.includes('\0')) throw new InputError({ file }, 'expected CSV text, found a NUL byte');
  const records = parseRecords(file, text);
  const [header, ...rest] = records;
  if (header === undefined) throw new InputError({ file, line: 1 }, `expected a header, found an empty file`);
  const columns = header.record.map((name) => name.trim().toLowerCase());
  const position = { file, line: header.info.lines };
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new InputError(
      position,
      `expected the columns ${required.join(',')}, found no ${missing.join(',')}`,
    );
  }
  const twice = known.find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice !== undefined) throw new InputError(position, `expected each column once, found ${twice} twice`);
  const rows = rest
    .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
    .map(({ record, info }) => {
      if (record.length > columns.length && record.slice(columns.length).some((cell) => cell.trim() !== '')) {
        const found = `found ${record.length} (quote fields that hold a separator)`;
        throw new InputError(
          { file, line: info.lines },
          `expected at most ${columns.length} fields, ${found}`,
        );
      }
      const cells = new Map(columns.map((name, i) => [name, (record[i] ?? '').trim()] as const));
      return { file, line: info.lines, cells };
    });
  return { columns, delimiter: delimiterOf(text), rows };
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

function parseRecords(file: string, text: string): Parsed[] {
  try {
    return parse(text, {
      bom: true,
      info: true,
      delimiter: delimiterOf(text),
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_RECORD,
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as unknown as { lines?: number };
    const message = error.message.replace(/\s+/g, ' ').slice(0, 160);
    throw new InputError(
      { file, ...(lines === undefined ? {} : { line: lines }) },
      `expected CSV: ${message}`,
    );
  }
}

/** What separates the names of the header: the separator that occurs most in the first line that is no comment. */
function delimiterOf(text: string): string {
  const header = /^(?!\s*#)\s*\S.*$/m.exec(text.slice(0, MAX_RECORD))?.[0] ?? '';
  const [best] = [',', ';', '\t'].sort((a, b) => header.split(b).length - header.split(a).length);
  return best ?? ',';
}
