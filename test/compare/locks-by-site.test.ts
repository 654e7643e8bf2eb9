import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { sideSnapshots } from '../../src/cli/side-snapshots.js';
import { lockChanges } from '../../src/compare/lock-changes.js';
import type { Analysis, LockRow } from '../../src/model/analysis.js';
import type { ContentionPoint } from '../../src/model/lock.js';
import { DEFAULT_OPTIONS, fixturePath } from '../recordings/recordings.js';
import { analysisOf, lockOf } from './analyses.js';

const at = (symbol: string, offset: number, count: number): ContentionPoint => ({
  symbol,
  offset,
  module: null,
  count,
});
const side = (...locks: LockRow[]) => [analysisOf({}, 0, { locks })];

describe('call sites of a lock', () => {
  it('join on the symbol, whatever its offset and clone, and leave a remainder', () => {
    const before = lockOf(100, 1000, {
      waiters: [at('aa_get_buffer', 0x35, 60), at('aa_put_buffer', 0x22, 30)],
    });
    const after = lockOf(80, 1000, {
      waiters: [
        at('aa_get_buffer.part.0', 0x7a, 50),
        at('aa_get_buffer', 0x91, 20),
        at('aa_path_perm', 0x11, 10),
      ],
    });
    const [lock] = lockChanges(side(before), side(after));
    expect(lock?.waiters).toEqual([
      { symbol: 'aa_get_buffer', before: 60, after: 70, beforePct: 60, afterPct: 87.5, why: null },
      // 10 of 100 waits before are of sites that the kernel did not keep: this one may be among them.
      {
        symbol: 'aa_path_perm',
        before: null,
        after: 10,
        beforePct: null,
        afterPct: 12.5,
        why: expect.stringContaining('not among the sites listed'),
      },
      { symbol: 'aa_put_buffer', before: 30, after: 0, beforePct: 30, afterPct: 0, why: null },
      { symbol: null, before: 10, after: 0, beforePct: 10, afterPct: 0, why: null },
    ]);
    expect(lock?.holders).toEqual([]);
  });

  it('of the recorded label mix add up to its contentions', async () => {
    const mix = await analyze([fixturePath('lock_stat/labelmix.txt.gz')], DEFAULT_OPTIONS);
    const [pool] = lockChanges([mix], [mix]);
    expect(pool).toMatchObject({
      class: 'aa_buffers_lock',
      state: 'same',
      beforeCounts: { contentions: 12_990, acquisitions: 325_302 },
    });
    expect(pool?.waiters.reduce((sum, { before }) => sum + (before ?? 0), 0)).toBe(12_990);
    expect(pool?.waiters.map(({ symbol }) => symbol)).toEqual(['aa_get_buffer', 'aa_put_buffer', null]);
  });
});

describe('snapshots of one boot', () => {
  const load = (name: string) => analyze([fixturePath(`lock_stat/${name}.txt.gz`)], DEFAULT_OPTIONS);
  /** Every counter `times` as large: what the file reads when the same load has run on. */
  const later = (analysis: Analysis, times: number): Analysis => ({
    ...analysis,
    locks: analysis.locks.map((row) => ({
      ...row,
      conBounces: times * row.conBounces,
      contentions: times * row.contentions,
      waitTotalNs: times * row.waitTotalNs,
      waitMaxNs: (row.waitMaxNs ?? 0) + 1,
      acqBounces: times * row.acqBounces,
      acquisitions: times * row.acquisitions,
      holdTotalNs: times * row.holdTotalNs,
      waiters: row.waiters.map((point) => ({ ...point, count: times * point.count })),
      holders: row.holders.map((point) => ({ ...point, count: times * point.count })),
    })),
  });

  it('are subtracted in counts and sums, never in extremes', async () => {
    const first = await load('labelmix');
    const second = later(first, 3);
    const { before, after, conditions } = sideSnapshots(first, second);
    expect(before).toBe(first);
    const pool = (analysis: Analysis) => analysis.locks.find((row) => row.class === 'aa_buffers_lock');
    expect(pool(after)).toMatchObject({
      contentions: 2 * 12_990,
      acquisitions: 2 * 325_302,
      waitTotalNs: 2 * (pool(first)?.waitTotalNs ?? 0),
      role: 'buffer-pool',
      waitMinNs: null,
      waitMaxNs: null,
      holdMinNs: null,
      holdMaxNs: null,
    });
    expect(conditions).toMatchObject([
      { what: 'lock_stat', ok: true, why: expect.stringContaining('subtracted') },
    ]);
    // Twice the load of the first snapshot is as contended as it.
    expect(
      lockChanges([before], [after]).every(({ deltaPoints }) => deltaPoints === 0 || deltaPoints === null),
    ).toBe(true);
    const back = sideSnapshots(second, first);
    expect(back.before.locks).toEqual(after.locks);
    expect(back.after).toBe(first);
  });

  it('are not taken for what they are not: other loads, one file twice, sites that went', async () => {
    const [mix, nginx] = [await load('labelmix'), await load('nginx')];
    expect(sideSnapshots(mix, nginx)).toEqual({ before: mix, after: nginx, conditions: [] });
    expect(sideSnapshots(mix, mix).conditions).toEqual([]);
    const moved = later(mix, 3);
    const elsewhere: Analysis = {
      ...moved,
      locks: moved.locks.map((row) => ({
        ...row,
        waiters: row.waiters.map((point) => ({ ...point, offset: (point.offset ?? 0) + 16 })),
      })),
    };
    expect(sideSnapshots(mix, elsewhere).conditions).toEqual([]);
  });
});
