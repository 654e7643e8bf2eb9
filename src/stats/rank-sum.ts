/** Pairs of sides with more values than this have so many orders that 5 % is reached anyway: no need to count them. */
const MOST_VALUES = 200;

/**
 * Two-sided p value of the Wilcoxon-Mann-Whitney test that two sets of runs come from one population, exact for any
 * ties: every way to deal the pooled midranks to the sides is counted (a recurrence over rank sums, not a list of
 * them), and p is the part of them whose rank sum lies at least as far from its mean as the one seen. Mann & Whitney
 * (1947), Annals of Mathematical Statistics 18:50-60; ties as in Lehmann (1975), Nonparametrics, 1.4.
 * Swapping the sides, and the order of the runs, change nothing.
 *
 * @returns `null` when a side is empty or both together have more than 200 values.
 */
export function rankSumP(a: readonly number[], b: readonly number[]): number | null {
  const size = a.length + b.length;
  if (a.length === 0 || b.length === 0 || size > MOST_VALUES) return null;
  const ranks = doubledMidranks([...a, ...b]);
  const seen = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const ways = waysBySum(ranks, a.length);
  // Doubled ranks sum to n (n + 1): the mean of `a.length` of them.
  const mean = a.length * (size + 1);
  let all = 0;
  let asFar = 0;
  ways.forEach((count, sum) => {
    all += count;
    if (Math.abs(sum - mean) >= Math.abs(seen - mean)) asFar += count;
  });
  return asFar / all;
}

/** The smallest p value that so many runs a side can give at all: of 3 and 3 runs it is 0.1. */
export function smallestRankSumP(a: number, b: number): number | null {
  return rankSumP(
    Array.from({ length: a }, (_, index) => index),
    Array.from({ length: b }, (_, index) => a + index),
  );
}

/**
 * The most pairs, one value of each of two untied sides, that may be against the order of the rest while the two-sided p
 * value is still `alpha` at most; `null` where no order of so few values reaches it, or there are more than 200.
 */
export function rankSumLimit(a: number, b: number, alpha: number): number | null {
  const size = a + b;
  if (a === 0 || b === 0 || size > MOST_VALUES) return null;
  const ways = waysBySum(
    Array.from({ length: size }, (_, index) => 2 * (index + 1)),
    a,
  );
  const all = ways.reduce((sum, count) => sum + count, 0);
  let [limit, asFar]: [number | null, number] = [null, 0];
  for (let pairs = 0; 2 * pairs < a * b; pairs++) {
    // Doubled ranks: of the lowest a * (a + 1), and 2 more for each pair.
    asFar += 2 * (ways[a * (a + 1) + 2 * pairs] ?? 0);
    if (asFar / all > alpha) break;
    limit = pairs;
  }
  return limit;
}

/** Twice the midranks, which are whole: 2, 4, 6, ..., ties share their mean. */
function doubledMidranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 2 * below + equal + 1;
  });
}

/** How many of the ways to pick `picked` ranks have each sum. */
function waysBySum(ranks: readonly number[], picked: number): number[] {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: picked + 1 }, () => new Array<number>(most + 1).fill(0));
  (ways[0] as number[])[0] = 1;
  for (const rank of ranks) {
    for (let count = picked; count > 0; count--) {
      const [into, from] = [ways[count] as number[], ways[count - 1] as number[]];
      for (let sum = most; sum >= rank; sum--) into[sum] = (into[sum] ?? 0) + (from[sum - rank] ?? 0);
    }
  }
  return ways[picked] as number[];
}
