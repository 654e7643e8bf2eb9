import type { Nanoseconds } from '../../model/units.js';

/** Takes a record's bytes; they are valid during the call only. */
export type Deliver = (
  bytes: Uint8Array,
  at: number,
  size: number,
  timeNs: Nanoseconds,
  fileByte: number,
  file: string,
) => void;

/** A queue that outgrows this is flushed by half, as perf's ordered_events does at its own limit. */
const MAX_QUEUED_BYTES = 1 << 28;

/**
 * Puts records into time order. Each CPU's buffer is in order, the file is not; perf marks with FINISHED_ROUND
 * where every buffer has been read once, and after such a mark nothing older than the newest record of the
 * round before can come. Source: tools/perf/util/ordered-events.c.
 */
export class EventQueue {
  readonly #deliver: Deliver;
  #arena = new Uint8Array(1 << 16);
  #used = 0;
  #times: number[] = [];
  #starts: number[] = [];
  #fileBytes: number[] = [];
  #files: string[] = [];
  #newest = Number.NEGATIVE_INFINITY;
  #newestOfLastRound = Number.NEGATIVE_INFINITY;

  constructor(deliver: Deliver) {
    this.#deliver = deliver;
  }

  /** Copies `record`, which stands at `fileByte` of `file`. One without a time (0 or NaN) is delivered at once, as perf does. */
  push(record: Uint8Array, timeNs: Nanoseconds, fileByte: number, file: string): void {
    if (!(timeNs > 0)) {
      this.#deliver(record, 0, record.length, timeNs, fileByte, file);
      return;
    }
    this.#reserve(record.length);
    this.#arena.set(record, this.#used);
    this.#times.push(timeNs);
    this.#starts.push(this.#used);
    this.#fileBytes.push(fileByte);
    this.#files.push(file);
    this.#used += record.length;
    if (timeNs > this.#newest) this.#newest = timeNs;
    if (this.#used > MAX_QUEUED_BYTES) this.#flush(this.#medianTime());
  }

  finishRound(): void {
    this.#flush(this.#newestOfLastRound);
    this.#newestOfLastRound = this.#newest;
  }

  end(): void {
    this.#flush(Number.POSITIVE_INFINITY);
  }

  #medianTime(): Nanoseconds {
    const sorted = Float64Array.from(this.#times).sort();
    return sorted[sorted.length >> 1] as number;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#arena.length) return;
    const grown = new Uint8Array(Math.max(this.#arena.length * 2, this.#used + bytes));
    grown.set(this.#arena.subarray(0, this.#used));
    this.#arena = grown;
  }

  #flush(limit: Nanoseconds): void {
    const due: number[] = [];
    const later: number[] = [];
    const times = this.#times;
    for (let index = 0; index < times.length; index++) {
      ((times[index] as number) <= limit ? due : later).push(index);
    }
    // Ties keep the order of the file: indices ascend and the sort is stable.
    due.sort((a, b) => (times[a] as number) - (times[b] as number));
    for (const index of due) {
      const start = this.#starts[index] as number;
      const size = this.#sizeOf(index);
      const fileByte = this.#fileBytes[index] as number;
      this.#deliver(this.#arena, start, size, times[index] as number, fileByte, this.#files[index] as string);
    }
    this.#keep(later);
  }

  #keep(indices: readonly number[]): void {
    const times: number[] = [];
    const starts: number[] = [];
    const fileBytes: number[] = [];
    const files: string[] = [];
    let used = 0;
    for (const index of indices) {
      const start = this.#starts[index] as number;
      const size = this.#sizeOf(index);
      this.#arena.copyWithin(used, start, start + size);
      times.push(this.#times[index] as number);
      starts.push(used);
      fileBytes.push(this.#fileBytes[index] as number);
      files.push(this.#files[index] as string);
      used += size;
    }
    this.#times = times;
    this.#starts = starts;
    this.#fileBytes = fileBytes;
    this.#files = files;
    this.#used = used;
  }

  #sizeOf(index: number): number {
    return (this.#starts[index + 1] ?? this.#used) - (this.#starts[index] as number);
  }
}
