import { expect, it } from 'vitest';
import { effectiveProportion } from '../../src/stats/design-effect.js';
import { wilsonInterval } from '../../src/stats/proportion.js';

const wilson = wilsonInterval(50, 1000);

it('leaves a share with the interval of independent samples as it is', () => {
  const { hits, trials } = effectiveProportion(wilson, 1000);
  expect(hits).toBeCloseTo(50, 9);
  expect(trials).toBeCloseTo(1000, 9);
});

it('takes an interval twice as wide for a quarter of the samples, at the same share', () => {
  const width = wilson.high - wilson.low;
  const { hits, trials } = effectiveProportion({ low: 0.05 - width, mid: 0.05, high: 0.05 + width }, 1000);
  expect(trials).toBeCloseTo(250, 6);
  expect(hits / trials).toBeCloseTo(0.05, 12);
});

it('never takes a narrow interval for more samples than there are', () => {
  expect(effectiveProportion({ low: 0.049, mid: 0.05, high: 0.051 }, 1000)).toEqual({
    hits: 50,
    trials: 1000,
  });
});

it('has no spread to learn from where nothing was hit', () => {
  expect(effectiveProportion({ low: 0, mid: 0, high: 0 }, 1000)).toEqual({ hits: 0, trials: 1000 });
});
