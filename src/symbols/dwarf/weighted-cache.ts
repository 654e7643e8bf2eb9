/** Keeps the values used last, up to a total weight; the newest stays whatever its weight. */
export class WeightedCache<Key, Value> {
  readonly #limit: number;
  readonly #entries = new Map<Key, { readonly value: Value; readonly weight: number }>();
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value of `key`, made and weighed when it is not here. */
  get(key: Key, make: () => Value, weigh: (value: Value) => number): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    const value = make();
    const weight = weigh(value);
    for (const [oldest, entry] of this.#entries) {
      if (this.#total + weight <= this.#limit) break;
      this.#entries.delete(oldest);
      this.#total -= entry.weight;
    }
    this.#entries.set(key, { value, weight });
    this.#total += weight;
    return value;
  }
}
