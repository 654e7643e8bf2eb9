import type { NamedText } from '../io/write-file.js';
import type { Analysis } from '../model/analysis.js';
import { UsageError } from '../model/errors.js';
import { type CsvTable, renderCsv } from '../report/csv/csv-table.js';
import { CSV_TABLES } from '../report/csv/tables.js';

/** Names of all tables, for help and messages. */
export const CSV_TABLE_NAMES = CSV_TABLES.map(({ name }) => name).join(', ');

const ENDING = '.csv';

/**
 * The tables that the flags ask for: the one of `--table`, or all of them for a directory; `null` when they ask for a
 * document. `output` is the file or directory of `-o`.
 * @throws UsageError
 */
export function csvTables(
  { format, table }: { readonly format?: string | undefined; readonly table?: string | undefined },
  output: string | undefined,
): readonly CsvTable[] | null {
  const isFile = output?.toLowerCase().endsWith(ENDING) === true;
  const asked = format === 'csv' || (format === undefined && (isFile || table !== undefined));
  if (table !== undefined && !asked)
    throw new UsageError(`expected --table with --format csv, found ${format}`);
  if (!asked) return null;
  if (table === undefined) {
    if (output !== undefined && !isFile) return CSV_TABLES;
    throw new UsageError(
      `expected --table NAME for one table, or -o DIRECTORY for all; tables: ${CSV_TABLE_NAMES}`,
    );
  }
  const found = CSV_TABLES.find(({ name }) => name === table);
  if (found === undefined)
    throw new UsageError(`expected --table to be one of ${CSV_TABLE_NAMES}, found "${table}"`);
  return [found];
}

/** `tables` of `analysis`, each by the name of its file. */
export function csvFiles(tables: readonly CsvTable[], analysis: Analysis): NamedText[] {
  return tables.map((table) => ({
    name: `${table.name}${ENDING}`,
    text: renderCsv(table.heads, table.rows(analysis)),
  }));
}
