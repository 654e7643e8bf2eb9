import type { Table } from '../src/report/table.js';
import { textTable } from '../src/report/text-table.js';
import { casTable, gainTables, throughputTables } from './model-against-simulation.js';
import { parseSpeed } from './parse-speed.js';
import { sharedAgainstPrivate } from './shared-against-private.js';

/** `npm run bench`: tables that no test asserts, because they are this machine's or too long to run each time. */
const TABLES: readonly (() => Table[] | Promise<Table[]>)[] = [
  throughputTables,
  gainTables,
  () => [casTable()],
  async () => [await sharedAgainstPrivate()],
  async () => [await parseSpeed()],
];

const WIDTH = 140;

for (const make of TABLES) {
  for (const table of await make()) {
    console.log([table.title, ...table.notes, ...textTable(table, WIDTH), ''].join('\n'));
  }
}
