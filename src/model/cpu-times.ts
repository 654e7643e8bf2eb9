import { NARROWEST_SLICE_NS, WIDEST_SLICE_NS } from './time-slices.js';
import { NumberColumn, TupleTable } from './tuple-table.js';
import type { Nanoseconds } from './units.js';

/** What the samples of one (slice, cpu, event, task, stack) add up to. */
export interface CpuTimeCell {
  readonly slice: number;
  readonly cpu: number;
  readonly event: number;
  readonly task: number;
  readonly stack: number;
  readonly period: number;
}

const MAX_CELLS = 1 << 20;

/**
 * Samples by CPU and slice of time: what a map of CPUs over time is drawn from. Beside the profile's own cells and
 * kept only where asked for, since it is as many times larger as there are CPUs. Slices widen as the profile's do.
 */
export class CpuTimes {
  #keys = new TupleTable(5);
  #period = new NumberColumn();
  #sliceNs: Nanoseconds = NARROWEST_SLICE_NS;
  readonly #maxCells: number;

  constructor(maxCells = MAX_CELLS) {
    this.#maxCells = maxCells;
  }

  /** A sample without a time or a CPU has no place in the map and is left out. */
  add(timeNs: Nanoseconds, cpu: number, event: number, task: number, stack: number, period: number): void {
    const slice = Math.floor(timeNs / this.#sliceNs);
    if (cpu < 0 || !(Math.abs(slice) < 2 ** 31)) return;
    this.#add(slice, cpu, event, task, stack, period);
    while (this.#keys.size > this.#maxCells && this.#sliceNs < WIDEST_SLICE_NS) this.#widen();
  }

  /** Adds the cells of `from`; `rows` maps its events, tasks and stacks to this table's. */
  addCells(
    from: CpuTimes,
    rows: {
      readonly events: ArrayLike<number>;
      readonly tasks: ArrayLike<number>;
      readonly stacks: ArrayLike<number>;
    },
  ): void {
    while (this.#sliceNs < from.#sliceNs) this.#widen();
    for (let row = 0; row < from.size; row++) {
      const { slice, cpu, event, task, stack, period } = from.get(row);
      this.add(
        slice * from.#sliceNs,
        cpu,
        rows.events[event] as number,
        rows.tasks[task] as number,
        stack < 0 ? stack : (rows.stacks[stack] as number),
        period,
      );
    }
  }

  get size(): number {
    return this.#keys.size;
  }

  get sliceNs(): Nanoseconds {
    return this.#sliceNs;
  }

  get(row: number): CpuTimeCell {
    return {
      slice: this.#keys.at(row, 0),
      cpu: this.#keys.at(row, 1),
      event: this.#keys.at(row, 2),
      task: this.#keys.at(row, 3),
      stack: this.#keys.at(row, 4),
      period: this.#period.get(row),
    };
  }

  #add(slice: number, cpu: number, event: number, task: number, stack: number, period: number): void {
    const key = this.#keys.key;
    key[0] = slice;
    key[1] = cpu;
    key[2] = event;
    key[3] = task;
    key[4] = stack;
    this.#period.add(this.#keys.intern(), period);
  }

  /** `rows` has the new row of each task. */
  moveTasks(rows: readonly number[]): void {
    this.#rebuild(1, rows);
  }

  #widen(): void {
    this.#rebuild(2, null);
  }

  /** Makes slices `wider` times as wide, and moves tasks where `tasks` tells. */
  #rebuild(wider: number, tasks: readonly number[] | null): void {
    const rows = Array.from({ length: this.size }, (_, row) => this.get(row));
    this.#keys = new TupleTable(5);
    this.#period = new NumberColumn();
    this.#sliceNs *= wider;
    for (const { slice, cpu, event, task, stack, period } of rows) {
      this.#add(Math.floor(slice / wider), cpu, event, tasks?.[task] ?? task, stack, period);
    }
  }
}
