import { COMPANION_TABLES } from './companion-tables.js';
import type { CsvTable } from './csv-table.js';
import { SAMPLE_TABLES } from './sample-tables.js';
import { SCHEME_TABLES } from './scheme-tables.js';

/** Every table of an analysis, in the order of the help. */
export const CSV_TABLES: readonly CsvTable[] = [...SAMPLE_TABLES, ...SCHEME_TABLES, ...COMPANION_TABLES];
