import { printable } from '../model/printable.js';
import type { KernelRange, SourceReference } from '../model/site.js';
import type { SiteCatalogue } from '../model/site-catalogue.js';
import { code, left, right, type Table } from './table.js';

/** "6.13 on", "before 6.11", "5.13 to before 5.16", "all". */
export function rangeText({ from, before }: KernelRange): string {
  if (from === null) return before === null ? 'all' : `before ${before}`;
  return before === null ? `${from} on` : `${from} to before ${before}`;
}

/** The first place where a row was read, and how many more. */
export function sourcesText(sources: readonly Pick<SourceReference, 'file' | 'revision'>[]): string {
  const [first, ...more] = sources;
  if (first === undefined) return '';
  return printable(`${first.file} ${first.revision}`) + (more.length > 0 ? ` and ${more.length} more` : '');
}

/** The catalogues that come with refscope. */
export function cataloguesTable(catalogues: readonly SiteCatalogue[]): Table {
  return {
    title: 'Catalogues',
    notes: [],
    columns: [code('id'), left('counter'), right('functions'), left('one instance?')],
    rows: catalogues.map((catalogue) => [
      printable(catalogue.id),
      printable(catalogue.counter),
      String(catalogue.sites.length + catalogue.helpers.length),
      `${catalogue.singleInstance ? 'yes' : 'no'}: ${printable(catalogue.singleInstanceWhy)}`,
    ]),
  };
}

/** One catalogue, row by row. */
export function catalogueTable({ subject, counter, dso, sites, helpers }: SiteCatalogue): Table {
  return {
    title: printable(`${subject}: ${counter}, in ${dso ?? 'the kernel'}`),
    notes: helpers.length > 0 ? ['A helper is charged to its nearest caller that is none.'] : [],
    columns: [
      code('function'),
      left('op'),
      left('reference lives'),
      right('RMWs'),
      left('kernels'),
      left('read in'),
    ],
    rows: [
      ...sites.map((row) => [
        printable(row.function),
        row.operation,
        row.lifetime,
        String(row.rmws),
        rangeText(row.kernels),
        sourcesText(row.sources),
      ]),
      ...helpers.map((row) => [
        printable(row.function),
        `${row.operation} (helper)`,
        row.lifetime,
        String(row.rmws),
        '',
        sourcesText(row.sources),
      ]),
    ],
  };
}
