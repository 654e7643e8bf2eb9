/** Where a parameter is looked for. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const POINTS = 9;
const ROUNDS = 14;
/** Each round looks around the best point, this much closer. */
const SHRINK = 0.6;

/**
 * The parameters with the least sum of squared ln(model / value): a grid over all intervals, refined around its best
 * point. Two or three parameters; deterministic.
 */
export function leastLogErrors(
  intervals: readonly Interval[],
  data: readonly { readonly at: number; readonly value: number }[],
  model: (parameters: readonly number[], at: number) => number,
): number[] {
  let widths = intervals.map(({ low, high }) => high - low);
  let best = intervals.map(({ low, high }) => (low + high) / 2);
  const error = (parameters: readonly number[]): number =>
    data.reduce((sum, { at, value }) => sum + Math.log(model(parameters, at) / value) ** 2, 0);
  let least = error(best);
  for (let round = 0; round < ROUNDS; round++) {
    for (const parameters of grid(best, widths, intervals)) {
      const found = error(parameters);
      if (found < least) {
        least = found;
        best = parameters;
      }
    }
    widths = widths.map((width) => width * SHRINK);
  }
  return best;
}

function grid(centre: readonly number[], widths: readonly number[], limits: readonly Interval[]): number[][] {
  return centre.reduce<number[][]>(
    (sofar, middle, k) =>
      sofar.flatMap((prefix) =>
        Array.from({ length: POINTS }, (_, i) => {
          const value = middle + (widths[k] ?? 0) * (i / (POINTS - 1) - 0.5);
          const { low = value, high = value } = limits[k] ?? {};
          return [...prefix, Math.min(high, Math.max(low, value))];
        }),
      ),
    [[]],
  );
}
