import { solveSymmetric } from './solve-symmetric.js';

/** Where a parameter is looked for. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

type Model = (parameters: readonly number[], at: number) => number;
type Data = readonly { readonly at: number; readonly value: number }[];

const POINTS = 9;
const ROUNDS = 6;
/** Each round looks around the best point, this much closer. */
const SHRINK = 0.6;

/**
 * The parameters with the least sum of squared ln(model / value): a grid over all intervals, refined around its best
 * point, and from there the Levenberg-Marquardt method, for a grid stops in a narrow valley. Two or three parameters;
 * deterministic.
 */
export function leastLogErrors(intervals: readonly Interval[], data: Data, model: Model): number[] {
  return descended(ofGrid(intervals, data, model), intervals, data, model);
}

function ofGrid(intervals: readonly Interval[], data: Data, model: Model): readonly number[] {
  let widths = intervals.map(({ low, high }) => high - low);
  let best = intervals.map(({ low, high }) => (low + high) / 2);
  let least = squares(logErrors(best, data, model));
  for (let round = 0; round < ROUNDS; round++) {
    for (const parameters of grid(best, widths, intervals)) {
      const found = squares(logErrors(parameters, data, model));
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
          return [...prefix, within(value, limits[k])];
        }),
      ),
    [[]],
  );
}

const STEPS = 100;
const DIFFERENCE = 1e-6;
/** Damping: after a step that helped, after one that did not, and where no step helps any more. */
const DAMPING = { first: 1e-3, less: 0.2, more: 8, most: 1e12 };

/** Marquardt, "An Algorithm for Least-Squares Estimation of Nonlinear Parameters", J. SIAM 11(2), 1963. */
function descended(
  start: readonly number[],
  intervals: readonly Interval[],
  data: Data,
  model: Model,
): number[] {
  let best = [...start];
  let errors = logErrors(best, data, model);
  let damping = DAMPING.first;
  for (let step = 0; step < STEPS && damping < DAMPING.most; step++) {
    const slopes = best.map((_, k) => {
      const moved = best.map((value, i) => (i === k ? value + DIFFERENCE : value));
      return logErrors(moved, data, model).map((error, row) => (error - (errors[row] ?? 0)) / DIFFERENCE);
    });
    const gradient = slopes.map((slope) => dot(slope, errors));
    // A parameter that would leave its interval stays at the end, and the others go on without it.
    const free = best.flatMap((value, k) => {
      const ahead = within(value - (gradient[k] ?? 0), intervals[k]);
      return ahead === value ? [] : [k];
    });
    const change = solveSymmetric(
      free.map((i) => free.map((k) => dot(slopes[i] ?? [], slopes[k] ?? []) * (i === k ? 1 + damping : 1))),
      free.map((k) => -(gradient[k] ?? 0)),
    );
    const next = best.map((value, k) => within(value + (change[free.indexOf(k)] ?? 0), intervals[k]));
    const errorsThen = logErrors(next, data, model);
    const isBetter = squares(errorsThen) < squares(errors);
    damping *= isBetter ? DAMPING.less : DAMPING.more;
    if (isBetter) [best, errors] = [next, errorsThen];
  }
  return best;
}

function logErrors(parameters: readonly number[], data: Data, model: Model): number[] {
  return data.map(({ at, value }) => Math.log(model(parameters, at) / value));
}

function squares(values: readonly number[]): number {
  return dot(values, values);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function within(value: number, { low, high }: Interval = { low: value, high: value }): number {
  return Math.min(high, Math.max(low, value));
}
