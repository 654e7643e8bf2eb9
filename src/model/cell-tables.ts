import { NumberColumn, TupleTable } from './tuple-table.js';

/** What the samples of one (slice, event, task, stack, inside) add up to. */
export interface Cell {
  readonly slice: number;
  readonly event: number;
  readonly task: number;
  readonly stack: number;
  /** Within the times the profile was asked for. */
  readonly inside: boolean;
  readonly samples: number;
  readonly period: number;
}

/** What the samples of one (event, task, cpu) add up to. */
export interface CpuCell {
  readonly event: number;
  readonly task: number;
  readonly cpu: number;
  readonly samples: number;
  readonly period: number;
}

/** Adds samples up by (slice, event, task, stack, inside). */
export class CellTable {
  readonly #keys = new TupleTable(5);
  readonly #samples = new NumberColumn();
  readonly #period = new NumberColumn();

  get size(): number {
    return this.#keys.size;
  }

  add(
    slice: number,
    event: number,
    task: number,
    stack: number,
    inside: boolean,
    samples: number,
    period: number,
  ): void {
    const key = this.#keys.key;
    key[0] = slice;
    key[1] = event;
    key[2] = task;
    key[3] = stack;
    key[4] = inside ? 1 : 0;
    const row = this.#keys.intern();
    this.#samples.add(row, samples);
    this.#period.add(row, period);
  }

  get(row: number): Cell {
    return {
      slice: this.#keys.at(row, 0),
      event: this.#keys.at(row, 1),
      task: this.#keys.at(row, 2),
      stack: this.#keys.at(row, 3),
      inside: this.#keys.at(row, 4) === 1,
      samples: this.#samples.get(row),
      period: this.#period.get(row),
    };
  }

  /** The same weights in other slices or of other tasks; cells that become alike are added up. */
  renumbered(of: (cell: Cell) => Pick<Cell, 'slice' | 'task'>): CellTable {
    const table = new CellTable();
    for (let row = 0; row < this.size; row++) {
      const cell = this.get(row);
      const { slice, task } = of(cell);
      table.add(slice, cell.event, task, cell.stack, cell.inside, cell.samples, cell.period);
    }
    return table;
  }
}

/** Adds samples up by (event, task, cpu). */
export class CpuTable {
  readonly #keys = new TupleTable(3);
  readonly #samples = new NumberColumn();
  readonly #period = new NumberColumn();

  get size(): number {
    return this.#keys.size;
  }

  add(event: number, task: number, cpu: number, samples: number, period: number): void {
    const key = this.#keys.key;
    key[0] = event;
    key[1] = task;
    key[2] = cpu;
    const row = this.#keys.intern();
    this.#samples.add(row, samples);
    this.#period.add(row, period);
  }

  get(row: number): CpuCell {
    return {
      event: this.#keys.at(row, 0),
      task: this.#keys.at(row, 1),
      cpu: this.#keys.at(row, 2),
      samples: this.#samples.get(row),
      period: this.#period.get(row),
    };
  }
  /** `tasks` has the new row of each task; cells that become alike are added up. */
  renumbered(tasks: readonly number[]): CpuTable {
    const table = new CpuTable();
    for (let row = 0; row < this.size; row++) {
      const { event, task, cpu, samples, period } = this.get(row);
      table.add(event, tasks[task] as number, cpu, samples, period);
    }
    return table;
  }
}
