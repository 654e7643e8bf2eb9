import type { AtomicLoop } from '../model/calibration.js';
import type { Fraction } from '../model/units.js';

/** 128 bytes: x86 fetches lines in pairs. */
const CELLS_APART = 32;
/** Operations between two looks at the clock, which costs about as much as a few of them. */
export const BATCH = 1000;
const BARRIER = 0;
const SHARED = CELLS_APART;

/** Memory of one round: a barrier, the shared counter, and one counter a worker, each on its own line. */
export function roundMemory(workers: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * CELLS_APART * (2 + workers)));
}

/** Sum of all counters. */
export function countedIn(memory: Int32Array): number {
  let sum = 0;
  for (let at = SHARED; at < memory.length; at += CELLS_APART) sum += Atomics.load(memory, at);
  return sum;
}

/** What a worker is asked to do. */
export interface RoundTask {
  readonly loop: AtomicLoop;
  readonly memory: Int32Array;
  /** This worker's number, from 0. */
  readonly slot: number;
  readonly workers: number;
  readonly iterations: number;
}

/** When a worker was at it, on the clock that all threads share, and how fast. */
export interface RoundTime {
  readonly fromNs: number;
  readonly toNs: number;
  /** Median of the batches: time of one operation. */
  readonly perOperationNs: number;
}

const NS_PER_MS = 1e6;

/** Waits for all workers, runs the loop in batches of BATCH operations (`iterations` is a multiple of it). */
export function runRound({ loop, memory, slot, workers, iterations }: RoundTask): RoundTime {
  const times = new Float64Array(iterations / BATCH);
  const run = LOOPS[loop];
  Atomics.add(memory, BARRIER, 1);
  while (Atomics.load(memory, BARRIER) < workers);
  const start = process.hrtime.bigint();
  let from = performance.now();
  for (let batch = 0; batch < times.length; batch++) {
    run(memory, slot, batch * BATCH);
    const to = performance.now();
    times[batch] = to - from;
    from = to;
  }
  const end = process.hrtime.bigint();
  times.sort();
  return {
    fromNs: Number(start),
    toNs: Number(end),
    perOperationNs: (NS_PER_MS * (times[times.length >> 1] ?? 0)) / BATCH,
  };
}

/** From the first worker's start to the last one's end. */
export function roundSpanNs(times: readonly RoundTime[]): number {
  const from = Math.min(...times.map(({ fromNs }) => fromNs));
  return Math.max(1, Math.max(...times.map(({ toNs }) => toNs)) - from);
}

/**
 * Part of the round in which the workers were running, all together: below 1 where some waited for a CPU, or ran one
 * after the other.
 */
export function runningPart(times: readonly RoundTime[], iterations: number): Fraction {
  const busy = times.reduce((sum, { perOperationNs }) => sum + perOperationNs * iterations, 0);
  return Math.min(1, busy / (times.length * roundSpanNs(times)));
}

/** Does BATCH operations, of which `first` were done before. */
type Loop = (memory: Int32Array, slot: number, first: number) => void;

/** Functions of their own, so that the compiler sees one loop with one kind of access each. */
const LOOPS: Readonly<Record<AtomicLoop, Loop>> = {
  private: (memory, slot) => {
    const at = SHARED + CELLS_APART * (1 + slot);
    for (let i = 0; i < BATCH; i++) Atomics.add(memory, at, 1);
  },
  'shared-add': (memory) => {
    for (let i = 0; i < BATCH; i++) Atomics.add(memory, SHARED, 1);
  },
  'shared-cas': (memory) => {
    let seen = Atomics.load(memory, SHARED);
    for (let i = 0; i < BATCH; ) {
      const found = Atomics.compareExchange(memory, SHARED, seen, seen + 1);
      if (found === seen) {
        i++;
        seen++;
      } else seen = found;
    }
  },
  /** Worker 0 makes even numbers odd, worker 1 odd ones even: as the sources of the presets measure. */
  handover: (memory, slot, first) => {
    for (let i = first; i < first + BATCH; i++) {
      const mine = 2 * i + slot;
      while (Atomics.compareExchange(memory, SHARED, mine, mine + 1) !== mine);
    }
  },
};
