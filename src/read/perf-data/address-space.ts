import type { Address } from '../../model/units.js';

/** One mapping: [start, end) of a process or the kernel. */
export interface Mapping {
  readonly start: Address;
  readonly end: Address;
  readonly dso: string;
  /** What to add to an address to get the offset in the file; 0 where addresses stay as they are. */
  readonly toFileOffset: number;
  /** Symbol of the whole mapping (a BPF program), else `null`. */
  readonly symbol: string | null;
}

/**
 * The mappings of one process, sorted, without overlaps: a new one cuts holes into the old, as
 * tools/perf/util/map.c maps__fixup_overlappings(). Forks share the list until one side maps something.
 */
export class AddressSpace {
  #mappings: readonly Mapping[];

  constructor(mappings: readonly Mapping[] = []) {
    this.#mappings = mappings;
  }

  fork(): AddressSpace {
    return new AddressSpace(this.#mappings);
  }

  get size(): number {
    return this.#mappings.length;
  }

  add(mapping: Mapping): void {
    if (!(mapping.end > mapping.start)) return;
    const first = this.#firstEndingAfter(mapping.start);
    let last = first;
    const pieces: Mapping[] = [];
    for (; last < this.#mappings.length; last++) {
      const old = this.#mappings[last] as Mapping;
      if (old.start >= mapping.end) break;
      if (old.start < mapping.start) pieces.push({ ...old, end: mapping.start });
      if (old.end > mapping.end) pieces.push({ ...old, start: mapping.end });
    }
    const middle = [...pieces.filter((piece) => piece.end <= mapping.start), mapping];
    const after = pieces.filter((piece) => piece.start >= mapping.end);
    this.#mappings = [...this.#mappings.slice(0, first), ...middle, ...after, ...this.#mappings.slice(last)];
  }

  find(address: Address): Mapping | null {
    const candidate = this.#mappings[this.#firstEndingAfter(address)];
    return candidate !== undefined && candidate.start <= address ? candidate : null;
  }

  #firstEndingAfter(address: Address): number {
    let low = 0;
    let high = this.#mappings.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#mappings[middle] as Mapping).end <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
