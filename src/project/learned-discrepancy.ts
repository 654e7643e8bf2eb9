import type { Discrepancy } from '../model/backtest.js';

/**
 * What all built-in published cases together teach (`learnDiscrepancy`; test/project/learn.test.ts holds the two
 * equal), for a machine of which no before/after pair was published. Kept as numbers so that `analyze` need not learn.
 */
export const LEARNED_DISCREPANCY: Discrepancy = {
  hiddenMean: 0.06171,
  hiddenSd: 0.3357,
  logResponseMean: -0.18407,
  logResponseSd: 0.20667,
};
