/**
 * A closed queueing network: customers (busy CPUs) that think at one delay station and queue at the others.
 * Times may be in any one unit; throughput is per that unit.
 */
export interface Network {
  /** Z: time of an operation spent where nobody waits for anybody. */
  readonly thinkTime: number;
  /** D_k: visits x service time of an operation at queueing station k. */
  readonly demands: readonly number[];
}

/** What one queueing station looks like in the steady state. */
interface StationLoad {
  /** R_k: waiting and service of one operation. */
  readonly response: number;
  /** Q_k: customers there on average, the one being served included. */
  readonly queue: number;
  /** Fraction of time the station is busy. */
  readonly utilisation: number;
}

export interface Solution {
  /** X: operations per unit of time, all customers together. */
  readonly throughput: number;
  /** R: sum over the queueing stations, think time not included. */
  readonly response: number;
  readonly stations: readonly StationLoad[];
}

/** Linux sizes no build for more CPUs than this (NR_CPUS_RANGE_END of arch/x86/Kconfig). */
export const MAX_CPUS = 8192;

/** Whether a network can be solved for so many customers: above 0 and at most MAX_CPUS. */
export function isCpuCount(cpus: number | null): cpus is number {
  return cpus !== null && cpus > 0 && cpus <= MAX_CPUS;
}

/**
 * Exact mean value analysis: R_k(n) = D_k (1 + Q_k(n-1)), X(n) = n / (Z + sum R_k(n)), Q_k(n) = X(n) R_k(n).
 *
 * Between integers, X and every Q_k are interpolated linearly, and R_k = Q_k / X follows (Little's law), so that
 * n = X Z + sum Q_k holds at every n; the figures are exact at integers, and what holds there (X grows with n,
 * X <= 1 / D_k, X <= n / (Z + D)) holds between. Below one customer this is X = n / (Z + D): nobody to wait for.
 *
 * Source: Reiser, Lavenberg, "Mean-Value Analysis of Closed Multichain Queuing Networks", J. ACM 27(2), 1980;
 * Lazowska, Zahorjan, Graham, Sevcik, "Quantitative System Performance", 1984, ch. 6 (algorithm 6.2).
 *
 * @param customers 0 < n <= MAX_CPUS, not necessarily an integer.
 * @throws RangeError for customers out of that range, a negative or non-finite time, or a network without any time.
 */
export function solveNetwork(network: Network, customers: number): Solution {
  checkNetwork(network, customers);
  const below = Math.floor(customers);
  const part = customers - below;
  const queues = network.demands.map(() => 0);
  let throughput = 0;
  for (let n = 1; n <= below; n++) throughput = step(network, queues, n);
  if (part === 0) return solution(network, { throughput, queues });
  const upper = [...queues];
  const more = step(network, upper, below + 1);
  return solution(network, {
    throughput: throughput + part * (more - throughput),
    queues: queues.map((queue, k) => queue + part * ((upper[k] ?? 0) - queue)),
  });
}

interface Step {
  readonly throughput: number;
  readonly queues: readonly number[];
}

/**
 * One customer more: an arriving customer finds what a network with one customer less shows on average. `queues` go
 * from n - 1 to n customers in place (fitting takes millions of steps); returns X(n).
 */
function step({ thinkTime, demands }: Network, queues: number[], customers: number): number {
  let time = thinkTime;
  for (let k = 0; k < queues.length; k++) {
    const response = (demands[k] as number) * (1 + (queues[k] as number));
    queues[k] = response;
    time += response;
  }
  const throughput = customers / time;
  for (let k = 0; k < queues.length; k++) queues[k] = (queues[k] as number) * throughput;
  return throughput;
}

function solution(network: Network, { throughput, queues }: Step): Solution {
  const stations = network.demands.map((demand, k) => {
    const queue = queues[k] ?? 0;
    return { response: queue / throughput, queue, utilisation: throughput * demand };
  });
  return { throughput, response: sum(queues) / throughput, stations };
}

function checkNetwork({ thinkTime, demands }: Network, customers: number): void {
  if (!isCpuCount(customers)) {
    throw new RangeError(`customers: expected more than 0 and at most ${MAX_CPUS}, found ${customers}`);
  }
  for (const time of [thinkTime, ...demands]) {
    if (!(time >= 0 && Number.isFinite(time))) {
      throw new RangeError(`time: expected 0 or more, found ${time}`);
    }
  }
  if (thinkTime + sum(demands) === 0) throw new RangeError('a network in which nothing takes time');
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
