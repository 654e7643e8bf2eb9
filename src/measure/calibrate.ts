import {
  type AtomicLoop,
  CALIBRATION_SCHEMA_VERSION,
  type Calibration,
  type CpuDomains,
  type LoopTime,
} from '../model/calibration.js';
import { NS_PER_SECOND, type Range, type Seconds } from '../model/units.js';
import { BATCH, roundSpanNs, runningPart } from './atomic-loops.js';
import { calibratedTopology, calibrationScope } from './calibrated-topology.js';
import { type Round, WorkerPool } from './worker-pool.js';

export interface CalibrateOptions {
  /** Numbers of workers to measure, each 1 or more. */
  readonly workers: readonly number[];
  /** About how long to measure, all loops together. */
  readonly duration: Seconds;
  /** Told before each loop. */
  readonly progress?: (loop: AtomicLoop, workers: number) => void;
}

/** Odd, so that one of them is the median. */
const ROUNDS = 7;
/** The first, unmeasured round compiles the loop and tells how long to run. */
const WARM_UP_BATCHES = 20;
/** Counters are 32 bits wide and must not wrap. */
const MOST_COUNTED = 2 ** 31 - 1;

/**
 * Measures atomics on this machine's CPUs. Threads are not pinned, and other load on the machine is measured with
 * them: the spread tells.
 */
export async function calibrate(domains: CpuDomains, options: CalibrateOptions): Promise<Calibration> {
  const plan = loopPlan(options.workers);
  const roundNs = (options.duration * NS_PER_SECOND) / (plan.length * ROUNDS);
  const pool = new WorkerPool(Math.max(...plan.map(([, workers]) => workers)));
  const loops: LoopTime[] = [];
  try {
    for (const [loop, workers] of plan) {
      options.progress?.(loop, workers);
      loops.push(await timeLoop(pool, loop, workers, roundNs));
    }
  } finally {
    await pool.close();
  }
  const { topology, why } = calibratedTopology(domains, loops, process.version);
  return {
    schemaVersion: CALIBRATION_SCHEMA_VERSION,
    node: process.version,
    domains,
    scope: calibrationScope(domains),
    loops,
    topology,
    topologyWhy: why,
  };
}

/** One worker shares with nobody; passing a line takes two. */
function loopPlan(workers: readonly number[]): (readonly [AtomicLoop, number])[] {
  const counts = [...new Set(workers)].sort((a, b) => a - b);
  const plan = counts.flatMap((count): (readonly [AtomicLoop, number])[] => [
    ['private', count],
    ['shared-add', count],
    ['shared-cas', count],
  ]);
  return counts.some((count) => count > 1) ? [...plan, ['handover', 2]] : plan;
}

async function timeLoop(
  pool: WorkerPool,
  loop: AtomicLoop,
  workers: number,
  roundNs: number,
): Promise<LoopTime> {
  const batch = BATCH[loop];
  const warmUp = await pool.round(loop, workers, WARM_UP_BATCHES * batch);
  const fitting = Math.floor((WARM_UP_BATCHES * roundNs) / roundSpanNs(warmUp.times));
  const most = Math.floor(MOST_COUNTED / workers / batch);
  const iterations = batch * Math.min(Math.max(fitting, 1), most);
  const rounds: Round[] = [];
  while (rounds.length < ROUNDS) rounds.push(await pool.round(loop, workers, iterations));
  return {
    loop,
    workers,
    iterations,
    rounds: ROUNDS,
    perOperationNs: inner(rounds.map(({ times }) => mean(times.map((time) => time.perOperationNs)))),
    runningPct: inner(rounds.map(({ times }) => 100 * runningPart(times, iterations))).mid,
    counted: rounds.reduce((sum, { counted }) => sum + counted, 0),
    expected: workers * iterations * ROUNDS,
  };
}

/** The median, and the ends without the fastest and the slowest round. */
function inner(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return { low: at(1), mid: at((values.length - 1) / 2), high: at(values.length - 2) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
