const FIRST_CAPACITY = 1024;
/**
 * Of sums of tens of thousands of weights. Where exactly the fraction lies below a gap between values, as with a station
 * that is there in half of the draws, rounding would choose the side of the gap, another one for each sample.
 */
const ROUNDING = 1e-9;

/**
 * Values with weights, of any sum above 0, and their quantiles. Samples here have tens of thousands of values, thousands
 * of times over: hence typed arrays, and selection by partition (Hoare's FIND, Comm. ACM 4(7), 1961), which takes time
 * with their number, instead of sorting.
 */
export class WeightedSample {
  #values = new Float64Array(FIRST_CAPACITY);
  #weights = new Float64Array(FIRST_CAPACITY);
  #count = 0;
  #total = 0;

  add(value: number, weight: number): void {
    if (this.#count === this.#values.length) {
      this.#values = doubled(this.#values);
      this.#weights = doubled(this.#weights);
    }
    this.#values[this.#count] = value;
    this.#weights[this.#count] = weight;
    this.#count++;
    this.#total += weight;
  }

  /**
   * The smallest value below which, itself included, lies `fraction` of the weight (inverse of the step distribution). So
   * where every value grows, no quantile falls, and equal values give exactly that. NaN of no values.
   */
  quantile(fraction: number): number {
    const target = fraction * this.#total * (1 - ROUNDING);
    let below = 0;
    let from = 0;
    let to = this.#count - 1;
    if (to < from) return Number.NaN;
    for (;;) {
      const pivot = this.#medianOfThree(from, to);
      const { less, equal, firstEqual, lastEqual } = this.#partition(from, to, pivot);
      if (firstEqual > from && below + less >= target) {
        to = firstEqual - 1;
      } else if (lastEqual === to || below + less + equal >= target) {
        return pivot;
      } else {
        below += less + equal;
        from = lastEqual + 1;
      }
    }
  }

  #medianOfThree(from: number, to: number): number {
    const [a, b, c] = [from, (from + to) >> 1, to].map((at) => this.#values[at] as number) as [
      number,
      number,
      number,
    ];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /** Moves what is less than `pivot` to the front and what is greater to the end. */
  #partition(from: number, to: number, pivot: number) {
    const [values, weights] = [this.#values, this.#weights];
    let less = 0;
    let equal = 0;
    let firstEqual = from;
    let lastEqual = to;
    for (let at = from; at <= lastEqual; ) {
      const value = values[at] as number;
      const weight = weights[at] as number;
      const other = value < pivot ? firstEqual++ : value > pivot ? lastEqual-- : at;
      values[at] = values[other] as number;
      weights[at] = weights[other] as number;
      values[other] = value;
      weights[other] = weight;
      if (value < pivot) less += weight;
      else if (value === pivot) equal += weight;
      if (!(value > pivot)) at++;
    }
    return { less, equal, firstEqual, lastEqual };
  }
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}
