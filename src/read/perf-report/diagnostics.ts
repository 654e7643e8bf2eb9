import { type Diagnostic, finding } from '../../model/diagnostic.js';

/** perf report --group prints one total for all events of a group. */
export function groupTotals(events: readonly string[], file: string, line: number): Diagnostic {
  return {
    kind: 'perf-report-group',
    text: `perf prints one number of samples for the ${events.length} events of a group: ${events.join(', ')}; their own are unknown`,
    hint: 'run perf report without --group',
    file,
    line,
  };
}

/** As many figures as the group has events are expected in each column. */
export function groupNames(description: string, figures: number, file: string, line: number): Diagnostic {
  return {
    kind: 'perf-report-group-names',
    text: `${figures} figures a column do not fit the events named: "${description}"`,
    hint: 'run perf report without --group',
    file,
    line,
  };
}

/** The header counts lost samples of all events together. */
export function lostOfAll(lost: number, tables: number, file: string): Diagnostic {
  return finding(
    'perf-report-lost',
    `${lost} samples were lost, of ${tables} events together: perf does not say of which`,
    'let refscope read the perf.data file',
    file,
  );
}

/** `what`: where the file ends, as in "within a row". */
export function reportCut(what: string, file: string, line: number): Diagnostic {
  return {
    kind: 'perf-report-cut',
    text: `the file ends ${what}`,
    hint: 'keep all that perf report --stdio prints',
    file,
    line,
  };
}

/** "4K" is a total of 4,000 to 4,999. */
export function totalRounded(total: number, file: string, line: number): Diagnostic {
  return {
    kind: 'perf-report-rounded-total',
    text: `perf printed percentages, and the total rounded down to ${total}: numbers of samples are estimates from these`,
    hint: 'run perf report with -n, or with -F +sample',
    file,
    line,
  };
}

/** Of a report sorted by something else than functions. */
export function noSymbols(file: string, line: number): Diagnostic {
  return {
    kind: 'perf-report-no-symbols',
    text: 'no row names a function: perf report had no sym among its sort keys, or no symbols',
    hint: 'run perf report with sym among the sort keys, or without -s',
    file,
    line,
  };
}
