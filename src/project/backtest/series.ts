import type { ScalingSeries, SeriesPoint, SeriesRow, SeriesScore } from '../../model/backtest.js';
import type { LineTopology } from '../../model/line-topology.js';
import { medianInterval } from '../../stats/median-interval.js';
import { type Interval, leastLogErrors } from '../least-log-errors.js';
import { fitTransferRate, lineRows, type ScalingRow } from '../line-times.js';
import { casService, loadDependentThroughput } from '../load-dependent.js';
import { presetNamed } from '../topology/presets.js';
import { meanTransfer } from '../topology/transfer-time.js';
import { fitUsl } from '../usl.js';

/** The machine of the published tables; of other machines only the shape of the curve is comparable. */
const ZEN4 = presetNamed('zen4-server');

/** Fits the series' model to the rows marked for it and says how far it is off on the others. */
export function scoreSeries(series: ScalingSeries): SeriesScore {
  const { projected, parameters } =
    series.model === 'complexes' ? complexes(series.rows) : lockedLine(series);
  const usl = fitUsl(series.rows.filter(({ fit }) => fit));
  const points: SeriesPoint[] = series.rows.map((row, i) => ({
    variant: row.variant,
    cpus: row.cpus,
    value: row.value,
    fitted: row.fit || (series.model === 'complexes' && isByConstruction(row, series.rows)),
    projected: projected[i] ?? 0,
    usl: usl === null || series.model === 'complexes' ? null : usl(row.cpus),
  }));
  return {
    series: series.series,
    source: series.source,
    model: MODEL_NAMES[series.model],
    points,
    medianAbsLogError: medianError(points, ({ projected: value }) => value),
    uslMedianAbsLogError: medianError(points, (point) => point.usl),
    parameters,
  };
}

/** A variant's first row is the 100 of its column; without any transfer left the model is the off-curve itself. */
function isByConstruction(row: SeriesRow, rows: readonly SeriesRow[]): boolean {
  return row.kept === 0 || rows.find(({ variant }) => variant === row.variant) === row;
}

const MODEL_NAMES: Readonly<Record<ScalingSeries['model'], string>> = {
  add: 'one line, constant service',
  cas: 'one line, service grows with waiters',
  complexes: 'one line, transfers inside and across complexes, off-curve given',
};

function medianError(
  points: readonly SeriesPoint[],
  of: (point: SeriesPoint) => number | null,
): number | null {
  const errors = points.flatMap((point) => {
    const value = of(point);
    return point.fitted || value === null || !(value > 0) ? [] : [Math.abs(Math.log(value / point.value))];
  });
  return errors.length === 0 ? null : medianInterval(errors).median;
}

interface Fitted {
  readonly projected: readonly number[];
  readonly parameters: string;
}

/** Each variant relative to its own first row, as the tables are printed; the fit is of the variant that keeps all. */
function complexes(rows: readonly SeriesRow[]): Fitted {
  const scaling = (row: SeriesRow): ScalingRow => ({
    cpus: row.cpus,
    transferNs: meanTransfer(sized(ZEN4, row), row.cpus, row.complexes).ns?.mid ?? Number.NaN,
    offEfficiencyPct: row.offValue ?? 100,
  });
  const fitted = rows.find(({ fit }) => fit);
  const rate =
    fitted === undefined
      ? 0
      : fitTransferRate(scaling(fitted), Math.min(fitted.value, fitted.offValue ?? fitted.value));
  const projected = rows.map((row) => {
    const own = rows.filter(({ variant }) => variant === row.variant);
    const at = own.indexOf(row);
    const lines = lineRows(own.map(scaling), rate, row.kept);
    return (100 * (lines[at]?.efficiencyPct ?? 0)) / (lines[0]?.efficiencyPct ?? 100);
  });
  return {
    projected,
    parameters: `${rate.toExponential(2)} transfers per ns of other work (from its last row)`,
  };
}

/** With as many sockets as the row needs: published tables come of any size. */
function sized(topology: LineTopology, { cpus, complexes: filled }: SeriesRow): LineTopology {
  const { complexesPerSocket, coresPerComplex, threadsPerCore, sockets } = topology;
  const needed = Math.max(filled ?? 1, Math.ceil(cpus) / (coresPerComplex * threadsPerCore));
  return { ...topology, sockets: Math.max(sockets, Math.ceil(needed / complexesPerSocket)) };
}

/** Z, s and, of a CAS loop, the growth per waiter, by least squares of logarithms over the rows marked. */
function lockedLine({ model, rows }: ScalingSeries): Fitted {
  const seen = rows.filter(({ fit }) => fit);
  const slowest = 1 / Math.min(...seen.map(({ value, cpus }) => value / cpus));
  const time: Interval = { low: Math.log(slowest * 1e-3), high: Math.log(slowest) };
  const growth: Interval = { low: Math.log(1e-4), high: Math.log(10) };
  const throughput = ([logThink, logService, logSlope]: readonly number[], cpus: number): number =>
    loadDependentThroughput(
      {
        thinkTime: Math.exp(logThink ?? 0),
        stations: [casService(Math.exp(logService ?? 0), logSlope === undefined ? 0 : Math.exp(logSlope))],
      },
      cpus,
    );
  const best = leastLogErrors(
    model === 'cas' ? [time, time, growth] : [time, time],
    seen.map(({ cpus, value }) => ({ at: cpus, value })),
    throughput,
  );
  const [think = 0, service = 0, slope] = best.map(Math.exp);
  const ns = (seconds: number) => `${(1e9 * seconds).toFixed(0)} ns`;
  return {
    projected: rows.map(({ cpus }) => throughput(best, cpus)),
    parameters:
      `Z ${ns(think)}, service ${ns(service)}` +
      (slope === undefined ? '' : `, +${(100 * slope).toFixed(1)} % per waiter`),
  };
}
