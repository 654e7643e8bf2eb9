import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import type { Station } from '../../src/model/station.js';
import { wilsonInterval } from '../../src/stats/proportion.js';
import { analysisOf, compare } from './analyses.js';

const TOTAL = 10_000;

/** Another line of `samples` of 10,000 busy samples, in one function. */
function dentries(samples: number): Station {
  const share = wilsonInterval(samples, TOTAL);
  return {
    name: 'dentry reference count',
    kind: 'atomic',
    class: 'dentry-lockref',
    sites: [
      { function: 'lockref_put_return', samples, period: samples, sharePct: 100 * share.mid, syscalls: [] },
    ],
    samples,
    period: samples,
    sharePct: 100 * share.mid,
    shareLowPct: 100 * share.low,
    shareHighPct: 100 * share.high,
    singleInstance: false,
    singleInstanceWhy: 'one a dentry',
    cacheLines: [],
    evidence: [],
  };
}

const run = (samples: Readonly<Record<string, number>>, changes: Partial<Analysis> = {}): Analysis =>
  analysisOf(samples, TOTAL, changes);
const states = (before: Analysis, after: Analysis) =>
  Object.fromEntries(compare(before, after).sites.map((site) => [site.function, site.state]));

// evidence.md: will-it-scale open1 on 2 x 26 cores before and after f4fee216df7d, in hundredths of a percent.
const OPEN1_BEFORE = {
  apparmor_file_open: 2737,
  apparmor_file_alloc_security: 1422,
  apparmor_file_free_security: 1206,
  apparmor_current_getsecid_subj: 335,
};
const OPEN1_AFTER = {
  apparmor_file_open: 543,
  apparmor_file_alloc_security: 2388,
  apparmor_file_free_security: 1618,
  apparmor_current_getsecid_subj: 596,
};

describe('within a line', () => {
  it('what left one hook and turned up in the next is moved, and the total decides', () => {
    const diff = compare(run(OPEN1_BEFORE), run(OPEN1_AFTER));
    expect(states(run(OPEN1_BEFORE), run(OPEN1_AFTER))).toEqual({
      apparmor_file_open: 'moved-out',
      apparmor_file_alloc_security: 'moved-in',
      apparmor_file_free_security: 'moved-in',
      apparmor_current_getsecid_subj: 'moved-in',
    });
    // 23.88 - 14.22 + 16.18 - 12.06 + 5.96 - 3.35 points gained, 21.94 lost; 57.00 % fell to 51.45 %.
    expect(diff.moves).toEqual([
      {
        from: ['apparmor_file_open'],
        to: expect.arrayContaining([
          'apparmor_file_alloc_security',
          'apparmor_file_free_security',
          'apparmor_current_getsecid_subj',
        ]),
        within: 'label reference count',
        points: expect.closeTo(16.39, 9),
      },
    ]);
    expect(diff.label).toMatchObject({ state: 'down', deltaPoints: expect.closeTo(-5.55, 9) });
    expect(diff.verdict).toMatch(/^label get\/put fell significantly from 57\.00 % .* to 51\.45 %/);
    expect(diff.verdict).toContain('16.4 points of busy time moved from apparmor_file_open to');
  });

  it('turns round with the sides', () => {
    const [there, back] = [
      compare(run(OPEN1_BEFORE), run(OPEN1_AFTER)),
      compare(run(OPEN1_AFTER), run(OPEN1_BEFORE)),
    ];
    expect(back.moves[0]?.points).toBe(there.moves[0]?.points);
    expect(back.moves[0]?.to).toEqual(['apparmor_file_open']);
    expect(states(run(OPEN1_AFTER), run(OPEN1_BEFORE))).toMatchObject({
      apparmor_file_open: 'moved-in',
      apparmor_file_alloc_security: 'moved-out',
    });
  });

  it('a helper that is now inlined into another function', () => {
    const [before, after] = [run({ aa_get_task_label: 400 }), run({ apparmor_task_kill: 395 })];
    expect(states(before, after)).toEqual({ aa_get_task_label: 'moved-out', apparmor_task_kill: 'moved-in' });
    expect(compare(before, after).moves[0]?.points).toBeCloseTo(3.95, 9);
    expect(compare(before, after).label.state).toBe('same');
  });

  it('most of what went is gone, a little moved: it fell', () => {
    const diff = compare(
      run({ apparmor_file_open: 2700, apparmor_file_alloc_security: 1000 }),
      run({ apparmor_file_open: 500, apparmor_file_alloc_security: 1700 }),
    );
    expect(diff.sites.map(({ state }) => state)).toEqual(['down', 'moved-in']);
    expect(diff.moves[0]?.points).toBeCloseTo(7, 9);
  });

  it('growing with the rest of the busy time is no move', () => {
    // Work 63 %, then 83 %: 10 / 73 and 12 / 95 of work and site together are 13.7 and 12.6 %.
    const [before, after] = [
      run({ apparmor_file_open: 2700, apparmor_file_alloc_security: 1000 }),
      run({ apparmor_file_open: 500, apparmor_file_alloc_security: 1200 }),
    ];
    const diff = compare(before, after);
    expect(diff.sites.map(({ state }) => state)).toEqual(['down', 'up']);
    expect(diff.moves).toEqual([]);
    expect(compare(after, before).moves).toEqual([]);
  });

  it('nothing moves from one load to another, of which no command does the work in both', () => {
    const nginx = {
      busyCommands: [
        { comm: 'nginx', sharePct: 70 },
        { comm: 'wrk', sharePct: 25 },
      ],
    };
    const [before, after] = [run(OPEN1_BEFORE), run(OPEN1_AFTER, nginx)];
    for (const diff of [compare(before, after), compare(after, before)]) {
      expect(diff.moves).toEqual([]);
      expect(new Set(diff.sites.map(({ state }) => state))).toEqual(new Set(['up', 'down']));
    }
    // Where one command works on both sides it may have.
    const both = { busyCommands: [...nginx.busyCommands, { comm: 'openclose', sharePct: 20 }] };
    expect(compare(before, run(OPEN1_AFTER, both)).moves).not.toEqual([]);
  });

  it('what another lock freed is no move either', () => {
    // 20 of 90 points of work and dentries go: all sites grow by 90 / 70, but for the one that falls.
    const lock = (samples: number) => ({ lines: [{ ...dentries(samples), name: 'a lock', class: 'lock' }] });
    const diff = compare(
      run({ apparmor_file_open: 400, apparmor_file_alloc_security: 600 }, lock(2250)),
      run({ apparmor_file_open: 150, apparmor_file_alloc_security: 770 }, lock(40)),
    );
    expect(diff.sites.map((site) => [site.function, site.state])).toEqual([
      ['apparmor_file_alloc_security', 'up'],
      ['apparmor_file_open', 'down'],
      ['lockref_put_return', 'down'],
    ]);
    expect(diff.moves).toEqual([]);
  });

  it('a total too unsure to show the loss says nothing of where it went', () => {
    // 1 point lost and gained, in a total of 60 % that is known to 1.4 points.
    const big = { apparmor_file_alloc_security: 5800 };
    const diff = compare(
      run({ ...big, apparmor_file_open: 120, apparmor_current_getsecid_subj: 20 }),
      run({ ...big, apparmor_file_open: 20, apparmor_current_getsecid_subj: 120 }),
    );
    expect(diff.sites.map(({ state }) => state).sort()).toEqual(['down', 'same', 'up']);
    expect(diff.moves).toEqual([]);
  });
});

describe('from line to line', () => {
  it('a lock that waits more once the counter waits less', () => {
    const before = run({ apparmor_file_open: 2490 }, { lines: [dentries(300)] });
    const after = run({ apparmor_file_open: 910 }, { lines: [dentries(800)] });
    const diff = compare(before, after);
    expect(diff.lines.map(({ class: name, state }) => [name, state])).toEqual([
      ['label', 'down'],
      ['dentry-lockref', 'moved-in'],
    ]);
    // Of the rest: 300/7510 and 800/9090, of which the mean rest is .83.
    expect(diff.moves).toEqual([
      {
        from: ['label reference count'],
        to: ['dentry reference count'],
        within: null,
        points: expect.closeTo(100 * (800 / 9090 - 300 / 7510) * 0.83, 6),
      },
    ]);
    expect(diff.verdict).toContain(
      'points of busy time moved from label reference count to dentry reference count',
    );
    const back = compare(after, before);
    expect(back.lines.map(({ state }) => state)).toEqual(['up', 'moved-out']);
    expect(back.moves[0]?.points).toBe(diff.moves[0]?.points);
  });

  it('growing with the rest of the busy time is no move', () => {
    const diff = compare(
      run({ apparmor_file_open: 4000 }, { lines: [dentries(1200)] }),
      run({ apparmor_file_open: 1000 }, { lines: [dentries(1800)] }),
    );
    expect(diff.lines.map(({ state }) => state)).toEqual(['down', 'up']);
    expect(diff.moves).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    [
      'a clone',
      'apparmor_file_open.isra.0',
      'apparmor_file_open',
      'apparmor_file_open',
      ['apparmor_file_open.isra.0'],
    ],
    [
      'a cold part',
      'apparmor_file_open.cold',
      'apparmor_file_open.part.0',
      'apparmor_file_open',
      ['apparmor_file_open.cold', 'apparmor_file_open.part.0'],
    ],
    [
      'two renames',
      'apparmor_task_getsecid_subj',
      'apparmor_current_getlsmprop_subj',
      'apparmor_current_getlsmprop_subj',
      ['apparmor_task_getsecid_subj'],
    ],
    [
      'an older name',
      'apparmor_task_getsecid_obj',
      'apparmor_task_getlsmprop_obj.constprop.0',
      'apparmor_task_getlsmprop_obj',
      ['apparmor_task_getlsmprop_obj.constprop.0', 'apparmor_task_getsecid_obj'],
    ],
  ])('%s is the same site', (_, before, after, name, otherNames) => {
    expect(compare(run({ [before]: 500 }), run({ [after]: 510 })).sites).toMatchObject([
      { function: name, otherNames, state: 'same', beforeSamples: 500, afterSamples: 510 },
    ]);
  });

  it('one old name for two functions joins neither', () => {
    // apparmor_task_getsecid did what 5.13 split in two (4ebd7651bfc8).
    const diff = compare(run({ apparmor_task_getsecid: 500 }), run({ apparmor_task_getsecid_obj: 510 }));
    expect(diff.sites).toHaveLength(2);
  });
});
