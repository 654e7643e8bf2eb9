import type { Analysis } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import { rangeText, sourcesText } from './site-catalogue-tables.js';
import { code, left, right, type Table } from './table.js';

/** "label get/put", "dentry get/put". */
export function subjectText({ catalogue }: Analysis): string {
  return `${printable(catalogue.subject)} get/put`;
}

/** "kernel 6.1 (recorded: 6.1.192-labp)": whose rows sites were judged by. */
export function catalogueText({ catalogue }: Analysis): string {
  const { id, kernel, kernelFrom, kernelWhy } = catalogue;
  const rows = kernel === null ? 'the newest rows that count' : `rows of kernel ${printable(kernel)}`;
  return `${printable(id)}: ${rows} (${kernelFrom}: ${printable(kernelWhy)})`;
}

/** Which row of the catalogue each site was judged by. */
export function catalogueRowsTable({ catalogue }: Analysis): Table {
  return {
    title: 'Rows of the catalogue that applied',
    notes: [],
    columns: [code('site'), left('op'), right('RMWs a call'), left('kernels'), left('read in')],
    rows: catalogue.rows.map((row) => [
      printable(row.function),
      row.operation,
      String(row.rmws),
      row.kernels === null ? 'by a helper it calls' : rangeText(row.kernels),
      sourcesText(row.sources),
    ]),
  };
}
