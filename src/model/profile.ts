import { type Cell, CellTable, type CpuCell, CpuTable } from './cell-tables.js';
import { CpuTimes } from './cpu-times.js';
import { StringTable } from './string-table.js';
import { TimeSlices } from './time-slices.js';
import { NumberColumn, TupleTable } from './tuple-table.js';
import type { Address, Nanoseconds } from './units.js';

/** One recorded event. Events are never merged with one another or dropped. */
export interface EventInfo {
  /** As perf prints it: "cpu-clock", "cycles:ppp". */
  name: string;
  /** perf_event_attr.type and .config; `null` when the input is text. */
  readonly type: number | null;
  readonly config: number | null;
  /** perf_event_attr.precise_ip, or what the event's modifiers say; `null` is unknown. */
  readonly precise: number | null;
  /** How many ids (CPUs or threads) the event was opened on; `null` when the input is text. */
  readonly instances: number | null;
  /** Set where the input gives shares only: its cells have a period and no samples. */
  readonly sharesOnly?: true;
  /** Samples the kernel says it lost (LOST_SAMPLES where present, else LOST); `null` when the input cannot say. */
  lost: number | null;
}

/** What a thread was called when it was sampled, and whether it is the idle task (pid 0). */
export interface Task {
  readonly comm: string;
  readonly idleTask: boolean;
}

/** Bits of a frame's flags. */
export const FrameFlag = { kernel: 1, inlined: 2, hasAddress: 4 } as const;

/** A frame as a reader found it. `symbol`, `dso` are `null` when unknown, `offset` is -1 when unknown. */
export interface FrameSpec {
  readonly address: Address | null;
  readonly symbol: string | null;
  readonly dso: string | null;
  readonly offset: number;
  readonly flags: number;
}

/** The stack of a sample without a callchain, and the caller of an outermost frame. */
export const NO_STACK = -1;
const MAX_CELLS = 1 << 22;
const NONE = -1;

/**
 * Samples, aggregated as they come: interned frames and stacks (parent pointers, as in Firefox Profiler's
 * tables), and weights per (slice, event, task, stack). Memory follows the number of distinct cells, and
 * slices are widened to keep that number bounded, so it never follows the size of the file.
 *
 * One long class, most of it one-line accessors: frames, stacks and cells refer to one another by row number, and
 * handing the tables out separately would let the numbers of one profile meet the tables of another.
 */
export class Profile {
  readonly strings = new StringTable();
  readonly events: EventInfo[] = [];
  readonly tasks: Task[] = [];
  readonly #taskIndex = new Map<string, number>();
  #hasOwnTasks = false;
  /** Key: dso, address high, address low, symbol, offset, flags. */
  readonly #frames = new TupleTable(6);
  readonly #frameSymbol = new NumberColumn();
  readonly #frameOffset = new NumberColumn();
  readonly #frameDso = new NumberColumn();
  /** Key: parent (the caller; NO_STACK at the root), frame. */
  readonly #stacks = new TupleTable(2);
  #cells = new CellTable();
  #cpuCells = new CpuTable();
  /** Samples by CPU and time; `null` where nobody asked for them. */
  readonly cpuTimes: CpuTimes | null;
  readonly #maxCells: number;
  readonly #slices = new TimeSlices();
  #firstTime = Number.POSITIVE_INFINITY;
  #lastTime = Number.NEGATIVE_INFINITY;
  #samples = 0;

  readonly #from: Nanoseconds;
  readonly #to: Nanoseconds;

  /** Samples outside [fromNs, toNs) are kept, but in cells of their own that are not `inside`. */
  constructor(
    options: { maxCells?: number; fromNs?: Nanoseconds; toNs?: Nanoseconds; keepCpuTimes?: boolean } = {},
  ) {
    this.cpuTimes = options.keepCpuTimes === true ? new CpuTimes() : null;
    this.#maxCells = options.maxCells ?? MAX_CELLS;
    this.#from = options.fromNs ?? Number.NEGATIVE_INFINITY;
    this.#to = options.toNs ?? Number.POSITIVE_INFINITY;
  }

  addEvent(info: EventInfo): number {
    return this.events.push(info) - 1;
  }

  internTask(comm: string, idleTask: boolean): number {
    const key = `${idleTask ? '0' : '1'}${comm}`;
    const known = this.#taskIndex.get(key);
    if (known !== undefined) return known;
    const index = this.tasks.push({ comm, idleTask }) - 1;
    this.#taskIndex.set(key, index);
    return index;
  }

  /** A task of its own, whatever others are called, until `renameTasks`. */
  addTask(comm: string, idleTask: boolean): number {
    this.#hasOwnTasks = true;
    return this.tasks.push({ comm, idleTask }) - 1;
  }

  /** Gives tasks another name, by row; those called the same afterwards become one, and rows change. */
  renameTasks(comms: ReadonlyMap<number, string>): void {
    if (!this.#hasOwnTasks && comms.size === 0) return;
    this.#hasOwnTasks = false;
    const old = this.tasks.splice(0);
    this.#taskIndex.clear();
    const rows = old.map(({ comm, idleTask }, row) => this.internTask(comms.get(row) ?? comm, idleTask));
    this.#cells = this.#cells.renumbered(({ slice, task }) => ({ slice, task: rows[task] as number }));
    this.#cpuCells = this.#cpuCells.renumbered(rows);
    this.cpuTimes?.moveTasks(rows);
  }

  internFrame(frame: FrameSpec): number {
    const address = frame.address ?? 0;
    const symbol = frame.symbol === null ? NONE : this.strings.intern(frame.symbol);
    const dso = frame.dso === null ? NONE : this.strings.intern(frame.dso);
    // A bogus offset such as +0xffff018fd5dce000 says nothing: unknown.
    const offset = frame.offset >= 0 && frame.offset < 2 ** 31 ? frame.offset : NONE;
    const key = this.#frames.key;
    key[0] = dso;
    key[1] = Math.floor(address / 2 ** 32);
    key[2] = address | 0;
    key[3] = symbol;
    key[4] = offset;
    key[5] = frame.flags | (frame.address === null ? 0 : FrameFlag.hasAddress);
    const before = this.#frames.size;
    const row = this.#frames.intern();
    if (row === before) this.resolveFrame(row, frame.symbol, offset, frame.dso);
    return row;
  }

  /** Stack whose innermost frame is `frame`, called from the stack `parent` (NO_STACK for none). */
  internStack(parent: number, frame: number): number {
    const key = this.#stacks.key;
    key[0] = parent;
    key[1] = frame;
    return this.#stacks.intern();
  }

  /** `cpu` is -1 and `timeNs` NaN when the input does not tell. `samples` counts perf samples. */
  addSample(
    event: number,
    task: number,
    cpu: number,
    timeNs: Nanoseconds,
    period: number,
    stack: number,
    samples = 1,
  ): void {
    this.#samples += samples;
    if (timeNs < this.#firstTime) this.#firstTime = timeNs;
    if (timeNs > this.#lastTime) this.#lastTime = timeNs;
    const inside = !(timeNs < this.#from || timeNs >= this.#to);
    this.#cells.add(this.#slices.of(timeNs), event, task, stack, inside, samples, period);
    this.#cpuCells.add(event, task, cpu, samples, period);
    this.cpuTimes?.add(timeNs, cpu, event, task, stack, period);
    this.#boundCells();
  }

  /** Adds the cells of `from`; `rows` maps its events, tasks and stacks to this profile's. */
  addCells(
    from: Profile,
    rows: {
      readonly events: ArrayLike<number>;
      readonly tasks: ArrayLike<number>;
      readonly stacks: ArrayLike<number>;
    },
  ): void {
    this.#samples += from.#samples;
    this.#firstTime = Math.min(this.#firstTime, from.#firstTime);
    this.#lastTime = Math.max(this.#lastTime, from.#lastTime);
    while (this.sliceNs < from.sliceNs) this.#widenSlices();
    for (let index = 0; index < from.cellCount; index++) {
      const { slice, event, task, stack, inside, samples, period } = from.cell(index);
      this.#cells.add(
        this.#slices.of(from.sliceStartNs(slice)),
        rows.events[event] as number,
        rows.tasks[task] as number,
        stack === NO_STACK ? NO_STACK : (rows.stacks[stack] as number),
        inside,
        samples,
        period,
      );
    }
    for (let index = 0; index < from.cpuCellCount; index++) {
      const { event, task, cpu, samples, period } = from.cpuCell(index);
      this.#cpuCells.add(rows.events[event] as number, rows.tasks[task] as number, cpu, samples, period);
    }
    if (from.cpuTimes !== null) this.cpuTimes?.addCells(from.cpuTimes, rows);
    this.#boundCells();
  }

  /** Samples of all events. */
  get samples(): number {
    return this.#samples;
  }

  /** Time of the first sample, or `null` when no sample has one. */
  get firstTimeNs(): Nanoseconds | null {
    return Number.isFinite(this.#firstTime) ? this.#firstTime : null;
  }

  get lastTimeNs(): Nanoseconds | null {
    return Number.isFinite(this.#lastTime) ? this.#lastTime : null;
  }

  get sliceNs(): Nanoseconds {
    return this.#slices.ns;
  }

  /** Start of `slice` on the recording's own clock; NaN for NO_SLICE. */
  sliceStartNs(slice: number): Nanoseconds {
    return this.#slices.startNs(slice);
  }

  get cellCount(): number {
    return this.#cells.size;
  }

  cell(index: number): Cell {
    return this.#cells.get(index);
  }

  get cpuCellCount(): number {
    return this.#cpuCells.size;
  }

  cpuCell(index: number): CpuCell {
    return this.#cpuCells.get(index);
  }

  get stackCount(): number {
    return this.#stacks.size;
  }

  /** The caller's stack, NO_STACK at the root. */
  stackParent(stack: number): number {
    return this.#stacks.at(stack, 0);
  }

  stackFrame(stack: number): number {
    return this.#stacks.at(stack, 1);
  }

  get frameCount(): number {
    return this.#frames.size;
  }

  frameAddress(frame: number): Address | null {
    if ((this.#frames.at(frame, 5) & FrameFlag.hasAddress) === 0) return null;
    return this.#frames.at(frame, 1) * 2 ** 32 + (this.#frames.at(frame, 2) >>> 0);
  }

  frameFlags(frame: number): number {
    return this.#frames.at(frame, 5);
  }

  /** Index into `strings`, -1 when unresolved. */
  frameSymbolIndex(frame: number): number {
    return this.#frameSymbol.get(frame);
  }

  frameSymbol(frame: number): string | null {
    const index = this.#frameSymbol.get(frame);
    return index < 0 ? null : this.strings.get(index);
  }

  /** perf's short name: "[kernel.kallsyms]", "libc.so.6"; `null` when no map held the address. */
  frameDso(frame: number): string | null {
    const index = this.#frameDso.get(frame);
    return index < 0 ? null : this.strings.get(index);
  }

  frameOffset(frame: number): number | null {
    const offset = this.#frameOffset.get(frame);
    return offset < 0 ? null : offset;
  }

  /** Says what a frame is, once symbols are known. Its identity in stacks does not change. */
  resolveFrame(frame: number, symbol: string | null, offset: number, dso: string | null): void {
    this.#frameSymbol.set(frame, symbol === null ? NONE : this.strings.intern(symbol));
    this.#frameOffset.set(frame, offset);
    this.#frameDso.set(frame, dso === null ? NONE : this.strings.intern(dso));
  }

  #boundCells(): void {
    while (this.#cells.size > this.#maxCells && this.#slices.canWiden) this.#widenSlices();
  }

  /** How often this happens depends on the set of samples, not on their order. */
  #widenSlices(): void {
    const widened = this.#slices.widen();
    this.#cells = this.#cells.renumbered(({ slice, task }) => ({ slice: widened(slice), task }));
  }
}
