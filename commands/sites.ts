import { Args } from '@oclif/core';
import { SHIPPED_CATALOGUES } from '../src/attribute/catalogue/shipped.js';
import { BaseCommand } from '../src/cli/base-command.js';
import { loadSiteCatalogue } from '../src/cli/site-catalogues.js';
import { terminalWidth } from '../src/cli/terminal.js';
import type { SiteCatalogue } from '../src/model/site-catalogue.js';
import { cataloguesTable, catalogueTable } from '../src/report/site-catalogue-tables.js';
import { textTable } from '../src/report/text-table.js';

export default class Sites extends BaseCommand {
  static override summary = 'List the catalogues of other reference counts, or print one.';
  static override description =
    'A catalogue says which functions take and drop references on one kind of object. --sites of analyze, report and ' +
    'diff takes the id of one of these, or a file of your own: print one with --json, change it, and give it back. ' +
    '`refscope schema sites` is the JSON Schema of such files.';
  static override usage = ['sites [ID | FILE]'];
  static override examples = [
    '<%= config.bin %> sites',
    '<%= config.bin %> sites dentry-lockref --json > mine.json',
    '<%= config.bin %> analyze perf.data --sites mine.json',
  ];
  // oclif would take piped bytes for the value of a missing argument.
  static override args = {
    id: Args.string({ description: 'catalogue to print', ignoreStdin: true }),
  };

  async run(): Promise<SiteCatalogue | { readonly catalogues: readonly SiteCatalogue[] }> {
    const { args } = await this.parse(Sites);
    const width = Math.max(terminalWidth(), 120);
    if (args.id === undefined) {
      this.log(textTable(cataloguesTable(SHIPPED_CATALOGUES), width).join('\n'));
      return { catalogues: SHIPPED_CATALOGUES };
    }
    const catalogue = await loadSiteCatalogue(args.id);
    const table = catalogueTable(catalogue);
    this.log([`${table.title}:`, ...textTable(table, width), ...table.notes].join('\n'));
    return catalogue;
  }
}
