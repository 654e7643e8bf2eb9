/**
 * Interns fixed-width tuples of 32-bit integers: equal tuples get equal row numbers, in order of first
 * appearance. Columnar and open-addressed, because a trace interns a tuple for every frame of every sample
 * and an object or a string key each time would dominate the run time.
 */
export class TupleTable {
  readonly width: number;
  /** Fill `key[0..width-1]`, then call `intern()`: the lookup itself allocates nothing. */
  readonly key: Int32Array;
  #rows: Int32Array;
  #slots: Int32Array;
  #mask: number;
  #count = 0;

  constructor(width: number) {
    this.width = width;
    this.key = new Int32Array(width);
    this.#rows = new Int32Array(width * 256);
    this.#slots = new Int32Array(512).fill(-1);
    this.#mask = 511;
  }

  get size(): number {
    return this.#count;
  }

  /** Row of the tuple now in `key`, added if it is new. */
  intern(): number {
    let slot = this.#hash(this.key, 0) & this.#mask;
    for (;;) {
      const row = this.#slots[slot] as number;
      if (row < 0) return this.#append(slot);
      if (this.#equals(row)) return row;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** The value of `column` in `row`; `row` must be below `size`. */
  at(row: number, column: number): number {
    return this.#rows[row * this.width + column] as number;
  }

  #append(slot: number): number {
    const row = this.#count;
    if ((row + 1) * this.width > this.#rows.length) {
      const grown = new Int32Array(this.#rows.length * 2);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    this.#rows.set(this.key, row * this.width);
    this.#slots[slot] = row;
    this.#count = row + 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return row;
  }

  #equals(row: number): boolean {
    const base = row * this.width;
    for (let column = 0; column < this.width; column++) {
      if (this.#rows[base + column] !== this.key[column]) return false;
    }
    return true;
  }

  #hash(values: Int32Array, from: number): number {
    let hash = 0x9e3779b9 | 0;
    for (let column = 0; column < this.width; column++) {
      hash = Math.imul(hash ^ (values[from + column] as number), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return hash ^ (hash >>> 13);
  }

  #rehash(): void {
    this.#mask = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(this.#mask + 1).fill(-1);
    for (let row = 0; row < this.#count; row++) {
      let slot = this.#hash(this.#rows, row * this.width) & this.#mask;
      while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row;
    }
  }
}

/** A growing column of doubles beside a TupleTable. */
export class NumberColumn {
  #values = new Float64Array(256);

  get(row: number): number {
    return this.#values[row] ?? 0;
  }

  set(row: number, value: number): void {
    this.#reach(row);
    this.#values[row] = value;
  }

  add(row: number, amount: number): void {
    this.#reach(row);
    this.#values[row] = (this.#values[row] as number) + amount;
  }

  #reach(row: number): void {
    if (row < this.#values.length) return;
    const grown = new Float64Array(Math.max(this.#values.length * 2, row + 1));
    grown.set(this.#values);
    this.#values = grown;
  }
}
