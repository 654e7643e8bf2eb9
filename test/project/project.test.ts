import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProjectionInput } from '../../src/model/projection.js';
import type { Lifetime } from '../../src/model/site.js';
import { demandRatioForShare } from '../../src/project/inversion.js';
import { projectSchemes } from '../../src/project/project.js';
import { SCHEMES } from '../../src/project/schemes/table.js';
import { presetNamed } from '../../src/project/topology/presets.js';
import { capacityRatio } from './capacity-ratio.js';
import { around, INPUT, lock, OPEN_CLOSE, rowOf, rowsOf, site } from './input.js';

const NO_CHANGE = { low: 1, mid: 1, high: 1 };

describe('refcount schemes', () => {
  it('kref: exactly 1', () => {
    expect(rowOf('kref')).toMatchObject({ gain: NO_CHANGE, naiveGain: 1, coveredPct: 0, memoryBytes: 0 });
  });

  it.each(['percpu-ref', 'kconfig-ref', 'dynamic-percpu'])('%s: naive by construction', (id) => {
    const row = rowOf(id);
    expect(row.equalsNaive).toBe(true);
    expect(row.plainGain).toBeCloseTo(1 / (1 - 0.24), 8);
    // Published cases say more about the error than this recording's samples do.
    expect(row.gain?.low).toBeLessThan(1 / (1 - 0.23));
    expect(row.gain?.high).toBeGreaterThan(1 / (1 - 0.25));
    expect(row.widthFrom?.discrepancy).toBeGreaterThan(0.9);
    expect(row.bottleneckAfter).toEqual({ station: null, utilisationPct: 0 });
    expect(row.naiveGain).toBe(1 / (1 - 0.24));
    expect(row.coveredPct).toBeCloseTo(100, 12);
    expect(row.assumptions.join()).toContain('equals the naive figure by construction');
  });

  it('and the network agrees: X(0) / X(D) = 1 / (1 - p)', () => {
    expect(capacityRatio(demandRatioForShare(0.24, 64), 1, 64)).toBeCloseTo(1 / 0.76, 10);
  });

  it.each([
    // Share-weighted: .06 of .24; .06 of .24; .12 of .24; .06 surely and half of .12.
    ['crit-section', 25, 0.25],
    ['cond-ref', 25, 0.25],
    ['hazard-pointer', 50, 0.5],
    ['task-local', 75, 0.5],
  ])('%s covers %d %%, and the plain gain is what MVA says', (id, coveredPct, removed) => {
    const row = rowOf(id);
    expect(row.coveredPct).toBeCloseTo(coveredPct, 10);
    expect(row.plainGain).toBeCloseTo(capacityRatio(demandRatioForShare(0.24, 64), removed, 64), 7);
    expect(row.naiveGain).toBeCloseTo(1 / (1 - 0.24 * removed), 10);
    expect(row.equalsNaive).toBe(false);
    expect(row.why).toBeNull();
  });

  it('a hand-worked gain: N = 2, p = .2, half of the transfers removed', () => {
    // p = Q(2) / 2 with Z = 1: R = D (1 + D/(1+D)), p = R / (1 + R) = .2, so R = .25 and 2 D^2 + .75 D - .25 = 0:
    // D = (-.75 + sqrt(.5625 + 2)) / 4 = .2126953. Half of it: D' = .1063477, R' = .1063477 (1 + .0961258)
    // = .1165704. Gain = 1.25 / 1.1165704 = 1.119500.
    const sites = [
      site('apparmor_file_open', 'get+put', 'transient-object', around(0.1)),
      site('apparmor_file_alloc_security', 'get', 'held-taken', around(0.1)),
    ];
    const row = rowOf('cond-ref', { sites, labelShare: around(0.2), busyCpus: 2 });
    expect(row.plainGain).toBeCloseTo(1.1195, 5);
    expect(row.widthFrom).toEqual({ sampling: 0, priors: 0, discrepancy: 1 });
  });

  it("task-local: held references are the interval's width", () => {
    const sharp = {
      labelShare: around(0.24),
      sites: OPEN_CLOSE.map((load) => ({ ...load, share: around(load.share.mid) })),
    };
    const row = rowOf('task-local', sharp);
    expect(row.widthFrom?.sampling).toBe(0);
    expect(row.widthFrom?.priors).toBeGreaterThan(0.02);
    // Beside crit-section and percpu-ref, which it cannot be worse and better than.
    expect(row.gain?.low).toBeGreaterThanOrEqual((rowOf('crit-section', sharp).gain?.low ?? 0) - 0.01);
    expect(row.gain?.high).toBeLessThanOrEqual((rowOf('percpu-ref', sharp).gain?.high ?? 0) + 0.01);
    expect(rowOf('crit-section', sharp).widthFrom?.priors).toBe(0);
  });

  it('weighs sites by transfers where none has a share', () => {
    const sites = OPEN_CLOSE.map((load) => ({ ...load, share: around(0) }));
    const row = rowOf('cond-ref', { sites });
    expect(row.coveredPct).toBe(25);
    expect(row.assumptions.join()).toContain('sites weigh as many transfers as they make');
  });

  it('an upper bound allows no gain at the low end, of a full removal too', () => {
    for (const id of ['percpu-ref', 'cond-ref']) {
      const row = rowOf(id, { labelShareBound: 'upper' });
      expect(row.gain?.low).toBe(1);
      expect(row.gain?.mid).toBe(rowOf(id).gain?.mid);
      expect(row.assumptions.join()).toContain('upper bound');
    }
  });

  it('a site that the scheme does not cover: touches nothing', () => {
    const held = OPEN_CLOSE.filter((load) => load.lifetime.startsWith('held'));
    for (const id of ['crit-section', 'cond-ref', 'hazard-pointer']) {
      const row = rowOf(id, { sites: held, labelShare: around(0.12) });
      expect(row).toMatchObject({ gain: NO_CHANGE, naiveGain: 1, coveredPct: 0 });
      expect(row.why).toBe('touches nothing seen in this trace');
    }
  });

  it('no label sample at all: touches nothing', () => {
    const row = rowOf('percpu-ref', { sites: [], labelShare: around(0) });
    expect(row).toMatchObject({ gain: NO_CHANGE, coveredPct: 0, why: 'touches nothing seen in this trace' });
  });

  it('says what the kernel already has, and does not count it again', () => {
    const row = rowOf('cond-ref', { kernel: '6.12.4' });
    expect(row).toMatchObject({ gain: NO_CHANGE, coveredPct: 0 });
    expect(row.why).toContain('this kernel has it at apparmor_file_open since v6.11 (f4fee216df7d)');
    const capable = site('apparmor_capable', 'get+put', 'transient-current', around(0.02, 0.01));
    const partial = rowOf('crit-section', { kernel: '6.8.0', sites: [...OPEN_CLOSE, capable] });
    expect(partial.coveredPct).toBeCloseTo((100 * 0.02) / 0.26, 10);
    expect(partial.assumptions.join()).toContain('since v6.7 (2516fde1fa00): not counted again');
  });

  it('a share of all busy time is cut, and said so', () => {
    const sites = [site('apparmor_file_open', 'get+put', 'transient-object', around(1))];
    const row = rowOf('percpu-ref', { sites, labelShare: around(1) });
    expect(row.plainGain).toBeCloseTo(100, 4);
    expect(row.assumptions.join()).toContain('99 %');
  });
});

describe('CPU counts', () => {
  it('gives one row a scheme and count', () => {
    const rows = projectSchemes({ ...INPUT, at: [32, 64, 128] });
    expect(rows).toHaveLength(3 * SCHEMES.length);
    expect(rows.slice(0, 4).map(({ scheme, cpus }) => `${scheme} ${cpus}`)).toEqual([
      'kref 32',
      'kref 64',
      'kref 128',
      'percpu-ref 32',
    ]);
  });

  it('gains grow with the CPUs while the line saturates', () => {
    const mids = rowsOf('cond-ref', { at: [8, 32, 64, 96, 128] }).map(({ gain }) => gain?.mid ?? 0);
    expect(mids).toEqual([...mids].sort((a, b) => a - b));
    expect(mids[4]).toBeLessThan(4 / 3);
  });

  it('a full removal at other CPU counts is the network, not the naive figure', () => {
    const [row] = rowsOf('percpu-ref', { at: [128] });
    expect(row?.equalsNaive).toBe(false);
    expect(row?.plainGain).toBeCloseTo(capacityRatio(demandRatioForShare(0.24, 64), 1, 128), 5);
  });

  it('beyond twice the recorded CPUs: bounds, and the recording that would decide', () => {
    const [within, beyond] = rowsOf('cond-ref', { at: [128, 129] });
    expect(within?.gain?.mid).not.toBeNull();
    expect(beyond?.gain?.mid).toBeNull();
    expect(beyond?.why).toBe('beyond twice the recorded CPUs: bounds only');
    expect(beyond?.gain?.low).toBeLessThan(beyond?.gain?.high ?? 0);
    const text = beyond?.assumptions.join('\n') ?? '';
    expect(text).toMatch(/saturation could come at N = [\d.]+ \.\. [\d.]+/);
    expect(text).toContain('on at least 65 busy CPUs would decide');
    const [bounded] = rowsOf('cond-ref', { at: [129], labelShareBound: 'upper' });
    expect(bounded?.gain?.low).toBe(1);
    expect(bounded?.assumptions.join()).toContain('.. never');
  });

  it('a non-integer N lies between its neighbours', () => {
    const gains = [3, 3.5, 4].map((busyCpus) => rowOf('cond-ref', { busyCpus }).gain?.mid ?? 0);
    expect(gains).toEqual([...gains].sort((a, b) => a - b));
  });

  it('one busy CPU: nobody queues, the gain is naive', () => {
    const row = rowOf('cond-ref', { busyCpus: 1 });
    expect(row.plainGain).toBeCloseTo(row.naiveGain ?? 0, 9);
  });

  it('unknown N: only a full removal has a gain, since it is naive whatever N is', () => {
    const full = rowOf('percpu-ref', { busyCpus: null });
    expect(full).toMatchObject({ cpus: null, equalsNaive: true, plainGain: 1 / (1 - 0.24) });
    // With N known, what the scheme's own add costs is subtracted: very little.
    expect(full.gain?.mid).toBeCloseTo(rowOf('percpu-ref').gain?.mid ?? 0, 1);
    const partial = rowOf('cond-ref', { busyCpus: null });
    expect(partial).toMatchObject({ cpus: null, gain: null, throughputGain: null });
    expect(partial.naiveGain).toBeCloseTo(1 / (1 - 0.06), 12);
    expect(partial.why).toContain('--recorded-cpus');
    for (const id of ['percpu-ref', 'cond-ref']) {
      expect(rowOf(id, { busyCpus: null, at: [64] })).toMatchObject({ cpus: 64, gain: null });
    }
    expect(rowOf('kref', { busyCpus: null }).gain).toEqual(NO_CHANGE);
  });

  it.each([0, -4, Number.NaN, 9000])('%d CPUs cannot be projected for', (cpus) => {
    expect(rowOf('cond-ref', { at: [cpus] })).toMatchObject({ gain: null });
    expect(rowOf('cond-ref', { at: [cpus] }).why).toContain('up to 8192');
  });
});

describe('further stations', () => {
  const zone = { class: 'zone-lock', name: 'zone lock', share: around(0.3), singleInstance: true };

  it('take part of what the label line gives up', () => {
    const alone = rowOf('percpu-ref', { busyCpus: 64 });
    const beside = rowOf('percpu-ref', { busyCpus: 64, stations: [zone] });
    expect(beside.plainGain).toBeLessThan(alone.plainGain ?? 0);
    expect(beside.equalsNaive).toBe(false);
    expect(beside.bottleneckAfter?.station).toBe('zone lock');
    expect(alone.bottleneckAfter?.station).toBeNull();
  });

  it('that may be many widen the interval, and change no plain figure', () => {
    const certain = rowOf('percpu-ref');
    const unsure = rowOf('percpu-ref', { stations: [{ ...zone, singleInstance: false }] });
    expect(unsure.plainGain).toBe(certain.plainGain);
    expect(unsure.gain?.low).toBeLessThan(certain.gain?.low ?? 0);
    expect(unsure.widthFrom?.priors).toBeGreaterThan(0);
    expect(certain.widthFrom?.priors).toBe(0);
  });

  it('whatever their order', () => {
    const stations = [
      zone,
      { class: 'dentry-lock', name: 'dentry lock', share: around(0.1), singleInstance: true },
    ];
    const [one, other] = [stations, [...stations].reverse()].map((each) =>
      rowOf('cond-ref', { stations: each }),
    );
    expect(one?.gain?.mid).toBeCloseTo(other?.gain?.mid ?? 0, 8);
    expect(one?.bottleneckAfter?.station).toBe(other?.bottleneckAfter?.station);
  });
});

describe('throughput', () => {
  it('follows capacity, or is withheld with the reason', () => {
    const free = rowOf('cond-ref');
    expect(free.throughputGain).toEqual(free.gain);
    const withheld = rowOf('cond-ref', { throughputWithheld: 'not-cpu-bound' });
    expect(withheld).toMatchObject({ gain: free.gain, throughputGain: null, why: 'not-cpu-bound' });
  });
});

describe('lock schemes', () => {
  const tree = { readAcquisitions: 8, writeAcquisitions: 78_956 };

  it('rcu-label-tree covers the reads only: 8 of 78,964', () => {
    const row = rowOf('rcu-label-tree', {
      locks: [lock('label-tree', { ...tree, share: around(0.1, 0.01) })],
    });
    expect(row.coveredPct).toBeCloseTo((100 * 8) / 78_964, 12);
    expect(row.gain?.mid).toBeGreaterThan(1);
    expect(row.gain?.mid).toBeLessThan(1.001);
    expect(row.assumptions.join()).toContain('covers 8 of 78,964 acquisitions');
  });

  it('a lock that the event cannot see: not observable, and still covers 8 of 78,964', () => {
    const row = rowOf('rcu-label-tree', {
      locks: [lock('label-tree', { ...tree, why: 'cpu-clock does not tick with interrupts off' })],
    });
    expect(row).toMatchObject({ gain: null, naiveGain: null, throughputGain: null });
    expect(row.why).toBe(
      'not observable with this event: cpu-clock does not tick with interrupts off; covers 8 of 78,964 acquisitions',
    );
    expect(row.coveredPct).toBeCloseTo(0.0101, 4);
    const plain = rowOf('buffer-percpu', { locks: [lock('buffer-pool', {})] });
    expect(plain.why).toBe('not observable with this event');
    const own = rowOf('buffer-percpu', {
      locks: [lock('buffer-pool', { why: 'not observable with this event' })],
    });
    expect(own.why).toBe('not observable with this event');
  });

  it('a lock of which the trace says nothing', () => {
    expect(rowOf('rcu-label-tree')).toMatchObject({
      gain: null,
      why: 'not observable: nothing of the label-tree lock',
    });
  });

  it('a lock that nobody was seen to wait for: touches nothing', () => {
    const row = rowOf('rcu-label-tree', { locks: [lock('label-tree', { ...tree, share: around(0) })] });
    expect(row.gain).toEqual(NO_CHANGE);
    expect(row.why).toBe('touches nothing seen in this trace; covers 8 of 78,964 acquisitions');
  });

  it('lazy-label-insert: writes, none to all of them', () => {
    const row = rowOf('lazy-label-insert', { locks: [lock('label-tree', { ...tree, share: around(0.1) })] });
    expect(row.coveredPct).toBeCloseTo(99.99, 2);
    expect(row.gain?.low).toBe(1);
    expect(row.gain?.high).toBeGreaterThan(row.gain?.mid ?? 0);
  });

  it('without lock_stat reads are not told from writes: bounds only', () => {
    const row = rowOf('rcu-label-tree', { locks: [lock('label-tree', { share: around(0.1) })] });
    expect(row).toMatchObject({ naiveGain: null, coveredPct: null });
    expect(row.gain?.mid).toBeNull();
    expect(row.gain?.low).toBe(1);
    expect(row.why).toContain('bounds only');
  });

  it('buffer-percpu removes the pool lock: naive by construction, but for the queue at the label', () => {
    const row = rowOf('buffer-percpu', { locks: [lock('buffer-pool', { share: around(0.07, 0.01) })] });
    expect(row).toMatchObject({ equalsNaive: false, coveredPct: 100, naiveGain: 1 / (1 - 0.07) });
    const alone = rowOf('buffer-percpu', {
      labelShare: around(0),
      locks: [lock('buffer-pool', { share: around(0.07, 0.01) })],
    });
    expect(alone.equalsNaive).toBe(true);
    expect(alone.plainGain).toBeCloseTo(1 / (1 - 0.07), 8);
    const hybrid = rowOf('buffer-hybrid', { locks: [lock('buffer-pool', { share: around(0.07, 0.01) })] });
    expect(hybrid.gain?.low).toBeGreaterThanOrEqual(1);
    expect(hybrid.gain?.mid).toBeLessThan(row.gain?.mid ?? 0);
  });

  it.each([
    ['5.4.0', 'buffer-percpu'],
    ['6.1.0', 'buffer-pool'],
    ['6.8.0', 'buffer-hybrid'],
  ])('on %s %s is there already', (kernel, id) => {
    const row = rowOf(id, { kernel, locks: [lock('buffer-pool', { share: around(0.07) })] });
    expect(row.gain).toEqual(NO_CHANGE);
    expect(row.why).toContain('already has it');
  });

  it('going back to the pool is not projected', () => {
    const row = rowOf('buffer-pool', {
      kernel: '6.8.0',
      locks: [lock('buffer-pool', { share: around(0.07) })],
    });
    expect(row.gain).toBeNull();
    expect(row.why).toContain('not projected');
  });
});

const share = fc
  .tuple(fc.double({ min: 0, max: 0.3, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }))
  .map(([mid, halfWidth]) => around(mid, halfWidth));
const lifetime = fc.constantFrom<Lifetime>(
  'transient-current',
  'transient-object',
  'held-taken',
  'held-dropped',
  'stale',
);
const count = fc.option(fc.nat(100_000));
const anyInput: fc.Arbitrary<ProjectionInput> = fc
  .record({
    sites: fc.array(
      fc.tuple(lifetime, share).map(([life, range]) => site('apparmor_hook', 'get', life, range)),
      { maxLength: 4 },
    ),
    labelShareBound: fc.constantFrom<'upper' | 'measured'>('upper', 'measured'),
    locks: fc.array(
      fc.record({
        role: fc.constantFrom<'label-tree' | 'buffer-pool'>('label-tree', 'buffer-pool'),
        share: fc.option(share),
        why: fc.constant(null),
        readAcquisitions: count,
        writeAcquisitions: count,
        readContentions: fc.constant(null),
        writeContentions: fc.constant(null),
      }),
      { maxLength: 2 },
    ),
    stations: fc.array(
      fc.record({
        class: fc.constantFrom('zone-lock', 'buffer-pool'),
        name: fc.constant('lock'),
        share,
        singleInstance: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    casSlopes: fc.constantFrom(null, [0.02, 0.05, 0.09], [0.5]),
    settings: fc.constant([]),
    shareFrom: fc.constantFrom('samples' as const, 'throughput' as const, 'throughput-and-off' as const),
    topology: fc.constantFrom(null, presetNamed('zen4-server')),
    staleFraction: fc.double({ min: 0, max: 1, noNaN: true }),
    busyCpus: fc.option(fc.double({ min: 0.01, max: 100, noNaN: true })),
    at: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 1 }),
    labels: count,
    possibleCpus: count,
    kernel: fc.constantFrom(null, '5.4.0', '6.1.192-labp', '6.8.0', '6.12.1'),
    throughputWithheld: fc.constantFrom(null, 'not-cpu-bound'),
  })
  .map((rest) => {
    const sumOf = (end: 'low' | 'mid' | 'high') => rest.sites.reduce((sum, load) => sum + load.share[end], 0);
    return { ...rest, labelShare: { low: sumOf('low'), mid: sumOf('mid'), high: sumOf('high') } };
  });

const LOCK_SCHEMES = new Set(SCHEMES.filter(({ cover }) => cover?.kind === 'lock').map(({ id }) => id));

describe('any input', () => {
  it('gains are 1 <= low <= mid <= high, finite or null with a reason; kref is exactly 1', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const row of projectSchemes(input)) {
          if (row.scheme === 'kref') expect(row.gain).toEqual(NO_CHANGE);
          if (row.gain === null || row.gain.mid === null || row.naiveGain === null) {
            expect(row.why).not.toBeNull();
          }
          if (row.gain === null) {
            expect(row.throughputGain).toBeNull();
            continue;
          }
          const { low, mid, high } = row.gain;
          expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
          // What leaves a lock may go on to a compare-and-swap loop, which then loses.
          const mayLose = input.casSlopes !== null && LOCK_SCHEMES.has(row.scheme);
          expect(low).toBeGreaterThanOrEqual(mayLose ? 0 : 1 - 1e-12);
          expect(low).toBeLessThanOrEqual(mid ?? low);
          expect(mid ?? high).toBeLessThanOrEqual(high);
          expect(low).toBeLessThanOrEqual(high);
          if (row.naiveGain !== null) expect(row.naiveGain).toBeGreaterThanOrEqual(1);
          if (row.throughputGain === null) expect(row.why).toContain(input.throughputWithheld);
          if (row.coveredPct !== null) expect(row.coveredPct).toBeLessThanOrEqual(100 + 1e-9);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('where a machine was measured without the line too, what is gained beyond it is never below nothing', () => {
    const pool = { class: 'buffer-pool', name: 'lock', singleInstance: true, casSlopes: null };
    for (const [cpus, label, other] of [
      // A share so small that its fit is rounding, and a lock that takes all the gain away at more CPUs.
      [0.01, 3.4e-12, 0.0045],
      [16, 0.3, 0.3],
      [16, 0.02, 0.4],
    ] as const) {
      const input = {
        sites: [site('apparmor_hook', 'get', 'transient-current', around(label))],
        labelShare: around(label),
        stations: [{ ...pool, share: around(other) }],
        shareFrom: 'throughput-and-off' as const,
        busyCpus: cpus,
        at: [cpus, 2 * cpus, 96],
      };
      for (const { gain } of projectSchemes({ ...INPUT, ...input })) {
        expect(gain?.low ?? 1).toBeGreaterThanOrEqual(1 - 1e-12);
      }
    }
  });

  it('a full removal gains at least what a partial one does', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        // Without the time in atomic mode: a hazard pointer that takes everything away has none.
        const settings = [{ scheme: 'percpu-ref', name: 'gracePeriodMs', value: 0 }];
        const rows = projectSchemes({ ...input, kernel: null, settings });
        const mids = (id: string) => rows.filter((row) => row.scheme === id).map((row) => row.gain?.mid);
        const partial = mids('hazard-pointer');
        for (const [index, full] of mids('percpu-ref').entries()) {
          if (typeof full === 'number') expect(full * (1 + 1e-9)).toBeGreaterThanOrEqual(partial[index] ?? 1);
        }
      }),
      { numRuns: 60 },
    );
  });
});
