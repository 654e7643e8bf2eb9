import { describe, expect, it } from 'vitest';
import { learnDiscrepancy, machineEvidence } from '../../src/project/backtest/learn.js';
import { PUBLISHED_CASES } from '../../src/project/backtest/published-cases.js';
import { LEARNED_DISCREPANCY } from '../../src/project/learned-discrepancy.js';
import { readBacktestCases } from '../../src/read/backtest-cases/case-rows.js';

const published = readBacktestCases('built-in cases', PUBLISHED_CASES);

describe('what published cases teach', () => {
  it('is what analyze uses: learnt again from all of them, to four digits', () => {
    const learnt = learnDiscrepancy(machineEvidence(published));
    for (const [key, value] of Object.entries(LEARNED_DISCREPANCY)) {
      expect(learnt[key as keyof typeof learnt]).toBeCloseTo(value, 4);
    }
  });

  it('is the prior where there is no evidence: no hidden time, a half-normal response', () => {
    const prior = learnDiscrepancy([]);
    expect(Math.abs(prior.hiddenMean)).toBeLessThan(0.01);
    // The mean of a half-normal of .3 is .3 sqrt(2 / pi) = .239; the grid of steps of .1 puts it at .206.
    expect(prior.logResponseMean).toBeCloseTo(-0.239, 1);
  });

  it('does not depend on the order of cases, nor on one case given twice', () => {
    const once = learnDiscrepancy(machineEvidence(published));
    const backwards = learnDiscrepancy(machineEvidence([...published].reverse()));
    const twice = learnDiscrepancy(machineEvidence([...published, ...published]));
    for (const key of Object.keys(once) as (keyof typeof once)[]) {
      expect(backwards[key]).toBeCloseTo(once[key], 9);
      expect(twice[key]).toBeCloseTo(once[key], 9);
    }
  });

  it('says nothing of a case that changes nothing or was not measured', () => {
    const negative = published.filter(({ id }) => id === 'FILEREF-SPR-NEG');
    expect(negative).toHaveLength(1);
    expect(machineEvidence(negative)).toEqual([]);
    expect(machineEvidence(published.map((each) => ({ ...each, measured: null })))).toEqual([]);
  });
});
