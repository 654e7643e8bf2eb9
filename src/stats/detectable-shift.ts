import { quantileSorted } from 'simple-statistics';
import { type RandomSource, seededRandom } from './random.js';
import { rankSumLimit } from './rank-sum.js';
import { differenceError, type RunsDifference } from './repeated-runs.js';
import { twoSidedStudentQuantile } from './student-t.js';

const ALPHA = 0.05;
const POWER = 0.8;
const DRAWS = 4000;
const SEED = 20240110;
/** With more runs of both sides the formula is as good as drawing. */
const MOST_DRAWN = 40;
/** Nodes of a table of t quantiles between the fewest and the most degrees of freedom; a search for each draw takes long. */
const NODES = 64;

/**
 * Smallest true difference of two sets of runs that Welch's t and, where so few runs can reach 5 % by ranks at all, the
 * exact rank test both find in 80 of 100 cases. The textbook's (t_0.975 + t_0.80) standard errors promise too much for
 * a few runs: Welch's degrees of freedom are drawn too, and ranks veto. So pairs of sides with normal scatter, alike on
 * both, are drawn; for each the shift that makes both tests agree is known without a search. Where the sides were seen
 * to scatter so differently that the textbook promises less, that holds.
 *
 * @param before runs of one side, at least one
 * @param after of the other; at least three together
 * @param seen the difference: its error and degrees of freedom
 * @param tests how many the p value is corrected for (the first step of Holm)
 */
export function detectableShift(
  before: number,
  after: number,
  { error, df }: Pick<RunsDifference, 'error' | 'df'>,
  tests = 1,
): number {
  if (error === 0) return 0;
  const [few, many] = [Math.min(before, after), Math.max(before, after)];
  const key = `${few} ${many} ${tests}`;
  const known = ERRORS.get(key) ?? errorsNeeded(few, many, ALPHA / tests);
  ERRORS.set(key, known);
  return error * Math.max(known, textbookErrors(ALPHA / tests, df));
}

function textbookErrors(alpha: number, df: number): number {
  return twoSidedStudentQuantile(alpha, df) + twoSidedStudentQuantile(2 * (1 - POWER), df);
}

/** In standard errors: every row of a table asks for the same. */
const ERRORS = new Map<string, number>();

function errorsNeeded(few: number, many: number, alpha: number): number {
  const most = few + many - 2;
  if (few + many > MOST_DRAWN) {
    // The rank test needs pi / 3 times the runs of t where both are at their best: Lehmann (1975), Nonparametrics, 2.4.
    return textbookErrors(alpha, most) * Math.sqrt(Math.PI / 3);
  }
  const random = seededRandom(SEED);
  const quantile = quantileTable(alpha, few > 1 ? few - 1 : most, most);
  const limit = rankSumLimit(few, many, ALPHA);
  const trueError = Math.sqrt(1 / few + 1 / many);
  const shifts = Array.from({ length: DRAWS }, () => {
    const [a, b] = [normals(random, few), normals(random, many)];
    const seen = differenceError({ values: a, noise: 0 }, { values: b, noise: 0 });
    if (seen === null) throw new RangeError('two runs of a side are needed');
    const byT = quantile(seen.df) * seen.error - seen.mid;
    return Math.max(byT, limit === null ? byT : shiftByRanks(a, b, limit)) / trueError;
  });
  return quantileSorted(
    shifts.sort((a, b) => a - b),
    POWER,
  );
}

/** The shift of `b` that leaves `limit` pairs of which the value of `a` is the larger. */
function shiftByRanks(a: readonly number[], b: readonly number[], limit: number): number {
  const ahead = a.flatMap((one) => b.map((other) => one - other)).sort((x, y) => y - x);
  return ahead[limit] ?? Number.NEGATIVE_INFINITY;
}

/** The t quantile by degrees of freedom, linear between nodes in their reciprocal. */
function quantileTable(alpha: number, least: number, most: number): (df: number) => number {
  const [from, to] = [1 / most, 1 / least];
  const step = (to - from) / NODES;
  const nodes = Array.from({ length: NODES + 1 }, (_, node) =>
    twoSidedStudentQuantile(alpha, 1 / (from + node * step)),
  );
  return (df) => {
    const at = step > 0 ? Math.min(NODES, Math.max(0, (1 / df - from) / step)) : 0;
    const node = Math.min(NODES - 1, Math.floor(at));
    const [low, high] = [nodes[node] as number, nodes[node + 1] as number];
    return low + (at - node) * (high - low);
  };
}

/** Box & Muller (1958). */
function normals(random: RandomSource, count: number): number[] {
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}
