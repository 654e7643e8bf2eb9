import { leastLogErrors } from './least-log-errors.js';

/** Three parameters need as many rows. */
const USL_ROWS = 3;

/**
 * The universal scalability law, X(n) = l n / (1 + s (n - 1) + k n (n - 1)), fitted by least squares of logarithms;
 * `null` with fewer than three rows. Gunther, "Guerrilla Capacity Planning", 2007, ch. 4.
 */
export function fitUsl(
  rows: readonly { readonly cpus: number; readonly value: number }[],
): ((cpus: number) => number) | null {
  if (rows.length < USL_ROWS) return null;
  const rate = Math.log(Math.max(...rows.map(({ value, cpus }) => value / cpus)));
  const usl = ([l = 0, s = 0, k = 0]: readonly number[], n: number): number =>
    (Math.exp(l) * n) / (1 + Math.exp(s) * (n - 1) + Math.exp(k) * n * (n - 1));
  const best = leastLogErrors(
    [
      { low: rate - 1, high: rate + 1 },
      { low: Math.log(1e-5), high: Math.log(10) },
      { low: Math.log(1e-8), high: 0 },
    ],
    rows.map(({ cpus, value }) => ({ at: cpus, value })),
    usl,
  );
  return (cpus) => usl(best, cpus);
}
