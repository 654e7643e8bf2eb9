import { describe, expect, it } from 'vitest';
import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import { checkLimit, parseLimit } from '../../src/compare/limit.js';
import type { Analysis } from '../../src/model/analysis.js';
import { UsageError } from '../../src/model/errors.js';
import { analysisOf, CONDREF, KREF, NAMES, runOf } from './analyses.js';

const check = (text: string, before: readonly Analysis[] = [KREF], after: readonly Analysis[] = [CONDREF]) =>
  checkLimit(parseLimit(text), before, after, compareAnalyses(before, after, { names: NAMES }));
const rates = (...values: number[]) =>
  values.map((rate) => analysisOf({ apparmor_file_open: 600 }, 10_000, { throughput: [runOf(rate)] }));

describe('parseLimit', () => {
  it.each([
    ['label.share > 10%', 'label.share', '>', 10],
    ['label.share>=10', 'label.share', '>=', 10],
    [' label.delta  <= -1.5 % ', 'label.delta', '<=', -1.5],
    ['throughput < 97%', 'throughput', '<', 0.97],
    ['throughput < .97', 'throughput', '<', 0.97],
    ['label.delta > +2', 'label.delta', '>', 2],
  ])('%s', (text, metric, comparison, number) => {
    expect(parseLimit(text)).toEqual({ text, metric, comparison, number });
  });

  it.each([
    '',
    'label.share',
    'label.share > ',
    'label.share > ten',
    'label.share = 3',
    'throughput => 1',
    'toString > 1',
    'label.share > 1 2',
    'label.share > 1%%',
    'share > 1',
    'label.share > 1e3',
  ])('refuses "%s"', (text) => {
    expect(() => parseLimit(text)).toThrow(UsageError);
  });
});

describe('checkLimit', () => {
  // CONDREF: 350 of 5668, 6.175 %, Wilson 5.578 to 6.832 %. Change -0.820, Newcombe -1.98 to +0.28.
  it.each([
    ['label.share > 5.5', 'fired'],
    ['label.share > 5.6', 'passed'],
    ['label.share >= 6', 'passed'],
    ['label.share < 6.9', 'fired'],
    ['label.share < 6.8', 'passed'],
    ['label.share <= 6.5', 'passed'],
    ['label.delta > -2', 'fired'],
    ['label.delta > -1.9', 'passed'],
    ['label.delta > 0', 'passed'],
    ['label.delta < 0', 'passed'],
    ['label.delta < 0.3', 'fired'],
  ])('%s: %s, by the end of the interval that is nearer to the limit', (text, state) => {
    expect(check(text).state).toBe(state);
  });

  it('holds throughput against the scatter of repeated runs', () => {
    const [before, after] = [rates(1000, 1005, 995), rates(900, 905, 895)];
    expect(check('throughput < 97%', before, after).state).toBe('fired');
    expect(check('throughput < 90%', before, after).state).toBe('passed');
    expect(check('throughput < 97%', before, rates(940, 1100, 800)).state).toBe('passed');
  });

  it('takes the share of repeated runs from their scatter', () => {
    const run = (count: number) => analysisOf({ apparmor_file_open: count }, 10_000);
    // 6 % +- 4.303 * 0.5 / sqrt(3) = 1.24 points.
    const after = [run(550), run(600), run(650)];
    expect(check('label.share > 4.7', [run(600)], after).state).toBe('fired');
    expect(check('label.share > 4.8', [run(600)], after).state).toBe('passed');
  });

  it.each([
    ['throughput < 1', [KREF], [CONDREF], 'no throughput of both sides'],
    ['throughput < 1', rates(100), rates(50), 'one run a side'],
    ['label.share > 1', [KREF], [{ ...CONDREF, attribution: null }], 'no busy samples'],
    ['label.delta > 1', [KREF], [{ ...CONDREF, attribution: null }], 'no busy samples'],
  ] as const)('%s is undecidable without an interval', (text, before, after, why) => {
    expect(check(text, before, after)).toMatchObject({
      state: 'undecidable',
      why: expect.stringContaining(why),
    });
  });
});
