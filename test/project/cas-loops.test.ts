import { describe, expect, it } from 'vitest';
import { casSlopesOf, fitCasLines, lineCasSlopes, logCasThroughput } from '../../src/project/cas-loops.js';
import { fitLines, lineState } from '../../src/project/line-network.js';
import { casService, loadDependentState } from '../../src/project/load-dependent.js';
import { solveNetwork } from '../../src/project/mva.js';
import { around, INPUT, rowOf } from './input.js';

const LOCKREF = {
  class: 'dentry-lockref',
  name: 'dentry lockref',
  share: around(0.25),
  singleInstance: true,
};

describe('lines that are compare-and-swap loops', () => {
  it('queues of the load-dependent network are those of exact MVA where service is constant, and add up to N', () => {
    const demands = [0.3, 0.1];
    const stations = demands.map((demand) => casService(demand, 0));
    const { throughput, queues } = loadDependentState({ thinkTime: 1, stations }, 12);
    const exact = solveNetwork({ thinkTime: 1, demands }, 12);
    for (const [k, queue] of queues.entries()) expect(queue).toBeCloseTo(exact.stations[k]?.queue ?? 0, 9);
    const slow = loadDependentState(
      { thinkTime: 1, stations: [casService(0.3, 0.2), casService(0.1, 0)] },
      12,
    );
    expect(slow.queues.reduce((sum, queue) => sum + queue, slow.throughput)).toBeCloseTo(12, 9);
    expect(throughput).toBeCloseTo(exact.throughput, 9);
  });

  it('are fitted to the shares that were seen, saturated or not', () => {
    for (const shares of [
      [0.2, 0.25],
      [0.02, 0.6],
      [0.45, 0.45],
    ]) {
      const network = fitCasLines(shares, [0, 0.05], 24);
      const before = logCasThroughput(network, [0, 0.05], 24);
      // By Little's law the rest is the think time: X / N = 1 - shares, of untouched work.
      expect(Math.exp(before) / 24).toBeCloseTo(1 - (shares[0] ?? 0) - (shares[1] ?? 0), 4);
    }
    const flat = fitCasLines([0.2, 0.25], [0, 0], 24);
    const state = lineState(fitLines([0.2, 0.25], 24), 24).throughput;
    expect(logCasThroughput(flat, [0, 0], 24)).toBeCloseTo(Math.log(state), 5);
  });

  it('can lose when a change moves the CPUs there, as access2 did on 24 CPUs: 2378041 to 2005501', () => {
    const add = rowOf('percpu-ref', { busyCpus: 24, labelShare: around(0.5), stations: [LOCKREF] });
    const loop = rowOf('percpu-ref', {
      busyCpus: 24,
      labelShare: around(0.5),
      stations: [{ ...LOCKREF, casSlopes: casSlopesOf('dentry-lockref', '6.1.192') }],
    });
    expect(add.gain?.low).toBeGreaterThanOrEqual(1);
    expect(loop.gain?.low).toBeLessThan(1);
    expect(loop.gain?.mid ?? 9).toBeLessThan(add.gain?.mid ?? 0);
    const width = ({ gain }: typeof add) => (gain?.high ?? 0) / (gain?.low ?? 1);
    expect(width(loop)).toBeGreaterThan(width(add));
    expect(loop.assumptions.join(' ')).toContain('throughput may fall');
  });

  it('an upper bound of the share does not hide that the low end is a loss', () => {
    const { gain } = rowOf('percpu-ref', {
      busyCpus: 24,
      labelShare: around(0.5),
      labelShareBound: 'upper',
      stations: [{ ...LOCKREF, casSlopes: casSlopesOf('dentry-lockref', '6.1') }],
    });
    expect(gain?.low).toBeLessThan(1);
  });

  it('of which there may be many: only in the half of the draws that take them as one', () => {
    const many = { ...LOCKREF, singleInstance: false, casSlopes: casSlopesOf('dentry-lockref', '6.1') };
    const gain = rowOf('percpu-ref', { busyCpus: 24, stations: [many] }).gain;
    const alone = rowOf('percpu-ref', { busyCpus: 24 }).gain;
    const single = rowOf('percpu-ref', { busyCpus: 24, stations: [{ ...many, singleInstance: true }] }).gain;
    expect(gain?.high).toBeGreaterThan(single?.high ?? 9);
    expect(gain?.low).toBeLessThan(alone?.low ?? 0);
  });

  it('do not get well above the CPUs that are worked out: no jump of a gain at 200, and losses stay', () => {
    const gainAt = (cpus: number, busyCpus = 128) =>
      rowOf('percpu-ref', {
        busyCpus,
        at: [cpus],
        labelShare: around(0.5),
        stations: [{ ...LOCKREF, casSlopes: casSlopesOf('dentry-lockref', '6.1') }],
      });
    const [at200, at202, at256] = [200, 202, 256].map((cpus) => gainAt(cpus));
    for (const end of ['low', 'mid', 'high'] as const) {
      expect(Math.abs(Math.log((at202?.gain?.[end] ?? 0) / (at200?.gain?.[end] ?? 1)))).toBeLessThan(0.02);
    }
    expect(at256?.gain?.low).toBeLessThan(1);
    expect(at256?.assumptions.join(' ')).toContain(
      'Above 200 CPUs they are taken to cost what they cost there',
    );
    expect(gainAt(256, 240).assumptions.join(' ')).toContain(
      'Not worked out for recordings of more than 200 CPUs',
    );
  });

  it('the projected line itself: what takes part of its visits away gains more, never more than all of them', () => {
    const gainsOf = (scheme: string, casSlopes: readonly number[] | null) =>
      rowOf(scheme, { busyCpus: 24, labelShare: around(0.5), casSlopes }).gain;
    const [add, loop] = [null, [0.02, 0.05, 0.09]].map((slopes) => gainsOf('hazard-pointer', slopes));
    expect(loop?.mid).toBeGreaterThan((add?.mid ?? 9) + 0.02);
    const [all, allLoop] = [null, [0.02, 0.05, 0.09]].map((slopes) => gainsOf('percpu-ref', slopes));
    expect(allLoop?.mid).toBeCloseTo(all?.mid ?? 0, 6);
    expect(loop?.mid).toBeLessThan(allLoop?.mid ?? 0);
  });

  it('the projected line by its counter, or by the part of its time in such loops', () => {
    expect(lineCasSlopes('dentry-lockref', '6.1', 0)).toEqual([0.02, 0.05, 0.09]);
    expect(lineCasSlopes('file-count', '6.13', 0.5)).toBeNull();
    expect(lineCasSlopes('label', '6.1', 0)).toBeNull();
    expect(lineCasSlopes('label', '6.1', 0.5)).toEqual([0.01, 0.025, 0.045]);
  });

  it('by class and kernel: without the pause since 6.3, file counts are adds since 6.13, others none', () => {
    expect(casSlopesOf('dentry-lockref', '6.1.192-labp')).toEqual([0.02, 0.05, 0.09]);
    expect(casSlopesOf('dentry-lockref', '6.6')).toEqual([0, 0.02]);
    expect(casSlopesOf('dentry-lockref', null)).toEqual([0.02, 0.05, 0.09]);
    expect(casSlopesOf('file-count', '6.13')).toBeNull();
    expect(casSlopesOf('zone-lock', INPUT.kernel)).toBeNull();
  });
});
