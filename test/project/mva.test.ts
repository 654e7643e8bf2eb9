import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CPUS, solveNetwork } from '../../src/project/mva.js';

const network = (thinkTime: number, ...demands: number[]) => ({ thinkTime, demands });

describe('solveNetwork, worked by hand', () => {
  it('one station, Z = 9, D = 1', () => {
    // n=1: R = 1              X = 1/10         Q = 1/10
    // n=2: R = 1 + 1/10       X = 2/10.1       Q = 2.2/10.1
    // n=3: R = 12.3/10.1      X = 3/(103.2/10.1) = 30.3/103.2    Q = 36.9/103.2
    const one = solveNetwork(network(9, 1), 1);
    expect(one.throughput).toBeCloseTo(0.1, 14);
    expect(one.response).toBeCloseTo(1, 14);
    expect(one.stations[0]?.utilisation).toBeCloseTo(0.1, 14);
    const two = solveNetwork(network(9, 1), 2);
    expect(two.throughput).toBeCloseTo(2 / 10.1, 14);
    expect(two.stations[0]?.response).toBeCloseTo(1.1, 14);
    const three = solveNetwork(network(9, 1), 3);
    expect(three.throughput).toBeCloseTo(30.3 / 103.2, 14);
    expect(three.stations[0]?.queue).toBeCloseTo(36.9 / 103.2, 14);
    expect(three.stations[0]?.utilisation).toBeCloseTo(30.3 / 103.2, 14);
  });

  it('two balanced stations without think time: X(n) = n / (D (n + K - 1)), the textbook closed form', () => {
    // n=2, D=1: each holds 1/2 of one customer, R_k = 1.5, X = 2/3. n=3: Q_k = 1, R_k = 2, X = 3/4.
    for (const n of [1, 2, 3, 10, 100]) {
      const { throughput, stations } = solveNetwork(network(0, 1, 1), n);
      expect(throughput).toBeCloseTo(n / (n + 1), 13);
      for (const station of stations) expect(station.queue).toBeCloseTo(n / 2, 11);
    }
  });

  it('processor and two disks, Z = 15 s, D = 0.605, 2.1, 1.35 s (demands as in Lazowska et al., ch. 6)', () => {
    // n=1: R = .605 + 2.1 + 1.35 = 4.055                      X = 1/19.055 = .05248
    //      Q = .03175, .11021, .07085
    // n=2: R = .62421 + 2.33144 + 1.44564 = 4.40129           X = 2/19.40129 = .10309
    //      Q = .06435, .24034, .14903
    // n=3: R = .64393 + 2.60472 + 1.55119 = 4.79984           X = 3/19.79984 = .15152
    const { throughput, response, stations } = solveNetwork(network(15, 0.605, 2.1, 1.35), 3);
    expect(throughput).toBeCloseTo(0.15152, 5);
    expect(response).toBeCloseTo(4.79984, 4);
    expect(stations.map((station) => station.response)[1]).toBeCloseTo(2.60472, 4);
  });

  it('interpolates between integers, and has no queueing below one customer', () => {
    // Z = 9, D = 1: X(1) = .1, X(2) = 2/10.1, Q(1) = .1, Q(2) = 2.2/10.1.
    const between = solveNetwork(network(9, 1), 1.25);
    expect(between.throughput).toBeCloseTo(0.75 * 0.1 + 0.25 * (2 / 10.1), 14);
    expect(between.stations[0]?.queue).toBeCloseTo(0.75 * 0.1 + 0.25 * (2.2 / 10.1), 14);
    const half = solveNetwork(network(9, 1), 0.5);
    expect(half.throughput).toBeCloseTo(0.05, 14);
    expect(half.response).toBeCloseTo(1, 14);
  });

  it('stations without demand, and no stations at all', () => {
    expect(solveNetwork(network(2, 0), 7).throughput).toBeCloseTo(3.5, 14);
    expect(solveNetwork(network(2), 7)).toEqual({ throughput: 3.5, response: 0, stations: [] });
  });

  it('saturates at 1 / D, at the largest size too', () => {
    const { throughput, stations } = solveNetwork(network(1, 0.01), MAX_CPUS);
    expect(throughput).toBeCloseTo(100, 9);
    expect(stations[0]?.queue).toBeCloseTo(MAX_CPUS - 100, 6);
  });

  it.each([
    [network(1, 1), 0],
    [network(1, 1), -1],
    [network(1, 1), Number.NaN],
    [network(1, 1), Number.POSITIVE_INFINITY],
    [network(1, 1), MAX_CPUS + 1],
    [network(1, -1), 4],
    [network(-1, 1), 4],
    [network(1, Number.NaN), 4],
    [network(1, Number.POSITIVE_INFINITY), 4],
    [network(0, 0), 4],
  ])('refuses %j with %d customers', (bad, customers) => {
    expect(() => solveNetwork(bad, customers)).toThrow(RangeError);
  });
});

const time = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const customers = fc.double({ min: 0.01, max: 200, noNaN: true });
const slack = 1 + 1e-9;

describe('solveNetwork, for any network', () => {
  it('X grows with N and stays below 1 / max D and N / (Z + sum D)', () => {
    const demands = fc.array(time, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(time, demands, customers, customers, (z, d, a, b) => {
        const small = solveNetwork(network(z, ...d), Math.min(a, b));
        const large = solveNetwork(network(z, ...d), Math.max(a, b));
        expect(small.throughput).toBeLessThanOrEqual(large.throughput * slack);
        expect(large.throughput).toBeLessThanOrEqual((1 / Math.max(...d)) * slack);
        const total = z + d.reduce((sum, demand) => sum + demand, 0);
        expect(large.throughput).toBeLessThanOrEqual((Math.max(a, b) / total) * slack);
      }),
    );
  });

  it('accounts for every customer: N = X Z + sum Q', () => {
    fc.assert(
      fc.property(time, time, time, customers, (z, d1, d2, n) => {
        const { throughput, stations } = solveNetwork(network(z, d1, d2), n);
        const held = stations.reduce((sum, { queue }) => sum + queue, throughput * z);
        expect(held / n).toBeCloseTo(1, 9);
      }),
    );
  });

  it('agrees with the birth-death chain of one exponential server (machine repair)', () => {
    // P(k at the server) is proportional to N! / (N - k)! (D / Z)^k, and X = (1 - P(0)) / D.
    fc.assert(
      fc.property(time, time, fc.integer({ min: 1, max: 20 }), (z, d, n) => {
        let weight = 1;
        let total = 1;
        for (let k = 1; k <= n; k++) {
          weight *= (n - k + 1) * (d / z);
          total += weight;
        }
        const throughput = (total - 1) / total / d;
        // 1 - P(0) cancels where next to nothing is at the server.
        fc.pre(total > 1.001);
        expect(solveNetwork(network(z, d), n).throughput / throughput).toBeCloseTo(1, 9);
      }),
    );
  });

  it('a smaller demand never lowers X, at that station or another', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(time, time, time, part, customers, (z, d1, d2, kept, n) => {
        const before = solveNetwork(network(z, d1, d2), n).throughput;
        expect(solveNetwork(network(z, d1 * kept, d2), n).throughput * slack).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
