import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import type { Change, ChangeState, Diff } from '../../src/model/diff.js';
import { type RandomSource, seededRandom } from '../../src/stats/random.js';
import { analysisOf, CONDREF, compare, KREF, lockOf, NAMES } from './analyses.js';

describe('kref against condref', () => {
  const diff = compare(KREF, CONDREF, NAMES);
  const site = (name: string) => diff.sites.find((row) => row.function === name);

  it('file_open falls and getsecid rises significantly, the other two stay', () => {
    expect(Object.fromEntries(diff.sites.map((row) => [row.function, row.state]))).toEqual({
      apparmor_file_open: 'down',
      apparmor_current_getsecid_subj: 'up',
      apparmor_file_alloc_security: 'same',
      apparmor_file_free_security: 'same',
    });
  });

  it('gives both shares and the change with its interval in points', () => {
    const open = site('apparmor_file_open');
    expect(open).toMatchObject({ before: (100 * 49) / 2859, beforeSamples: 49 });
    expect(open).toMatchObject({ after: (100 * 38) / 5668, afterSamples: 38 });
    expect(open?.deltaPoints).toBeCloseTo(100 * (38 / 5668 - 49 / 2859), 9);
    // By hand: Wilson 49/2859 is 1.299 to 2.258 %, 38/5668 is 0.489 to 0.919 %.
    expect(open?.low).toBeCloseTo(-1.044 - Math.hypot(0.67 - 0.489, 2.258 - 1.714), 2);
    expect(open?.high).toBeCloseTo(-1.044 + Math.hypot(0.919 - 0.67, 1.714 - 1.299), 2);
  });

  it('says so in words, names both sides, claims no throughput', () => {
    expect(diff.verdict).toContain('apparmor_file_open (get+put) fell from 1.71 % to 0.67 % of busy time');
    expect(diff.verdict).toContain('apparmor_current_getsecid_subj (get+put) rose from 0.98 % to 1.91 %');
    expect(diff.verdict).toContain('One recording a side cannot tell this from run-to-run variation.');
    expect(diff.verdict).toContain(NAMES.before);
    expect(diff.verdict).toContain(NAMES.after);
    expect(diff.verdict).not.toMatch(/request|throughput|faster|serves/);
    expect(diff.verdict).not.toContain('file_alloc');
  });

  it('calls the total noise and says what could have been shown', () => {
    expect(diff.label.state).toBe('same');
    expect(diff.verdict).toContain('no significant change (noise)');
    // (1.95996 + 0.84162) sqrt(0.0645 * 0.9355 * (1/2859 + 1/5668))
    expect(diff.label.detectablePoints).toBeCloseTo(1.58, 2);
    expect(diff.verdict).toContain(
      'these recordings could have shown a change of 1.58 points (at 80 % power)',
    );
  });
});

it('a recording against itself shows no change', () => {
  const diff = compare(KREF, KREF, { before: 'a', after: 'a' });
  for (const row of [diff.label, ...diff.sites]) {
    expect(row).toMatchObject({ deltaPoints: 0, pAdjusted: 1, state: 'same' });
  }
  expect(diff.verdict).not.toContain('significantly');
});

it('a share whose blocks scatter three times as wide needs a larger change', () => {
  const scattered = (analysis: Analysis): Analysis => ({
    ...analysis,
    attribution: analysis.attribution && {
      ...analysis.attribution,
      sites: analysis.attribution.sites.map((site) => ({
        ...site,
        shareLowPct: site.sharePct - 3 * (site.sharePct - (site.shareLowPct ?? Number.NaN)),
        shareHighPct: site.sharePct + 3 * ((site.shareHighPct ?? Number.NaN) - site.sharePct),
      })),
    },
  });
  const plain = compare(KREF, CONDREF, NAMES).sites;
  const wide = compare(scattered(KREF), scattered(CONDREF), NAMES).sites;
  expect(wide.every(({ state }) => state === 'same')).toBe(true);
  wide.forEach((row, index) => {
    const width = (change: Change | undefined) => (change?.high ?? 0) - (change?.low ?? 0);
    expect(width(row) / width(plain[index])).toBeCloseTo(3, 0);
    expect(row.deltaPoints).toBeCloseTo(plain[index]?.deltaPoints ?? Number.NaN, 9);
  });
});

it('a site that only one side shows has 0 of the samples of the other', () => {
  const diff = compare(
    analysisOf({ apparmor_file_open: 60 }, 3000),
    analysisOf({ aa_dfa_match: 2 }, 3000),
    NAMES,
  );
  expect(diff.sites).toMatchObject([
    { function: 'apparmor_file_open', state: 'down', after: 0, afterSamples: 0 },
    { function: 'aa_dfa_match', state: 'same', before: 0, beforeSamples: 0 },
  ]);
});

describe('what cannot be decided', () => {
  it('a side without samples', () => {
    const diff = compare(KREF, { ...CONDREF, attribution: null }, NAMES);
    expect(diff.label).toMatchObject({
      state: 'undecidable',
      deltaPoints: null,
      low: null,
      high: null,
      pAdjusted: null,
      detectablePoints: null,
      after: null,
      afterSamples: 0,
    });
    expect(diff.sites.every(({ state }) => state === 'undecidable')).toBe(true);
    expect(diff.verdict).toMatch(/unknown after \(runs\/condref\): undecidable, a side has no busy samples/);
  });

  it('different events', () => {
    const cycles = {
      ...CONDREF,
      attribution: CONDREF.attribution && { ...CONDREF.attribution, event: 'cycles' },
    };
    const diff = compare(KREF, cycles, NAMES);
    expect(diff.label.state).toBe('undecidable');
    expect(diff.verdict).toContain('the events differ');
  });
});

describe('swapping the sides', () => {
  const MIRRORED: Readonly<Record<ChangeState, ChangeState>> = {
    up: 'down',
    down: 'up',
    same: 'same',
    'moved-in': 'moved-out',
    'moved-out': 'moved-in',
    undecidable: 'undecidable',
  };
  const SWAPPED: Readonly<Record<string, string>> = {
    before: 'after',
    after: 'before',
    beforeSamples: 'afterSamples',
    afterSamples: 'beforeSamples',
    beforeCounts: 'afterCounts',
    afterCounts: 'beforeCounts',
  };
  // Adding 0 makes -0 a 0.
  const negated = (value: number | null): number | null => (value === null ? null : -value + 0);
  const mirror = <T extends Change>(row: T): T =>
    ({
      ...Object.fromEntries(Object.entries(row).map(([key, value]) => [SWAPPED[key] ?? key, value])),
      deltaPoints: negated(row.deltaPoints),
      low: negated(row.high),
      high: negated(row.low),
      state: MIRRORED[row.state],
    }) as T;
  const rows = (diff: Diff) => ({ label: diff.label, sites: diff.sites, locks: diff.locks });

  it('mirrors every change exactly', () => {
    const count = fc.nat(80);
    const analysis = fc
      .tuple(
        count,
        count,
        count,
        fc.integer({ min: 400, max: 9000 }),
        fc.nat(900),
        fc.integer({ min: 900, max: 1e5 }),
      )
      .map(([open, alloc, secid, total, contentions, acquisitions]) =>
        analysisOf(
          {
            apparmor_file_open: open,
            apparmor_file_alloc_security: alloc,
            ...(secid > 40 ? { apparmor_current_getsecid_subj: secid } : {}),
          },
          total,
          { locks: [lockOf(contentions, acquisitions)] },
        ),
      );
    fc.assert(
      fc.property(analysis, analysis, (a, b) => {
        const there = rows(compare(a, b, { before: 'a', after: 'b' }));
        const back = rows(compare(b, a, { before: 'b', after: 'a' }));
        expect(back).toEqual({
          label: mirror(there.label),
          sites: there.sites.map(mirror),
          locks: there.locks.map(mirror),
        });
      }),
    );
  });
});

it('calls noise a change in at most about 5 % of the pairs, whichever of the sites it is', () => {
  const random = seededRandom(11);
  const shares = {
    apparmor_file_open: 0.02,
    apparmor_file_alloc_security: 0.03,
    apparmor_current_getsecid_subj: 0.004,
  };
  let anySite = 0;
  let total = 0;
  const draws = 1000;
  for (let draw = 0; draw < draws; draw++) {
    const diff = compare(drawn(shares, 1500, random), drawn(shares, 2500, random), NAMES);
    if (diff.sites.some(({ state }) => state !== 'same')) anySite++;
    if (diff.label.state !== 'same') total++;
  }
  // 5 % plus three standard errors of 1,000 draws.
  expect(anySite / draws).toBeLessThan(0.071);
  expect(total / draws).toBeLessThan(0.071);
});

/** A recording of `samples` independent samples of these true shares. */
function drawn(shares: Readonly<Record<string, number>>, samples: number, random: RandomSource): Analysis {
  const counts: Record<string, number> = Object.fromEntries(Object.keys(shares).map((name) => [name, 0]));
  for (let sample = 0; sample < samples; sample++) {
    let left = random();
    for (const [name, share] of Object.entries(shares)) {
      left -= share;
      if (left >= 0) continue;
      counts[name] = (counts[name] ?? 0) + 1;
      break;
    }
  }
  return analysisOf(counts, samples);
}

it('a side whose kernel addresses have no names has no share, rather than one of 0', () => {
  const nameless: Analysis = {
    ...CONDREF,
    attribution: CONDREF.attribution && {
      ...CONDREF.attribution,
      labelSharePct: null,
      labelShareWhy: 'no kernel address has a name',
      labelShareLowPct: null,
      labelShareHighPct: null,
      sites: [],
    },
  };
  const diff = compare(KREF, nameless, NAMES);
  expect(diff.label).toMatchObject({ state: 'undecidable', deltaPoints: null, after: null });
  expect(diff.sites.map(({ state }) => state)).not.toContain('down');
  expect(diff.verdict).toContain('no kernel address has a name');
});
