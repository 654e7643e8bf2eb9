import { availableParallelism } from 'node:os';
import { runningPart } from '../src/measure/atomic-loops.js';
import { WorkerPool } from '../src/measure/worker-pool.js';
import type { AtomicLoop } from '../src/model/calibration.js';
import { lineState } from '../src/project/line-network.js';
import { right, type Table } from '../src/report/table.js';
import { middleHalf, type Ratios } from './ratio.js';

const CONTENDED_ROUNDS = 21;
/** On a machine with other load, most rounds are not contended: then as many as come by in this time. */
const MOST_MS = 30_000;
const ITERATIONS: Readonly<Record<AtomicLoop, number>> = {
  private: 200_000,
  'shared-add': 200_000,
  'shared-cas': 200_000,
  handover: 5000,
};
/** Below, a thread was often without a CPU, and the shared line not contended in that round. */
const LEAST_RUNNING = 0.8;

interface Timed {
  readonly perOperationNs: number;
  readonly running: number;
}

async function timed(pool: WorkerPool, loop: AtomicLoop, workers: number): Promise<Timed> {
  const { times } = await pool.round(loop, workers, ITERATIONS[loop]);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    perOperationNs: mean(times.map((time) => time.perOperationNs)),
    running: runningPart(times, ITERATIONS[loop]),
  };
}

/**
 * How much longer an add takes on a shared line than on a private one, on this machine and in the model. The model is
 * given the private add (its local cost) and a handover (its transfer), measured in the same rounds, and no work
 * between adds.
 */
export async function sharedAgainstPrivate(): Promise<Table> {
  const counts = Array.from({ length: availableParallelism() - 1 }, (_, at) => at + 2);
  const pool = new WorkerPool(Math.max(1, ...counts));
  const rows: string[][] = [];
  try {
    for (const workers of counts) rows.push(await row(pool, workers));
  } finally {
    await pool.close();
  }
  return {
    title: 'an add on a shared line over one on a private line: this machine and the model',
    notes: [
      `Medians of the contended rounds (at most ${CONTENDED_ROUNDS}), all three side by side, and their middle half.`,
    ],
    columns: [
      right('threads'),
      right('private ns'),
      right('handover ns'),
      right('measured ratio'),
      right('model'),
      right('rounds contended'),
    ],
    rows,
  };
}

async function row(pool: WorkerPool, workers: number): Promise<string[]> {
  const contended: { own: number; handover: number; ratio: number; model: number }[] = [];
  let rounds = 0;
  const until = performance.now() + MOST_MS;
  for (; performance.now() < until && contended.length < CONTENDED_ROUNDS; rounds++) {
    const shared = await timed(pool, 'shared-add', workers);
    if (shared.running < LEAST_RUNNING) continue;
    const own = (await timed(pool, 'private', workers)).perOperationNs;
    const handover = (await timed(pool, 'handover', 2)).perOperationNs / 2;
    const ratio = shared.perOperationNs / own;
    contended.push({ own, handover, ratio, model: modelRatio(own, handover, workers) });
  }
  const over = (pick: (round: (typeof contended)[number]) => number) => middleHalf(contended.map(pick));
  return [
    String(workers),
    text(over(({ own }) => own)),
    text(over(({ handover }) => handover)),
    text(over(({ ratio }) => ratio)),
    text(over(({ model }) => model)),
    `${contended.length} of ${rounds}`,
  ];
}

/** Work so short that it is nothing beside an add. */
const NO_WORK_NS = 1e-3;

function modelRatio(localNs: number, transferNs: number, workers: number): number {
  const network = { costs: { localNs, transferNs }, visits: [1 / NO_WORK_NS] };
  const { throughput } = lineState(network, workers);
  return (workers * NO_WORK_NS) / throughput / localNs;
}

function text({ low, mid, high }: Ratios): string {
  return Number.isNaN(mid) ? '?' : `${mid.toFixed(2)} (${low.toFixed(2)} .. ${high.toFixed(2)})`;
}
