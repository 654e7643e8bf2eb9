import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineTopology, TOPOLOGY_VERSION, topologyCpus } from '../../src/model/line-topology.js';
import { distanceChances } from '../../src/project/topology/occupancy.js';
import { presetNamed, TOPOLOGIES } from '../../src/project/topology/presets.js';
import { recordedTopology } from '../../src/project/topology/recorded-topology.js';
import { meanTransfer } from '../../src/project/topology/transfer-time.js';

const zen4 = presetNamed('zen4-server');

describe('where the previous owner sits', () => {
  it('one full complex: 16 threads on 8 cores', () => {
    // Of 15 others, 1 is the SMT sibling.
    const chances = distanceChances(zen4, 16);
    expect(chances.sameCore).toBeCloseTo(1 / 15, 12);
    expect(chances.sameComplex).toBeCloseTo(14 / 15, 12);
    expect(chances.sameSocket + chances.otherSocket).toBe(0);
  });

  it('a whole socket, and both', () => {
    expect(distanceChances(zen4, 192).sameSocket).toBeCloseTo(176 / 191, 12);
    expect(distanceChances(zen4, 192).otherSocket).toBe(0);
    expect(distanceChances(zen4, 384).otherSocket).toBeCloseTo(192 / 383, 12);
  });

  it('cores fill before their siblings', () => {
    expect(distanceChances(zen4, 8).sameCore).toBe(0);
    // 9 CPUs: one pair of siblings among 9 * 8 ordered pairs.
    expect(distanceChances(zen4, 9).sameCore).toBeCloseTo(2 / 72, 12);
  });

  it('spread, as an unpinned load runs', () => {
    const spread = { ...zen4, fill: 'spread' as const };
    const apart = distanceChances(spread, 16);
    expect(apart.sameCore + apart.sameComplex).toBe(0);
    expect(distanceChances(spread, 24).sameComplex).toBe(0);
  });

  it('chances add up to 1, whatever the machine', () => {
    fc.assert(
      fc.property(anyTopology, fc.double({ min: 0, max: 1, noNaN: true }), (topology, part) => {
        const cpus = 2 + Math.floor(part * (topologyCpus(topology) - 2));
        const chances = Object.values(distanceChances(topology, cpus));
        expect(Math.min(...chances)).toBeGreaterThanOrEqual(0);
        expect(chances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('mean transfer time', () => {
  it('by hand: 48 threads of Zen 4 in 3 complexes', () => {
    // 47 others: 1 sibling at 5.3 ns, 14 in the complex at 12, 32 across at 90.
    expect(meanTransfer(zen4, 48).ns?.mid).toBeCloseTo((5.3 + 14 * 12 + 32 * 90) / 47, 9);
  });

  it('lies between the nearest and the farthest time, and grows with whole complexes', () => {
    for (const topology of TOPOLOGIES) {
      const times = Object.values(topology.transferNs).flatMap((time) => (time === null ? [] : [time.mid]));
      const size = topology.coresPerComplex * topology.threadsPerCore;
      const full = topologyCpus(topology) / size;
      const means = Array.from(
        { length: full },
        (_, c) => meanTransfer(topology, size * (c + 1)).ns?.mid ?? Number.NaN,
      );
      expect(Math.min(...means)).toBeGreaterThanOrEqual(Math.min(...times) - 1e-9);
      expect(Math.max(...means)).toBeLessThanOrEqual(Math.max(...times) + 1e-9);
      expect([...means].sort((a, b) => a - b)).toEqual(means);
    }
  });

  it('between whole numbers of CPUs, and for one', () => {
    const at = (cpus: number) => meanTransfer(zen4, cpus).ns?.mid ?? Number.NaN;
    expect(at(16.5)).toBeCloseTo((at(16) + at(17)) / 2, 12);
    expect(at(1)).toBe(at(2));
  });

  it('is unknown beyond the machine, and where a time is', () => {
    expect(meanTransfer(zen4, 385)).toMatchObject({ ns: null, why: expect.stringContaining('384 CPUs') });
    const blind = { ...zen4, transferNs: { ...zen4.transferNs, sameSocket: null } };
    expect(meanTransfer(blind, 17).why).toContain('no time between cache complexes of one socket');
    expect(meanTransfer(blind, 16).ns).not.toBeNull();
  });
});

describe('presets', () => {
  it('say where each time is from, and order it', () => {
    for (const { transferNs } of TOPOLOGIES) {
      for (const time of Object.values(transferNs)) {
        if (time === null) continue;
        expect(time.source).not.toBe('');
        expect(time.low).toBeLessThanOrEqual(time.mid);
        expect(time.mid).toBeLessThanOrEqual(time.high);
      }
    }
    expect(new Set(TOPOLOGIES.map(({ id }) => id)).size).toBe(TOPOLOGIES.length);
  });

  // evidence 5.1: no text figure exists for these.
  it.each(['sapphire-rapids', 'ampere-altra'])('%s is a bracket, inferred', (id) => {
    const times = Object.values(presetNamed(id).transferNs).filter((time) => time !== null);
    expect(times.every(({ basis, low, high }) => basis === 'inferred' && high > low)).toBe(true);
  });

  it('have a time for every distance that the machine has', () => {
    for (const topology of TOPOLOGIES) expect(meanTransfer(topology, topologyCpus(topology)).why).toBeNull();
  });
});

describe('the recorded machine', () => {
  const milan = {
    cpus: 256,
    sockets: 2,
    coresPerSocket: 64,
    threadsPerCore: 2,
    numaNodes: 2,
    cacheDomains: 16,
    model: 'AMD EPYC 7763 64-Core Processor',
    vendor: 'AuthenticAMD',
    hypervisor: null,
    file: 'lscpu.txt',
  };

  it('has its own shape and the times of its model', () => {
    const { topology } = recordedTopology(milan, null);
    expect(topology).toMatchObject({
      sockets: 2,
      complexesPerSocket: 8,
      coresPerComplex: 8,
      threadsPerCore: 2,
    });
    expect(topology?.transferNs).toEqual(presetNamed('zen3-server').transferNs);
  });

  it.each([
    ['Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz', 'cascade-lake'],
    ['Intel(R) Xeon(R) Gold 6252 CPU @ 2.10GHz', 'cascade-lake'],
    ['Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz', 'ice-lake'],
    ['Intel(R) Xeon(R) Platinum 8480+', 'sapphire-rapids'],
    ['AMD EPYC 9654 96-Core Processor', 'zen4-server'],
    ['AMD EPYC 7R13 Processor', 'zen3-server'],
    ['AMD Ryzen 9 7950X 16-Core Processor', 'zen4-desktop'],
    ['Neoverse-N1', 'graviton2'],
  ])('%s is like %s', (model, id) => {
    expect(recordedTopology(null, model).topology?.id).toBe(id);
  });

  it.each([null, 'QEMU Virtual CPU version 2.5+', 'POWER9', 'Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz'])(
    'of %s nothing is known',
    (model) => {
      const found = recordedTopology(null, model);
      expect(found.topology).toBeNull();
      expect(found.why).toContain('give --topology');
    },
  );
});

const time = fc
  .tuple(fc.double({ min: 1, max: 500, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }))
  .map(([mid, spread]) => ({
    low: mid,
    mid,
    high: mid + spread,
    basis: 'inferred' as const,
    source: 'a property test',
  }));

const anyTopology: fc.Arbitrary<LineTopology> = fc
  .record({
    sockets: fc.integer({ min: 1, max: 8 }),
    complexesPerSocket: fc.integer({ min: 1, max: 12 }),
    coresPerComplex: fc.integer({ min: 1, max: 16 }),
    threadsPerCore: fc.integer({ min: 1, max: 4 }),
    fill: fc.constantFrom('compact' as const, 'spread' as const),
    transferNs: fc.record({ sameCore: time, sameComplex: time, sameSocket: time, otherSocket: time }),
  })
  .map((parts) => ({ topologyVersion: TOPOLOGY_VERSION, id: 'any', name: 'any', scope: 'any', ...parts }))
  .filter((topology) => topologyCpus(topology) >= 2);
