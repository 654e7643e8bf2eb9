/** The earliest of one event a CPU: a binary heap of CPUs by the time of their next event, ties by who came first. */
export class EventQueue {
  readonly #heap: { readonly time: number; readonly order: number; readonly cpu: number }[] = [];
  #order = 0;

  push(time: number, cpu: number): void {
    const heap = this.#heap;
    const event = { time, order: this.#order++, cpu };
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = event;
  }

  /** @throws RangeError when empty. */
  pop(): { readonly time: number; readonly cpu: number } {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) throw new RangeError('no events');
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) child++;
      const next = heap[child] ?? left;
      if (!isBefore(next, last)) break;
      heap[at] = next;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

interface Key {
  readonly time: number;
  readonly order: number;
}

function isBefore(a: Key, b: Key): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
