import type { AtomicLoop } from '../model/calibration.js';
import type { Fraction } from '../model/units.js';

/** 128 bytes: x86 fetches lines in pairs. */
const CELLS_APART = 32;
/**
 * Operations between two looks at the clock, which costs about as much as a few of them. Few handovers: two threads on
 * one CPU (a machine with other load) need a time slice for each.
 */
export const BATCH: Readonly<Record<AtomicLoop, number>> = {
  private: 1000,
  'shared-add': 1000,
  'shared-cas': 1000,
  handover: 100,
};
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

/** Waits for all workers, runs the loop in batches (`iterations` is a multiple of its BATCH). */
export function runRound({ loop, memory, slot, workers, iterations }: RoundTask): RoundTime {
  const size = BATCH[loop];
  const times = new Float64Array(iterations / size);
  const run = LOOPS[loop];
  Atomics.add(memory, BARRIER, 1);
  while (Atomics.load(memory, BARRIER) < workers);
  const start = process.hrtime.bigint();
  let from = performance.now();
  for (let batch = 0; batch < times.length; batch++) {
    run(memory, slot, size, batch * size);
    const to = performance.now();
    times[batch] = to - from;
    from = to;
  }
  const end = process.hrtime.bigint();
  times.sort();
  return {
    fromNs: Number(start),
    toNs: Number(end),
    perOperationNs: (NS_PER_MS * (times[times.length >> 1] ?? 0)) / size,
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

/** Does `count` operations after the `first` ones. */
type Loop = (memory: Int32Array, slot: number, count: number, first: number) => void;

/** Functions of their own, so that the compiler sees one loop with one kind of access each. */
const LOOPS: Readonly<Record<AtomicLoop, Loop>> = {
  private: (memory, slot, count) => {
    const at = SHARED + CELLS_APART * (1 + slot);
    for (let i = 0; i < count; i++) Atomics.add(memory, at, 1);
  },
  'shared-add': (memory, _slot, count) => {
    for (let i = 0; i < count; i++) Atomics.add(memory, SHARED, 1);
  },
  'shared-cas': (memory, _slot, count) => {
    let seen = Atomics.load(memory, SHARED);
    for (let i = 0; i < count; ) {
      const found = Atomics.compareExchange(memory, SHARED, seen, seen + 1);
      if (found === seen) {
        i++;
        seen++;
      } else seen = found;
    }
  },
  /** Worker 0 makes even numbers odd, worker 1 odd ones even: as the sources of the presets measure. */
  handover: (memory, slot, count, first) => {
    for (let i = first; i < first + count; i++) {
      const mine = 2 * i + slot;
      while (Atomics.compareExchange(memory, SHARED, mine, mine + 1) !== mine);
    }
  },
};
