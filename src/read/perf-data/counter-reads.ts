import type { Bytes } from './bytes.js';
import { ReadFormat } from './sample-layout.js';

/** What one counter of a sample's READ field showed. */
export interface CounterRead {
  /** Id of the event's instance. */
  readonly id: number;
  readonly value: number;
}

/** False where a READ field does not say whose counters it holds: it tells nothing then. */
export function namesCounters(format: number): boolean {
  return (format & ReadFormat.id) !== 0;
}

/**
 * The counters in a whole READ field at `at` that names them: include/uapi/linux/perf_event.h struct
 * read_format.
 */
export function counterReads(bytes: Bytes, at: number, format: number): CounterRead[] {
  const has = (bit: number): boolean => (format & bit) !== 0;
  const times = (has(ReadFormat.timeEnabled) ? 8 : 0) + (has(ReadFormat.timeRunning) ? 8 : 0);
  const perValue = 16 + (has(ReadFormat.lost) ? 8 : 0);
  const read = (valueAt: number, idAt: number): CounterRead => ({
    id: bytes.u64(idAt),
    value: bytes.u64(valueAt),
  });
  if (!has(ReadFormat.group)) return [read(at, at + 8 + times)];
  const first = at + 8 + times;
  return Array.from({ length: bytes.u64(at) }, (_, index) => {
    const valueAt = first + index * perValue;
    return read(valueAt, valueAt + 8);
  });
}

/** How far counters went since they were last read: the period of a sample that reads a group. */
export class CounterGrowth {
  readonly #last = new Map<number, Map<number, number>>();

  /** `tid`: the thread of an inherited counter, whose instances share an id, else 0. */
  since(id: number, tid: number, value: number): number {
    let values = this.#last.get(id);
    if (values === undefined) {
      values = new Map();
      this.#last.set(id, values);
    }
    const growth = value - (values.get(tid) ?? 0);
    values.set(tid, value);
    return growth;
  }
}
