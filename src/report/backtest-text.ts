import type {
  Backtest,
  BacktestRow,
  BacktestSummary,
  MedianInterval,
  SeriesScore,
} from '../model/backtest.js';
import { printable } from '../model/printable.js';
import { nounText, ratioText, UNKNOWN } from './numbers.js';
import { left, right, type Table } from './table.js';
import { textTable, wrapText } from './text-table.js';

/** The back-test as lines of at most `width` characters. */
export function renderBacktestText(result: Backtest, width: number): string {
  const { cases, summary } = result;
  return [
    `Back-test of ${result.file === null ? 'the built-in published cases' : printable(result.file)}`,
    ...wrapText(METHOD, width, 0),
    '',
    ...textTable(casesTable(cases), width),
    '',
    // The medians stand in columns, which wrapping would undo.
    ...summaryLines(summary).flatMap((line) => (line.length <= width ? [line] : wrapText(line, width, 2))),
    ...sharesLines(cases, summary, width),
    ...seriesLines(result.series, width),
    ...notesLines(cases, width),
  ].join('\n');
}

const METHOD =
  'Each case is projected with parameters learnt from published cases of other machines only; low and high are the ' +
  '95 % interval of what would be measured. err = ln(projected / measured).';

function casesTable(cases: readonly BacktestRow[]): Table {
  return {
    title: '',
    notes: [],
    columns: [
      left('case'),
      left('kind'),
      right('naive'),
      right('plain'),
      right('low'),
      right('mid'),
      right('high'),
      right('measured'),
      right('err'),
      right('plain err'),
      right('naive err'),
      left('in'),
    ],
    rows: cases.map((row) => [
      printable(row.case),
      row.kind,
      ratioText(row.naive),
      ratioText(row.plain),
      ratioText(row.low),
      ratioText(row.mid),
      ratioText(row.high),
      ratioText(row.measured),
      signed(row.logError),
      signed(row.plainLogError),
      signed(row.naiveLogError),
      row.covered === null ? '-' : row.covered ? 'yes' : 'no',
    ]),
  };
}

function summaryLines(summary: BacktestSummary): string[] {
  const { cases, independentCases, machines } = summary;
  if (cases === 0) return ['no case has both a projection and a measured gain'];
  return [
    `${count(independentCases, 'independent case')} (${cases} measured, replicates averaged) on ${count(machines, 'machine')}`,
    `median |err|   projected ${medianText(summary.medianAbsLogErrorInterval)}`,
    `               plain MVA ${medianText(summary.plainMedianAbsLogErrorInterval)}`,
    `               naive     ${medianText(summary.naiveMedianAbsLogErrorInterval)}`,
    `interval held  ${summary.coveragePct?.toFixed(0) ?? UNKNOWN} %, median high/low ${summary.medianWidthRatio?.toFixed(2) ?? UNKNOWN}`,
    ...summary.comparisons
      .filter((each) => each.cases > 0)
      .map(
        (each) =>
          `against ${each.against}: better in ${each.wins}, worse in ${each.losses}` +
          (each.withinNoise > 0 ? `, not to be told from the published noise in ${each.withinNoise}` : '') +
          `; |err| less by ${medianText(each.medianGain)}` +
          (each.signTestP === null ? '' : `, sign test p = ${each.signTestP.toFixed(2)}`),
      ),
  ];
}

function sharesLines(
  cases: readonly BacktestRow[],
  { sharesAfter }: BacktestSummary,
  width: number,
): string[] {
  const rows = cases.flatMap((row) =>
    row.sharesAfter.map((share) => [
      printable(row.case),
      pct(share.plainPct),
      pct(share.projectedPct),
      pct(share.measuredPct),
      printable(share.site),
    ]),
  );
  if (rows.length === 0) return [];
  const columns = [left('case'), right('plain'), right('projected'), right('published'), left('site')];
  const medians =
    sharesAfter === null
      ? []
      : [
          `median |ln(share / published)| over ${count(sharesAfter.count, 'site')} left on a line: ` +
            `projected ${sharesAfter.projected.toFixed(2)}, plain ${sharesAfter.plain.toFixed(2)}`,
        ];
  return [
    '',
    'Shares after the change, %',
    ...textTable({ title: '', notes: [], columns, rows }, width),
    ...medians.flatMap((line) => wrapText(line, width, 2)),
  ];
}

function seriesLines(series: readonly SeriesScore[], width: number): string[] {
  if (series.length === 0) return [];
  const columns = [
    left('variant'),
    right('CPUs'),
    right('published'),
    right('model'),
    right('USL'),
    left(''),
  ];
  return [
    '',
    ...wrapText(
      'Scaling series (fitted: rows that model and universal scalability law (USL) saw, or that hold by construction)',
      width,
      2,
    ),
    ...series.flatMap((each) => [
      '',
      ...wrapText(printable(`${each.series}: ${each.model}; ${each.parameters}`), width, 2),
      ...textTable(
        {
          title: '',
          notes: [],
          columns,
          rows: each.points.map((point) => [
            printable(point.variant),
            String(point.cpus),
            value(point.value),
            value(point.projected),
            point.usl === null ? UNKNOWN : value(point.usl),
            point.fitted ? 'fitted' : '',
          ]),
        },
        width,
      ),
      ...wrapText(
        `median |err| of rows not fitted: model ${bare(each.medianAbsLogError)}, USL ${bare(each.uslMedianAbsLogError)}`,
        width,
        2,
      ),
    ]),
  ];
}

function notesLines(cases: readonly BacktestRow[], width: number): string[] {
  const notes = cases.flatMap((row) =>
    [...(row.why === null ? [] : [`not projected: ${row.why}`]), ...row.notes].map((note) =>
      wrapText(printable(`${row.case}: ${note}`), width, 2),
    ),
  );
  return notes.length === 0 ? [] : ['', 'Notes', ...notes.flat()];
}

function signed(error: number | null): string {
  if (error === null) return UNKNOWN;
  return `${error < 0 ? '-' : '+'}${Math.abs(error).toFixed(3)}`;
}

function medianText(interval: MedianInterval | null): string {
  if (interval === null) return UNKNOWN;
  const { median, low, high } = interval;
  return (
    median.toFixed(3) + (low === null || high === null ? '' : ` [${low.toFixed(3)} .. ${high.toFixed(3)}]`)
  );
}

function count(number: number, noun: string): string {
  return `${number} ${nounText(number, noun)}`;
}

function pct(share: number): string {
  return share.toFixed(2);
}

function bare(error: number | null): string {
  return error === null ? UNKNOWN : error.toFixed(3);
}

function value(number: number): string {
  return number >= 1000 ? Math.round(number).toLocaleString('en-US') : number.toFixed(1);
}
