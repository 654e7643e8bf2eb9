import { isKernelIn } from '../model/kernel-release.js';
import type { KernelRange } from '../model/site.js';
import type { Fraction, Ratio } from '../model/units.js';
import {
  fitLines,
  type LineChange,
  type LineNetwork,
  remoteChance,
  UNTOUCHED,
  VISIT_COSTS,
} from './line-network.js';
import { casService, loadDependentState } from './load-dependent.js';
import { solveSymmetric } from './solve-symmetric.js';

/** How much longer a success takes for each waiter; each value as likely as the others. */
export type CasSlopes = readonly Ratio[];

/**
 * From lockref's own tables on 2 x 24 x 2 Cascade Lake (<20230113184447.1707316-1-mjguzik@gmail.com>), time per success
 * between rows over that of the first: fstat2 .049 a waiter from 2 to 24 processes and .024 from 24 to 96, open3 .017
 * from 8 to 96, .088 by the fit of the back-test; 8 retries at 112 CPUs (<20230323102649.764958589@linutronix.de>) .07.
 */
const DEGRADES: CasSlopes = [0.02, 0.05, 0.09];
/** Without the pause in the loop (f5fe24ef17b5) the same tables do not fall: 4.40, 5.47, 6.65 M/s. */
const HARDLY: CasSlopes = [0, 0.02];
const PAUSE_REMOVED: KernelRange = { from: '6.3', before: null };
const FILE_REF: KernelRange = { from: '6.13', before: null };

interface CasClass {
  readonly class: string;
  readonly slopes: CasSlopes;
  readonly since: { readonly kernels: KernelRange; readonly slopes: CasSlopes };
}

/** Stations whose counter is taken in a compare-and-swap loop, by class. */
const CAS_CLASSES: readonly CasClass[] = [
  { class: 'dentry-lockref', slopes: DEGRADES, since: { kernels: PAUSE_REMOVED, slopes: HARDLY } },
  { class: 'file-count', slopes: DEGRADES, since: { kernels: FILE_REF, slopes: [] } },
];

/** `null`: an add, or a lock; its service does not change with waiters. */
export function casSlopesOf(stationClass: string, kernel: string | null): CasSlopes | null {
  const known = CAS_CLASSES.find((each) => each.class === stationClass);
  if (known === undefined) return null;
  const slopes = isKernelIn(known.since.kernels, kernel) === true ? known.since.slopes : known.slopes;
  return slopes.length === 0 ? null : slopes;
}

/**
 * Of the line that is projected, of the counter with catalogue `counter`: known by its class, else by the part of its
 * time that sits in such loops. That part of the visits takes longer for each waiter, so the mean visit by that part of
 * the slope.
 */
export function lineCasSlopes(counter: string, kernel: string | null, loopPart: Fraction): CasSlopes | null {
  if (CAS_CLASSES.some((each) => each.class === counter)) return casSlopesOf(counter, kernel);
  return loopPart > 0 ? DEGRADES.map((slope) => slope * loopPart) : null;
}

/** The exact network takes time with the square of the customers: above this it is not solved. */
export const MAX_CAS_CPUS = 200;
const FIT_ROUNDS = 60;
const LONGEST_STEP = 1;
const DIFFERENCE = 1e-5;
const LEAST_PART = 1e-6;
/** The shift is a difference of two fits: shares to a part in a million are enough. */
const FIT_ACCURACY = 1e-6;

/** ln of throughput with `cpus` customers after `changes`; line k takes 1 + slopes[k] times as long for each waiter. */
export function logCasThroughput(
  network: LineNetwork,
  slopes: readonly Ratio[],
  cpus: number,
  changes: readonly LineChange[] = [],
): number {
  return Math.log(casState(network, slopes, cpus, changes).throughput);
}

/**
 * The visits with which `cpus` CPUs show `shares`, as `fitLines`, where lines degrade. In a product form network the
 * queues are the gradient of a convex function of ln demand (their derivatives are covariances), so that Newton's
 * method with steps halved until the error falls finds the one root, however steeply a loop saturates.
 */
export function fitCasLines(shares: readonly number[], slopes: readonly Ratio[], cpus: number): LineNetwork {
  const missing = (logs: readonly number[]): number[] => {
    const visits = logs.map(Math.exp);
    const shown = casState({ costs: VISIT_COSTS, visits }, slopes, cpus, []).shares;
    return shown.map((share, k) => (shares[k] ?? 0) - share);
  };
  const error = (values: readonly number[]) => Math.hypot(...values);
  // A line without a share keeps its visits: none.
  const seen = shares.flatMap((share, k) => (share > 0 ? [k] : []));
  let logs = fitLines(shares, cpus).visits.map(Math.log);
  let left = missing(logs);
  for (let round = 0; round < FIT_ROUNDS && error(left) > FIT_ACCURACY; round++) {
    const slope = seen.map((k) => {
      const moved = missing(logs.map((value, i) => (i === k ? value + DIFFERENCE : value)));
      return seen.map((i) => ((left[i] ?? 0) - (moved[i] ?? 0)) / DIFFERENCE);
    });
    const step = solveSymmetric(
      slope,
      seen.map((k) => left[k] ?? 0),
    );
    for (let part = 1; ; part /= 2) {
      const next = logs.map((value, k) => {
        const own = part * (step[seen.indexOf(k)] ?? 0);
        return value + Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, own));
      });
      const leftThen = missing(next);
      if (error(leftThen) < error(left)) {
        [logs, left] = [next, leftThen];
        break;
      }
      if (part < LEAST_PART) return { costs: VISIT_COSTS, visits: logs.map(Math.exp) };
    }
  }
  return { costs: VISIT_COSTS, visits: logs.map(Math.exp) };
}

function casState(
  { costs, visits }: LineNetwork,
  slopes: readonly Ratio[],
  cpus: number,
  changes: readonly LineChange[],
) {
  const remote = remoteChance(costs, cpus);
  const changeAt = (k: number) => changes[k] ?? UNTOUCHED;
  const kept = visits.map((rate, k) => rate * changeAt(k).kept);
  const local = kept.map((rate) => rate * costs.localNs);
  const left = visits.reduce(
    (sum, rate, k) => sum + rate * (1 - changeAt(k).kept) * changeAt(k).residualNs,
    0,
  );
  const thinkTime = 1 + left + local.reduce((sum, time) => sum + time, 0);
  // A line that nobody visits or fetches is no station.
  const lines = kept.map((rate) => rate * remote * costs.transferNs);
  const used = lines.flatMap((demand, k) => (demand > 0 ? [k] : []));
  const stations = used.map((k) => casService(lines[k] ?? 0, slopes[k] ?? 0));
  const { throughput, queues } = loadDependentState({ thinkTime, stations }, cpus);
  const localQueues = local.map((time) => throughput * time);
  const atStation = (values: readonly number[], k: number) => values[used.indexOf(k)] ?? 0;
  return {
    throughput,
    shares: kept.map((_, k) => (atStation(queues, k) + (localQueues[k] ?? 0)) / cpus),
  };
}
