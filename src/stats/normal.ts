/** 97.5 % point of the standard normal distribution: 5 % on both sides together. */
export const Z_95 = 1.959963984540054;

/** 80 % point of the standard normal distribution. */
export const Z_80 = 0.8416212335729143;

/** Above this the continued fraction has converged after TERMS terms; below, the series has. */
const SPLIT = 3;
const TERMS = 100;

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
