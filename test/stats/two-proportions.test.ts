import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectableChange } from '../../src/stats/detectable-change.js';
import { fisherExactP } from '../../src/stats/fisher-exact.js';
import { newcombeInterval } from '../../src/stats/newcombe.js';
import { type RandomSource, seededRandom } from '../../src/stats/random.js';
import { twoProportionP } from '../../src/stats/two-proportions.js';

describe('fisherExactP', () => {
  // R's help page of fisher.test: the tea taster, two-sided, and the convictions of like-sex twins.
  it.each([
    [3, 4, 1, 4, 0.4857143],
    [2, 17, 10, 13, 0.0005367],
    [0, 5, 0, 9, 1],
    [0, 0, 3, 9, 1],
  ])('%d/%d against %d/%d: %d', (a, m, b, n, p) => {
    expect(fisherExactP({ hits: a, trials: m }, { hits: b, trials: n })).toBeCloseTo(p, 7);
  });

  it('sums the likelihoods by hand: 0/3 against 3/3 is 2 of the 20 ways to place three hits', () => {
    expect(fisherExactP({ hits: 0, trials: 3 }, { hits: 3, trials: 3 })).toBeCloseTo(2 / 20, 12);
  });

  it('stays within 0 and 1 for effective counts that round awkwardly', () => {
    expect(fisherExactP({ hits: 0.5, trials: 0.49 }, { hits: 2.4, trials: 100.2 })).toBe(1);
  });
});

describe('twoProportionP', () => {
  it('is the pooled z test where counts are large', () => {
    // z = (56/70 - 48/80) / sqrt(104/150 * 46/150 * (1/70 + 1/80)) = 2.650172; Python: erfc(z / sqrt(2))
    expect(twoProportionP({ hits: 56, trials: 70 }, { hits: 48, trials: 80 })).toBeCloseTo(
      0.00804508136819659,
      12,
    );
  });

  it('is exact where a cell expects fewer than 5', () => {
    const [a, b] = [
      { hits: 3, trials: 4 },
      { hits: 1, trials: 4 },
    ];
    expect(twoProportionP(a, b)).toBe(fisherExactP(a, b));
  });

  it('does not know without trials', () => {
    expect(twoProportionP({ hits: 0, trials: 0 }, { hits: 1, trials: 4 })).toBeNull();
  });

  it('is the same whichever side comes first', () => {
    const proportion = fc
      .tuple(fc.nat(300), fc.integer({ min: 1, max: 3000 }))
      .map(([hits, misses]) => ({ hits, trials: hits + misses }));
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const p = twoProportionP(a, b) as number;
        expect(twoProportionP(b, a)).toBe(p);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('calls two samples of one share different in about 5 % of the draws', () => {
    const random = seededRandom(1);
    let different = 0;
    const draws = 2000;
    for (let draw = 0; draw < draws; draw++) {
      const a = { hits: binomial(2000, 0.03, random), trials: 2000 };
      const b = { hits: binomial(1200, 0.03, random), trials: 1200 };
      if ((twoProportionP(a, b) as number) < 0.05) different++;
    }
    // 5 % of 2,000 draws, three standard errors either way.
    expect(different / draws).toBeGreaterThan(0.035);
    expect(different / draws).toBeLessThan(0.065);
  });
});

describe('detectableChange', () => {
  const trials = { before: 3000, after: 5000 };

  it('is 2.8016 standard errors: 50 % of 100 a side shows 0.198', () => {
    const half = { hits: 50, trials: 100 };
    expect(detectableChange(half, half)).toBeCloseTo((1.959964 + 0.841621) * Math.sqrt(0.25 * 0.02), 6);
  });

  it('of ten rows tested together is 3.6487: 2.80703 instead of 1.95996', () => {
    const half = { hits: 50, trials: 100 };
    expect(detectableChange(half, half, 10)).toBeCloseTo((2.807034 + 0.841621) * Math.sqrt(0.25 * 0.02), 6);
  });

  it('promises something finite but not 0 where nothing was hit', () => {
    const change = detectableChange({ hits: 0, trials: 1000 }, { hits: 0, trials: 1000 }) as number;
    expect(change).toBeGreaterThan(0.003);
    expect(change).toBeLessThan(0.01);
  });

  it('does not know without trials', () => {
    expect(detectableChange({ hits: 0, trials: 0 }, { hits: 0, trials: 1000 })).toBeNull();
  });

  it('is indeed found in about 80 % of the draws, and covered by the interval in about 95 %', () => {
    const random = seededRandom(2);
    const share = 0.05;
    const same = (side: 'before' | 'after') => ({ hits: share * trials[side], trials: trials[side] });
    const change = detectableChange(same('before'), same('after')) as number;
    let found = 0;
    let covered = 0;
    const draws = 1000;
    for (let draw = 0; draw < draws; draw++) {
      const before = {
        hits: binomial(trials.before, share - change / 2, random),
        trials: trials.before,
      };
      const after = { hits: binomial(trials.after, share + change / 2, random), trials: trials.after };
      if ((twoProportionP(after, before) as number) < 0.05) found++;
      const interval = newcombeInterval(after, before);
      if (interval.low <= change && change <= interval.high) covered++;
    }
    expect(found / draws).toBeGreaterThan(0.74);
    expect(found / draws).toBeLessThan(0.86);
    expect(covered / draws).toBeGreaterThan(0.93);
    expect(covered / draws).toBeLessThan(0.97);
  });
});

function binomial(trials: number, share: number, random: RandomSource): number {
  let hits = 0;
  for (let trial = 0; trial < trials; trial++) if (random() < share) hits++;
  return hits;
}
