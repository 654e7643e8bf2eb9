/** [low, high), and the number of what it belongs to. */
export interface OwnedRange {
  readonly low: number;
  readonly high: number;
  readonly owner: number;
}

/** Which of many address ranges hold an address. Ranges may nest and overlap; each carries a number. */
export class AddressRanges {
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  readonly #owners: Float64Array;
  /** Highest end among the ranges up to each. */
  readonly #reach: Float64Array;

  constructor(ranges: readonly OwnedRange[]) {
    const sorted = [...ranges].sort((a, b) => a.low - b.low || b.high - a.high);
    this.#lows = Float64Array.from(sorted, ({ low }) => low);
    this.#highs = Float64Array.from(sorted, ({ high }) => high);
    this.#owners = Float64Array.from(sorted, ({ owner }) => owner);
    let reach = -Infinity;
    this.#reach = this.#highs.map((high) => {
      reach = Math.max(reach, high);
      return reach;
    });
  }

  get size(): number {
    return this.#lows.length;
  }

  /**
   * Owner of the shortest range that holds `address`; of equal ones the highest number, which is the innermost
   * where owners are numbered in order of nesting. -1 when none holds it.
   */
  shortest(address: number): number {
    let owner = -1;
    let length = Infinity;
    for (let at = this.#last(address); at >= 0 && (this.#reach[at] ?? 0) > address; at -= 1) {
      const size = (this.#highs[at] ?? 0) - (this.#lows[at] ?? 0);
      if ((this.#highs[at] ?? 0) <= address || size > length) continue;
      const candidate = this.#owners[at] ?? -1;
      owner = size === length ? Math.max(owner, candidate) : candidate;
      length = size;
    }
    return owner;
  }

  /** Index of the last range that starts at or before `address`; -1 when none does. */
  #last(address: number): number {
    let low = 0;
    let high = this.#lows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#lows[middle] ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
