import type { Change, Diff } from '../model/diff.js';
import { loadUnit } from '../model/throughput.js';
import { renderCsv } from './csv/csv-table.js';
import { allText } from './diff-cells.js';

const COLUMNS = [
  'table',
  'name',
  'detail',
  'before',
  'after',
  'unit',
  'delta',
  'low',
  'high',
  'p_adjusted',
  'state',
  'before_samples',
  'after_samples',
  'why',
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | null>>>;

const BUSY = '% of busy time';

/** A diff as one CSV table (RFC 4180, CRLF), one row a figure; `unit` says of what. Without the line feed of its last line. */
export function renderDiffCsv(diff: Diff): string {
  return renderCsv(
    COLUMNS,
    rows(diff).map((row) => COLUMNS.map((column) => row[column] ?? null)),
  );
}

function rows(diff: Diff): Row[] {
  return [
    { table: 'verdict', name: diff.verdict },
    { table: 'sides', name: 'names', before: diff.names.before, after: diff.names.after },
    { table: 'sides', name: 'recordings', before: diff.runs.before, after: diff.runs.after },
    shareRow('label', allText(diff), '', diff.label),
    ...diff.lines.map((line) => shareRow('line', line.line, line.class, line)),
    ...diff.sites.map((site) =>
      shareRow('site', site.function, [site.line, site.operation].filter(Boolean).join(': '), site),
    ),
    ...diff.paths.map((path) =>
      shareRow('path', path.function, [path.context, path.lsmHook].filter(Boolean).join(': '), path),
    ),
    ...diff.functions.map((row) => shareRow('function', row.function, row.dso, row)),
    ...diff.moves.map(({ from, to, within, points }) => ({
      table: 'move',
      name: `${from.join(' ')} -> ${to.join(' ')}`,
      detail: within,
      delta: points,
      unit: 'points of busy time',
    })),
    ...diff.locks.flatMap((lock) => [
      {
        table: 'lock',
        name: lock.class,
        detail: lock.mode,
        before: lock.before,
        after: lock.after,
        unit: '% of acquisitions contended',
        ...changeCells(lock),
      },
      ...(['waiters', 'holders'] as const).flatMap((kind) =>
        lock[kind].map((point) => ({
          table: `lock ${kind}`,
          name: point.symbol ?? 'other sites',
          detail: `${lock.class} ${lock.mode}`,
          before: point.beforePct,
          after: point.afterPct,
          unit: "% of the lock's contentions",
          before_samples: point.before,
          after_samples: point.after,
          why: point.why,
        })),
      ),
    ]),
    ...[...(diff.throughput === null ? [] : [diff.throughput]), ...diff.furtherThroughput].map((run) => ({
      table: 'throughput',
      name: run.tool,
      detail: run.tasks === null ? '' : `${run.tasks} tasks`,
      before: run.before,
      after: run.after,
      unit: `${loadUnit(run.tool)}/s; delta, low and high are after / before`,
      delta: run.ratio,
      low: run.low,
      high: run.high,
      p_adjusted: run.p,
      state: run.state,
      before_samples: run.beforeRuns,
      after_samples: run.afterRuns,
      why: run.why,
    })),
    ...diff.projections.map((check) => ({
      table: 'projection',
      name: check.scheme,
      detail: check.because,
      before: check.projected?.mid ?? null,
      after: check.measured,
      unit: 'gain: before is projected, after is measured; low and high are of the projection',
      low: check.projected?.low ?? null,
      high: check.projected?.high ?? null,
      why: check.why,
    })),
    ...diff.normalisation.map((row) => ({
      table: 'normalisation',
      name: row.per,
      before: row.before,
      after: row.after,
      unit: row.unit,
      state: row.used ? 'used' : 'not used',
      why: row.why,
    })),
    ...diff.comparable.map((row) => ({
      table: 'comparable',
      name: row.what,
      before: row.before,
      after: row.after,
      state: OK[`${row.ok}`],
      why: row.why,
    })),
  ];
}

const OK = { true: 'alike', false: 'differs', null: 'unknown' } as const;

function shareRow(
  table: string,
  name: string,
  detail: string,
  row: Diff['label'] | Diff['sites'][number] | Diff['paths'][number] | Diff['functions'][number],
): Row {
  return {
    table,
    name,
    detail,
    before: row.before,
    after: row.after,
    unit: BUSY,
    before_samples: row.beforeSamples,
    after_samples: row.afterSamples,
    ...changeCells(row),
  };
}

function changeCells({ deltaPoints, low, high, pAdjusted, state, why }: Change): Row {
  return { delta: deltaPoints, low, high, p_adjusted: pAdjusted, state, why };
}
