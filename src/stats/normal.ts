/** 97.5 % point of the standard normal distribution: 5 % on both sides together. */
export const Z_95 = 1.959963984540054;

/** 80 % point of the standard normal distribution. */
export const Z_80 = 0.8416212335729143;

/** Above this the continued fraction has converged after TERMS terms; below, the series has. */
const SPLIT = 3;
const TERMS = 100;
/** Beyond this the chance is below the smallest number. */
const LARGEST_Z = 64;

/**
 * Chance that a standard normal variable is at least as far from 0 as `z`, to about 1e-15 relative to 1 below 3
 * and relative to the value itself above, so that far tails do not round to 0.
 *
 * Abramowitz & Stegun (1964), 26.2.11 (series) and 26.2.14 (continued fraction).
 */
export function twoSidedNormalP(z: number): number {
  const x = Math.abs(z);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return x < SPLIT ? 1 - 2 * density * centralSeries(x) : (2 * density) / tailFraction(x);
}

/** The value that a standard normal variable exceeds in size with chance `p`; 0 < p <= 1. */
export function twoSidedNormalQuantile(p: number): number {
  let [low, high] = [0, 1];
  while (twoSidedNormalP(high) > p && high < LARGEST_Z) [low, high] = [high, 2 * high];
  for (let mid = (low + high) / 2; mid > low && mid < high; mid = (low + high) / 2) {
    if (twoSidedNormalP(mid) > p) low = mid;
    else high = mid;
  }
  return high;
}

/** x + x^3/3 + x^5/(3*5) + ... */
function centralSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; odd < 2 * TERMS; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** x + 1/(x + 2/(x + 3/(x + ...))) */
function tailFraction(x: number): number {
  let fraction = x;
  for (let term = TERMS; term > 0; term--) fraction = x + term / fraction;
  return fraction;
}
