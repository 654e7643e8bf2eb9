import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankSumP, smallestRankSumP } from '../../src/stats/rank-sum.js';

// R: wilcox.test(c(...), c(...))$p.value; without ties these are 2 k / choose(n, m).
it.each([
  [[1, 2, 3], [4, 5, 6], 2 / 20],
  [[1, 2, 3, 4], [5, 6, 7, 8], 2 / 70],
  [[1, 2, 3, 5], [4, 6, 7, 8], 4 / 70],
  [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 2 / 252],
  [[5], [6], 1],
  [[7, 7], [7, 7], 1],
])('%j against %j is %d', (a, b, p) => {
  expect(rankSumP(a, b)).toBeCloseTo(p, 12);
});

it('counts every deal of the ranks, ties included', () => {
  const few = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(few, few, (a, b) => {
      expect(rankSumP(a, b)).toBeCloseTo(byListing(a, b), 12);
      expect(rankSumP(b, a)).toBe(rankSumP(a, b));
      expect(rankSumP([...a].reverse(), b)).toBe(rankSumP(a, b));
    }),
  );
});

/** The same by listing every subset of the pooled values. */
function byListing(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const rank = all.map(
    (value) =>
      all.filter((other) => other < value).length + (all.filter((other) => other === value).length + 1) / 2,
  );
  const mean = (a.length * (all.length + 1)) / 2;
  const distance = (indices: readonly number[]) =>
    Math.abs(indices.reduce((sum, index) => sum + (rank[index] ?? 0), 0) - mean);
  const seen = distance(a.map((_, index) => index));
  let [deals, asFar] = [0, 0];
  for (let mask = 0; mask < 1 << all.length; mask++) {
    const picked = all.flatMap((_, index) => ((mask >> index) & 1 ? [index] : []));
    if (picked.length !== a.length) continue;
    deals++;
    if (distance(picked) >= seen - 1e-9) asFar++;
  }
  return asFar / deals;
}

it('three runs a side can never reach 5 %', () => {
  expect(smallestRankSumP(3, 3)).toBeCloseTo(0.1, 12);
  expect(smallestRankSumP(4, 4)).toBeCloseTo(2 / 70, 12);
});

it('gives up on empty and on very many runs', () => {
  expect(rankSumP([], [1])).toBeNull();
  expect(rankSumP(new Array(150).fill(1), new Array(51).fill(2))).toBeNull();
});
