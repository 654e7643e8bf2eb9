import type { LineTopology } from '../../model/line-topology.js';
import type { Calibration, ThroughputRow } from '../../model/scaling.js';
import type { Nanoseconds } from '../../model/units.js';
import { medianInterval } from '../../stats/median-interval.js';
import { stationShare } from '../inversion.js';
import { solveNetwork } from '../mva.js';
import { meanTransfer } from '../topology/transfer-time.js';
import { fitUsl } from '../usl.js';
import type { OffCurve } from './scaling-curves.js';

/** Two are fitted: the rate of visits and the throughput of a CPU alone. */
const LEAST_ROWS = 3;
/** D / Z of the line at the most CPUs: from nothing to all of the time. */
const DEMAND = { low: Math.log(1e-7), high: Math.log(10) };
const DEMANDS = 1500;
/** Published tables repeat to +-5 points (model.md, limit 7): no fit is surer than that. */
const LEAST_NOISE = 0.025;
/** 95 % of a chi-square with one degree of freedom. */
const CHI_SQUARE_95 = 3.84;

/** The fit, or why there is none. */
export type ThroughputFit =
  | {
      readonly calibration: Calibration;
      readonly off: OffCurve;
      readonly offRows: number;
      readonly why: null;
    }
  | { readonly calibration: null; readonly off: null; readonly offRows: number; readonly why: string };

/**
 * One line, fitted to throughput at several CPU counts by least squares of logarithms: how often an operation visits it,
 * and what a CPU alone does. Where the table has the throughput without AppArmor, that is the machine's own curve and the
 * rest is the line's; without it in every row the machine is taken to scale perfectly, and all of a shortfall is the line's.
 * The share's low .. high is 95 % by profile likelihood, with the fit's own scatter or the noise of published tables,
 * whichever is larger.
 */
export function fitThroughput(
  from: string,
  rows: readonly ThroughputRow[],
  topology: LineTopology | null,
): ThroughputFit {
  if (rows.length < LEAST_ROWS) {
    return unknown(`${from}: ${LEAST_ROWS} rows are needed to fit a curve, found ${rows.length}`);
  }
  const times = rows.map(({ cpus }) => transferAt(topology, cpus));
  if (times.some((time) => time === null)) {
    return unknown(`${from}: the topology has no transfer time at one of its CPU counts`);
  }
  const withOff = rows.filter(({ off }) => off !== null);
  const off = withOff.length === rows.length ? offCurve(rows) : null;
  const most = Math.max(...rows.map(({ cpus }) => cpus));
  const profile = demandProfile(rows, off, topology, most);
  const best = profile.reduce((least, each) => (each.squares < least.squares ? each : least));
  const noise = Math.max(LEAST_NOISE, Math.sqrt(best.squares / (rows.length - 2)));
  const likely = profile.filter(({ squares }) => squares <= best.squares + CHI_SQUARE_95 * noise ** 2);
  const share = (demands: readonly DemandFit[]) => demands.map(({ demand }) => stationShare(demand, most));
  const usl = fitUsl(rows.map(({ cpus, throughput }) => ({ cpus, value: throughput })));
  const points = rows.map(({ cpus, throughput }) => ({
    cpus,
    measured: throughput,
    fitted: best.scale * shapeAt(best.demand, cpus, off, topology, most),
    usl: usl === null ? null : usl(cpus),
  }));
  return {
    calibration: {
      kind: 'throughput',
      from,
      points,
      medianAbsLogError: medianError(points.map((point) => Math.log(point.fitted / point.measured))),
      uslMedianAbsLogError:
        usl === null ? null : medianError(points.map((point) => Math.log((point.usl ?? 1) / point.measured))),
      cpus: most,
      share: {
        low: Math.min(...share(likely)),
        mid: stationShare(best.demand, most),
        high: Math.max(...share(likely)),
      },
    },
    off,
    offRows: withOff.length,
    why: null,
  };
}

interface DemandFit {
  /** D / Z at the most CPUs. */
  readonly demand: number;
  /** Throughput of a CPU alone, the best for this demand. */
  readonly scale: number;
  /** Sum of squared ln(fitted / measured). */
  readonly squares: number;
}

/** How well each demand fits; the scale that suits it best is the mean of the logarithms' differences. */
function demandProfile(
  rows: readonly ThroughputRow[],
  off: OffCurve,
  topology: LineTopology | null,
  most: number,
): DemandFit[] {
  return Array.from({ length: DEMANDS }, (_, at) => {
    const demand = Math.exp(DEMAND.low + ((DEMAND.high - DEMAND.low) * at) / (DEMANDS - 1));
    const logs = rows.map(({ cpus, throughput }) =>
      Math.log(throughput / shapeAt(demand, cpus, off, topology, most)),
    );
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    return { demand, scale: Math.exp(mean), squares };
  });
}

/** Throughput of the network with a CPU alone doing 1. */
function shapeAt(
  demand: number,
  cpus: number,
  off: OffCurve,
  topology: LineTopology | null,
  most: number,
): number {
  const slower = (transferAt(topology, cpus) ?? 1) / (transferAt(topology, most) ?? 1);
  return solveNetwork({ thinkTime: 1, demands: [demand * slower] }, cpus).throughput * (off?.(cpus) ?? 1);
}

/** Throughput per CPU without AppArmor, between the rows linear, beyond them as in the nearest. */
function offCurve(rows: readonly ThroughputRow[]): (cpus: number) => number {
  const known = rows
    .map(({ cpus, off }) => ({ cpus, perCpu: (off ?? 0) / cpus }))
    .sort((a, b) => a.cpus - b.cpus);
  return (cpus) => {
    const above = known.findIndex((row) => row.cpus >= cpus);
    const upper = known[above < 0 ? known.length - 1 : above];
    const lower = known[above < 0 ? known.length - 1 : Math.max(0, above - 1)];
    if (upper === undefined || lower === undefined || upper.cpus === lower.cpus) return upper?.perCpu ?? 1;
    const part = (cpus - lower.cpus) / (upper.cpus - lower.cpus);
    return lower.perCpu + Math.max(0, part) * (upper.perCpu - lower.perCpu);
  };
}

function transferAt(topology: LineTopology | null, cpus: number): Nanoseconds | null {
  return topology === null ? 1 : (meanTransfer(topology, cpus).ns?.mid ?? null);
}

function medianError(logErrors: readonly number[]): number {
  return medianInterval(logErrors.map(Math.abs)).median;
}

function unknown(why: string): ThroughputFit {
  return { calibration: null, off: null, offRows: 0, why };
}
