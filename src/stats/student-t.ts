import { gammaln } from 'simple-statistics';

const MOST_TERMS = 300;
const SMALLEST = 1e-300;
const ENOUGH = 1e-15;

/** Chance that a t variable of `df` degrees of freedom (not necessarily whole) is at least as far from 0 as `t`. */
export function twoSidedStudentP(t: number, df: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** The value that a t variable of `df` degrees of freedom exceeds in size with chance `p`; 0 < p < 1. */
export function twoSidedStudentQuantile(p: number, df: number): number {
  let [low, high] = [0, 2];
  while (twoSidedStudentP(high, df) > p && high < Number.MAX_VALUE / 4) [low, high] = [high, 2 * high];
  // Halving to the last bit: the quantile decides what is printed as an interval.
  for (let mid = (low + high) / 2; mid > low && mid < high; mid = (low + high) / 2) {
    if (twoSidedStudentP(mid, df) > p) low = mid;
    else high = mid;
  }
  return high;
}

/** Regularised incomplete beta function by its continued fraction: Numerical Recipes, 3rd ed., 6.4 (Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < SMALLEST ? SMALLEST : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < ENOUGH) break;
  }
  return fraction;
}
