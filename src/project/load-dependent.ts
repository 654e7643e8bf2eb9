import type { Nanoseconds } from '../model/units.js';

/** A closed network whose stations may get slower (or faster) with the customers they hold. */
export interface LoadDependentNetwork {
  readonly thinkTime: Nanoseconds;
  /** Service demand of station k while `present` customers (1 or more) are there. */
  readonly stations: readonly ((present: number) => Nanoseconds)[];
}

/**
 * A compare-and-swap loop's service: each waiter steals the line from the one that is about to store, so a success
 * takes longer the more there are (8 retries per success on 112 CPUs, <20230323102649.764958589@linutronix.de>),
 * where an add takes one transfer however many wait.
 * @param slope growth per waiter; 0 is an add.
 */
export function casService(aloneNs: Nanoseconds, slope: number): (present: number) => Nanoseconds {
  return (present) => aloneNs * (1 + slope * (present - 1));
}

export interface LoadDependentState {
  readonly throughput: number;
  /** Mean number at each station, the one being served included. */
  readonly queues: readonly number[];
}

/**
 * Throughput with `customers`, exact: product form, X(N) = G(N - 1) / G(N), where G is the convolution over stations
 * of f_k(j) = s_k(1) ... s_k(j) and of Z^j / j! for the delay station. Buzen, CACM 16(9), 1973; load-dependent stations:
 * Lazowska et al., "Quantitative System Performance", 1984, ch. 20. Kept as logarithms: G spans hundreds of decades.
 *
 * @param customers a whole number of 1 or more; time grows with it, with several stations with its square.
 */
export function loadDependentThroughput(network: LoadDependentNetwork, customers: number): number {
  const own = network.stations.map((service) => stationFactors(service, customers));
  const last = own.pop();
  const others = own.reduce(convolve, thinkFactors(network.thinkTime, customers));
  return throughputOf(others, last ?? nobody(customers), customers);
}

/** As `loadDependentThroughput`, with Q_k = sum over j of j f_k(j) G_without_k(N - j) / G(N). */
export function loadDependentState(network: LoadDependentNetwork, customers: number): LoadDependentState {
  const thinking = thinkFactors(network.thinkTime, customers);
  const own = network.stations.map((service) => stationFactors(service, customers));
  let throughput = throughputOf(thinking, nobody(customers), customers);
  const queues = own.map((factors, k) => {
    const others = own.filter((_, other) => other !== k).reduce(convolve, thinking);
    throughput = throughputOf(others, factors, customers);
    const all = convolvedAt(others, factors, customers);
    let queue = 0;
    for (let j = 1; j <= customers; j++) {
      queue += j * Math.exp(at(factors, j) + at(others, customers - j) - all);
    }
    return queue;
  });
  return { throughput, queues };
}

function thinkFactors(thinkTime: Nanoseconds, customers: number): number[] {
  const logs = [0];
  for (let j = 1; j <= customers; j++) logs.push(at(logs, j - 1) + Math.log(thinkTime) - Math.log(j));
  return logs;
}

function stationFactors(service: (present: number) => Nanoseconds, customers: number): number[] {
  const logs = [0];
  for (let j = 1; j <= customers; j++) logs.push(at(logs, j - 1) + Math.log(service(j)));
  return logs;
}

/** A station that is never visited. */
function nobody(customers: number): number[] {
  return [0, ...Array.from({ length: customers }, () => Number.NEGATIVE_INFINITY)];
}

/** Of all stations together only two constants are asked for: the last convolution need not be whole. */
function throughputOf(others: readonly number[], last: readonly number[], customers: number): number {
  return Math.exp(convolvedAt(others, last, customers - 1) - convolvedAt(others, last, customers));
}

function at(logs: readonly number[], index: number): number {
  return logs[index] as number;
}

function convolve(a: readonly number[], b: readonly number[]): number[] {
  return a.map((_, n) => convolvedAt(a, b, n));
}

function convolvedAt(a: readonly number[], b: readonly number[], n: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j <= n; j++) largest = Math.max(largest, at(a, n - j) + at(b, j));
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  let sum = 0;
  for (let j = 0; j <= n; j++) sum += Math.exp(at(a, n - j) + at(b, j) - largest);
  return largest + Math.log(sum);
}
