import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AtomicLoop } from '../model/calibration.js';
import { countedIn, type RoundTask, type RoundTime, roundMemory } from './atomic-loops.js';

/** One round of all workers together. */
export interface Round {
  readonly times: readonly RoundTime[];
  readonly counted: number;
}

/** Threads that stay for all rounds, so that their loops are compiled once. */
export class WorkerPool {
  readonly #workers: readonly Worker[];

  constructor(size: number) {
    const entry = new URL('./atomic-worker.js', import.meta.url);
    this.#workers = Array.from({ length: size }, () => new Worker(entry));
  }

  /** @param workers how many of the pool take part. */
  async round(loop: AtomicLoop, workers: number, iterations: number): Promise<Round> {
    const memory = roundMemory(workers);
    const answers = this.#workers.slice(0, workers).map(async (worker, slot) => {
      const task: RoundTask = { loop, memory, slot, workers, iterations };
      // `once` rejects when the thread fails.
      const answer = once(worker, 'message');
      worker.postMessage(task);
      const [time] = (await answer) as [RoundTime];
      return time;
    });
    return { times: await Promise.all(answers), counted: countedIn(memory) };
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
