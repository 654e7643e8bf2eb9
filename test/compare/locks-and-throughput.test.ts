import { describe, expect, it } from 'vitest';
import { lockChanges } from '../../src/compare/lock-changes.js';
import { throughputChanges } from '../../src/compare/throughput-change.js';
import type { LockRow } from '../../src/model/analysis.js';
import type { Throughput } from '../../src/model/throughput.js';
import { analysisOf, lockOf, runOf } from './analyses.js';

const withLocks = (...locks: LockRow[]) => [analysisOf({}, 0, { locks })];
const withRuns = (...throughput: Throughput[]) => [analysisOf({}, 0, { throughput })];
const throughputChange = (...sides: Parameters<typeof throughputChanges>) =>
  throughputChanges(...sides)[0] ?? null;

describe('lockChanges', () => {
  it('compares contentions per acquisition, not contentions', () => {
    const [lock] = lockChanges(withLocks(lockOf(400, 10_000)), withLocks(lockOf(800, 20_000)));
    expect(lock).toMatchObject({
      state: 'same',
      deltaPoints: 0,
      before: 4,
      beforeCounts: { contentions: 400, acquisitions: 10_000, waitTotalNs: 400_000 },
      after: 4,
      afterCounts: { contentions: 800, acquisitions: 20_000, holdTotalNs: 6e6 },
    });
  });

  it('sees a rate that doubled', () => {
    const [lock] = lockChanges(withLocks(lockOf(400, 10_000)), withLocks(lockOf(800, 10_000)));
    expect(lock).toMatchObject({ state: 'up', deltaPoints: 4 });
    expect(lock?.low).toBeGreaterThan(3);
    expect(lock?.high).toBeLessThan(5);
  });

  it('joins on class, mode and role, sums rows of one lock, leaves out what is not AppArmor', () => {
    const before = withLocks(
      lockOf(1, 10, { class: '&ls->lock', role: 'label-tree', mode: 'read' }),
      lockOf(2, 20, { class: '&ls->lock', role: 'label-tree', mode: 'write' }),
      lockOf(3, 30, { class: '&ls->lock', role: 'label-tree', mode: 'write', line: 9 }),
      lockOf(9, 90, { class: '&rq->__lock', role: null }),
    );
    const locks = lockChanges(before, before);
    expect(
      locks.map(({ mode, beforeCounts: side }) => [mode, side?.contentions, side?.acquisitions]),
    ).toEqual([
      ['write', 5, 50],
      ['read', 1, 10],
    ]);
  });

  it.each([
    ['a side has no such row of lock_stat', withLocks()],
    ['a side never took it', withLocks(lockOf(0, 0))],
    ['a side counts more contentions than acquisitions', withLocks(lockOf(11, 10))],
  ])('cannot decide where %s', (why, after) => {
    const [lock] = lockChanges(withLocks(lockOf(1, 10)), after);
    expect(lock).toMatchObject({ state: 'undecidable', why, deltaPoints: null, pAdjusted: null });
  });
});

describe('throughputChange', () => {
  it('gives the ratio of single runs without an interval, and says why', () => {
    expect(throughputChange(withRuns(runOf(200)), withRuns(runOf(250)))).toEqual({
      tool: 'wrk',
      duringRecording: true,
      tasks: null,
      before: expect.closeTo(200, 9),
      after: expect.closeTo(250, 9),
      beforeRuns: 1,
      afterRuns: 1,
      ratio: expect.closeTo(1.25, 12),
      low: null,
      high: null,
      p: null,
      rankP: null,
      state: 'undecidable',
      why: 'one run a side: no interval, so no claim',
    });
  });

  it('takes the condition that both sides have', () => {
    const quiet = { duringRecording: false };
    const change = throughputChange(withRuns(runOf(200), runOf(300, quiet)), withRuns(runOf(330, quiet)));
    expect(change).toMatchObject({
      duringRecording: false,
      before: expect.closeTo(300, 9),
      after: expect.closeTo(330, 9),
    });
  });

  it.each([
    ['another tool', [runOf(250, { tool: 'openclose' })]],
    ['another condition', [runOf(250, { duringRecording: null })]],
    ['an unknown rate', [runOf(null)]],
    ['no run', []],
  ])('is null against %s', (_, runs) => {
    expect(throughputChange(withRuns(runOf(200)), withRuns(...runs))).toBeNull();
  });
});
