import { describe, expect, it } from 'vitest';
import { type RandomSource, seededRandom } from '../../src/stats/random.js';
import { runsDifference, runsMean } from '../../src/stats/repeated-runs.js';

const runs = (...values: number[]) => ({ values, noise: 0 });

describe('runsDifference', () => {
  it("is Welch's t of a worked example", () => {
    // R: t.test(c(30.02,29.99,30.11,29.97,30.01,29.99), c(29.89,29.93,29.72,29.98,30.02,29.98)), the example of
    // Wikipedia, "Student's t-test": difference 0.095, t = 1.959, df = 7.031, p = 0.09077.
    const a = runs(30.02, 29.99, 30.11, 29.97, 30.01, 29.99);
    const b = runs(29.89, 29.93, 29.72, 29.98, 30.02, 29.98);
    const difference = runsDifference(b, a);
    expect(difference?.mid).toBeCloseTo(0.095, 3);
    expect(difference?.p).toBeCloseTo(0.0908, 4);
    // 2.3634 standard errors of 0.04849.
    expect(difference?.high).toBeCloseTo(0.095 + 0.1146, 3);
  });

  it('takes a side of one run to scatter like the other', () => {
    // Error sqrt(1 (1 + 1/3)), 2 degrees of freedom: 4.3027 * 1.1547.
    const difference = runsDifference(runs(10), runs(9, 10, 11));
    expect(difference?.high).toBeCloseTo(4.968, 3);
    expect(difference?.p).toBe(1);
  });

  it('is never surer than the sampling of its runs', () => {
    const noisy = (value: number) => ({ values: [value, value, value], noise: 4 });
    // Error sqrt(4/3 + 4/3), 4 degrees of freedom.
    expect(runsDifference(noisy(1), noisy(1))?.high).toBeCloseTo(2.7764 * Math.sqrt(8 / 3), 3);
  });

  it('mirrors exactly, and knows no order', () => {
    const [a, b] = [runs(0.1, 0.7, 0.3), runs(0.2, 0.9, 1.1)];
    const [there, back] = [runsDifference(a, b), runsDifference(b, a)];
    expect(back).toEqual({
      ...there,
      mid: -(there?.mid ?? 0),
      low: -(there?.high ?? 0),
      high: -(there?.low ?? 0),
    });
    expect(runsDifference(runs(0.3, 0.1, 0.7), b)).toEqual(there);
  });

  it('needs two runs somewhere', () => {
    expect(runsDifference(runs(1), runs(2))).toBeNull();
    expect(runsDifference(runs(), runs(2, 3))).toBeNull();
    expect(runsMean(runs(1))).toBeNull();
  });

  it('calls noise a change in no more than 5 % of the draws', () => {
    const random = seededRandom(5);
    const draws = 4000;
    let found = 0;
    for (let draw = 0; draw < draws; draw++) {
      const side = () => runs(normal(random), normal(random), normal(random));
      if ((runsDifference(side(), side())?.p ?? 1) < 0.05) found++;
    }
    // Welch's t is conservative with so few runs; 5 % plus three standard errors.
    expect(found / draws).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / draws));
    expect(found / draws).toBeGreaterThan(0.02);
  });
});

/** Box & Muller (1958). */
function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
