import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { calibratedTopology, calibrationScope } from '../../src/measure/calibrated-topology.js';
import type { CpuDomains, LoopTime } from '../../src/model/calibration.js';
import { TOPOLOGY_SCHEMA } from '../../src/report/schema/topology-schema.js';

/** Four CPUs: two cores of two threads, one L3, one socket. */
const ONE_CACHE: CpuDomains = {
  cpus: 4,
  model: 'EPYC',
  cores: ['0,2', '1,3', '0,2', '1,3'],
  caches: ['0-3', '0-3', '0-3', '0-3'],
  sockets: ['0', '0', '0', '0'],
  virtual: false,
};

function handover(low: number, mid: number, high: number): LoopTime {
  return {
    loop: 'handover',
    workers: 2,
    iterations: 1000,
    rounds: 7,
    perOperationNs: { low, mid, high },
    runningPct: 100,
    counted: 14_000,
    expected: 14_000,
  };
}

it('sets the time inside one L3, which is half of there and back, and no other', () => {
  const { topology, why } = calibratedTopology(ONE_CACHE, [handover(50, 54, 60)], 'v20');
  expect(why).toBeNull();
  expect(topology).toMatchObject({
    sockets: 1,
    complexesPerSocket: 1,
    coresPerComplex: 2,
    threadsPerCore: 2,
    transferNs: {
      sameCore: null,
      sameComplex: { low: 25, mid: 27, high: 30, basis: 'measured' },
      sameSocket: null,
      otherSocket: null,
    },
    scope: 'same L3',
  });
  const isTopologyFile = new Ajv2020({ allowUnionTypes: true }).compile(TOPOLOGY_SCHEMA);
  expect(isTopologyFile(topology)).toBe(true);
});

it('sets the time of SMT siblings where the process has but one core', () => {
  const cores = { ...ONE_CACHE, cpus: 2, cores: ['0,2', '0,2'], caches: ['0-3', '0-3'], sockets: ['0', '0'] };
  const { topology } = calibratedTopology(cores, [handover(10, 12, 14)], 'v20');
  expect(topology?.transferNs).toMatchObject({ sameCore: { mid: 6 }, sameComplex: null });
});

it.each<[string, Partial<CpuDomains>, LoopTime[], RegExp]>([
  ['one worker', {}, [], /two are needed/],
  ['several L3', { caches: ['0-1', '0-1', '2-3', '2-3'] }, [handover(50, 54, 60)], /taskset/],
  [
    'two sockets',
    { caches: ['0', '0', '1', '1'], sockets: ['0', '0', '1', '1'] },
    [handover(50, 54, 60)],
    /several sockets/,
  ],
  ['unknown caches', { caches: [null, null, null, null] }, [handover(50, 54, 60)], /caches unknown/],
  [
    'uneven cores',
    { cores: ['0', '1', '2', '2'], cpus: 4 },
    [handover(50, 54, 60)],
    /different numbers of threads/,
  ],
  ['unknown cores', { cores: [null, '1', '2', '2'] }, [handover(50, 54, 60)], /different numbers of threads/],
  ['rounds apart', {}, [handover(50, 54, 210)], /more than 2 times \(25\.0 \.\. 105\.0 ns\)/],
  ['slower than any L3', { virtual: true }, [handover(205, 212, 218)], /106\.0 ns .*hypervisor/],
])('sets nothing with %s', (_, domains, loops, why) => {
  const result = calibratedTopology({ ...ONE_CACHE, ...domains }, loops, 'v20');
  expect(result.topology).toBeNull();
  expect(result.why).toMatch(why);
});

it.each<[string, Partial<CpuDomains>]>([
  ['same L3, virtual', { virtual: true }],
  ['same L3', { virtual: null }],
  ['one CPU', { cpus: 1 }],
  ['same socket, several L3', { caches: ['0', '1', '2', '3'] }],
])('calls its scope "%s"', (scope, domains) => {
  expect(calibrationScope({ ...ONE_CACHE, ...domains })).toBe(scope);
});
