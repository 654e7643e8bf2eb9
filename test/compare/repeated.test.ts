import { describe, expect, it } from 'vitest';
import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import type { Analysis } from '../../src/model/analysis.js';
import { leadText } from '../../src/report/diff-lead.js';
import { type RandomSource, seededRandom } from '../../src/stats/random.js';
import { binomialLimit } from '../stats/binomial-limit.js';
import { analysisOf, lockOf, NAMES, runOf } from './analyses.js';

const run = (openSamples: number, requestsPerSec = 1000): Analysis =>
  analysisOf({ apparmor_file_open: openSamples }, 10_000, { throughput: [runOf(requestsPerSec)] });
const compare = (before: readonly Analysis[], after: readonly Analysis[]) =>
  compareAnalyses(before, after, { names: NAMES });

describe('repeated runs', () => {
  it('judge by the scatter between them: what two recordings call certain may be noise', () => {
    const [before, after] = [
      [run(400), run(900), run(1400)],
      [run(700), run(1300), run(1900)],
    ];
    expect(compare([run(400)], [run(700)]).label.state).toBe('up');
    const diff = compare(before, after);
    // Means 9 and 13 %, scatter 5 and 6: Welch 4 / sqrt(25/3 + 36/3) = 0.887.
    expect(diff.label).toMatchObject({
      state: 'same',
      before: expect.closeTo(9, 9),
      after: expect.closeTo(13, 9),
    });
    expect(diff.label.pAdjusted).toBeCloseTo(0.427, 2);
    expect(diff.runs).toEqual({ before: 3, after: 3 });
    expect(diff.verdict).not.toContain('One recording a side');
  });

  it('find a change that every run shows, and say how much more is served', () => {
    const before = [run(2480, 1000), run(2500, 1010), run(2490, 990)];
    const after = [run(900, 1200), run(910, 1215), run(920, 1222)];
    const diff = compare(before, after);
    expect(diff.label).toMatchObject({ state: 'down', deltaPoints: expect.closeTo(-15.8, 9) });
    expect(diff.label.beforeSamples).toBe(2480 + 2500 + 2490);
    expect(diff.throughput).toMatchObject({
      state: 'up',
      beforeRuns: 3,
      afterRuns: 3,
      rankP: expect.closeTo(0.1, 9),
    });
    expect(diff.throughput?.why).toContain('too few for an exact rank test');
    expect(diff.verdict).toMatch(
      /^AFTER \(runs\/condref\) serves 1\.21x \(95 %: 1\.\d\d to 1\.\d\d\) the requests of BEFORE \(runs\/kref\); label get\/put fell significantly from 24\.90 % .* to 9\.10 % .* of busy time/,
    );
    // The same, a statement each.
    const [throughput, share] = diff.verdictSentences;
    expect(throughput).toMatch(
      /^AFTER \(runs\/condref\) serves 1\.21x .* the requests of BEFORE \(runs\/kref\)\.$/,
    );
    expect(share).toMatch(/^Label get\/put fell significantly .*\.$/);
    // As a short answer: without the names of the sides.
    expect(leadText(diff)).toMatch(
      /^AFTER serves 1\.21 times \(95 %: 1\.\d\d to 1\.\d\d\) the requests of BEFORE\. Label get\/put fell: -15\.80 points of busy time \(95 %: -\d+\.\d\d to -\d+\.\d\d\)\.$/,
    );
  });

  it('say of what a load that sends no requests does more', () => {
    const rates = (...values: number[]) =>
      values.map((rate) => analysisOf({}, 10_000, { throughput: [runOf(rate, { tool: 'openclose' })] }));
    expect(compare(rates(1000, 1010, 990), rates(1200, 1215, 1222)).verdict).toMatch(
      /^AFTER \(runs\/condref\) serves 1\.21x \(95 %: .*\) the operations of BEFORE/,
    );
    expect(compare(rates(1000, 1010, 990), rates(1000, 1015, 985)).verdict).toMatch(
      /AFTER serves 1\.00x .* the operations of BEFORE/,
    );
  });

  it('let the exact rank test veto where it could have agreed', () => {
    // One pair out of order: 4 of 70 deals of the ranks lie as far, while t alone would say 0.035.
    const rates = (values: readonly number[]) => values.map((rate) => run(500, rate));
    const diff = compare(rates([100, 101, 102, 103]), rates([102.5, 103.5, 104.5, 105.5]));
    expect(diff.throughput?.rankP).toBeGreaterThan(0.05);
    expect(diff.throughput?.state).toBe('same');
  });

  it('one run against several is judged by the scatter of the several', () => {
    const diff = compare([run(1000)], [run(990), run(1000), run(1010)]);
    expect(diff.label.state).toBe('same');
    expect(diff.throughput).toMatchObject({ beforeRuns: 1, afterRuns: 3 });
  });

  it('compare locks by run too', () => {
    const locked = (contentions: number): Analysis =>
      analysisOf({}, 0, { locks: [lockOf(contentions, 10_000)] });
    const [lock] = compare(
      [locked(300), locked(500), locked(400)],
      [locked(420), locked(640), locked(530)],
    ).locks;
    // Far apart as counts, close as runs: 4 and 5.3 % with a scatter of 1 and 1.1.
    expect(lock).toMatchObject({ state: 'same', before: 4, beforeCounts: { contentions: 1200 } });
    expect(compare([locked(400)], [locked(530)]).locks[0]?.state).toBe('up');
  });

  it('call noise a change in at most 5 % of the draws, though runs scatter far more than their samples', () => {
    const random = seededRandom(31);
    const draws = 600;
    let [repeated, single] = [0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const side = () => [0, 1, 2].map(() => run(Math.round(1000 * Math.exp(0.15 * normal(random)))));
      const [before, after] = [side(), side()];
      if (compare(before, after).label.state !== 'same') repeated++;
      if (compare(before.slice(0, 1), after.slice(0, 1)).label.state !== 'same') single++;
    }
    expect(repeated).toBeLessThanOrEqual(binomialLimit(draws, 0.05));
    // Which is why the verdict on single recordings says that it cannot tell.
    expect(single / draws).toBeGreaterThan(0.3);
  });
});

function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
