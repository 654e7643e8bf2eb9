import type { Analysis, EventAttribution } from '../model/analysis.js';
import { printable } from '../model/printable.js';
import { countText, percentText } from './numbers.js';
import { code, left, right, type Table } from './table.js';

/** The functions behind "unattributed", at most `top`. */
export function unattributedTable(attribution: EventAttribution, top: number): Table {
  const { total, unattributedFunctions } = attribution;
  return {
    title: 'Functions that could not be attributed',
    notes: [],
    columns: [right('busy time'), right('samples'), code('function')],
    rows: unattributedFunctions
      .slice(0, top)
      .map((row) => [
        percentText(total.period > 0 ? (100 * row.period) / total.period : null),
        countText(row.samples),
        printable(row.function),
      ]),
  };
}

/** The busiest functions, at most `top`, over all samples of the selected commands. */
export function functionsTable(analysis: Analysis, top: number): Table {
  const all = analysis.functions.reduce((sum, row) => sum + row.selfPeriod, 0);
  return {
    title: 'Busiest functions',
    notes: [
      `The first ${countText(Math.min(top, analysis.functions.length))} of ${countText(analysis.functions.length)}, over ` +
        'all samples of the selected commands, without window or idle filter, as perf report --no-children prints them.',
    ],
    columns: [right('self'), right('samples'), right('with callees'), code('function'), code('binary')],
    rows: analysis.functions
      .slice(0, top)
      .map((row) => [
        percentText(all > 0 ? (100 * row.selfPeriod) / all : null),
        countText(row.selfSamples),
        countText(row.childrenSamples),
        printable(row.symbol),
        printable(row.dso),
      ]),
  };
}

/** What was read, and what was found but not used. */
export function inputsTable(analysis: Analysis): Table {
  return {
    title: 'Inputs',
    notes: [],
    columns: [code('file'), left('format'), right('samples'), left('not used')],
    rows: analysis.inputs.map((input) => [
      printable(input.path),
      printable(input.format),
      countText(input.samples),
      printable(input.notUsed ?? ''),
    ]),
  };
}
